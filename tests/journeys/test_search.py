"""Somebody looks for what others have proposed."""

import pytest

from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.discussion import make_topic
from tests.factories.people import make_account, make_territory
from tests.journeys.conftest import DESK, PHONE, Reader, Sit

EVERY_WAY = pytest.mark.parametrize(
    ("scripts", "width"),
    [(True, DESK), (True, PHONE), (False, PHONE)],
    ids=["desk", "phone", "phone without scripts"],
)


def unfold(reader: Reader, width: int, part: str = "filters") -> Reader:
    """On a phone the filters and the orders are folded."""
    if width == PHONE:
        reader.page.locator(f"main .{part} > summary").click()
    return reader


def found(reader: Reader) -> list[str]:
    return reader.page.locator("main .cards h3").all_inner_texts()


@EVERY_WAY
def test_a_resident_narrows_what_was_found_and_keeps_the_search(sit: Sit, scripts: bool, width: int) -> None:
    """Words first, then a place and a direction; a filter is taken off as easily; the rest comes by letter."""
    region = make_territory("Югра")
    town = make_territory("Сургут", level=1, parent_id=region.id)
    ugra = make_campaign("ugra")
    health, school = make_track(ugra, "Здоровье"), make_track(ugra, "Школа")
    make_idea(ugra, title="Лист ожидания к врачу", track_id=health.id, territory_id=town.id)
    make_idea(ugra, title="Листы заданий на каникулы", track_id=school.id, territory_id=town.id)
    make_idea(ugra, title="Больничный лист без очереди", track_id=health.id, territory_id=region.id)
    make_topic(ugra, title="Нужны ли бумажные листы?")
    upkeep.rebuild()
    resident = sit(make_account(), scripts=scripts, width=width)

    resident.open("/search").fill(q="листу").press("Find").reads("4 texts found")
    unfold(resident, width).follow("Сургут").reads("2 ideas found")
    unfold(resident, width).follow("Здоровье").reads("1 idea found")
    assert found(resident) == ["Лист ожидания к врачу"]
    resident.follow("Place: Сургут").reads("2 ideas found")
    unfold(resident, width, "order").follow("oldest first")
    resident.page.wait_for_url("**sort=oldest*")
    assert found(resident) == ["Лист ожидания к врачу", "Больничный лист без очереди"]
    resident.press("Tell me about new ones").reads("You keep this search")
    resident.follow("My searches").reads("kept since").press("Do not tell me any more: листу · Direction: Здоровье")
    resident.reads("You keep no searches yet")
