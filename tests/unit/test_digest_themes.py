"""The section of themes over rows: only what was named, with what is in none, and the same for the same rows in any order."""

import random
from datetime import date

import pytest

from app.digests.rows import IdeaRow, ThemeRow
from app.digests.sections import themes

pytestmark = pytest.mark.any_database

TRAMS, DOCTORS, EMPTY = ThemeRow(1, "Трамваи", ""), ThemeRow(2, "Врачи", "О записи."), ThemeRow(3, "Пусто", "")
THEME_OF = {1: 1, 2: 2, 3: 2, 4: 2, 5: 2, 99: 1}


def idea(id: int, votes: int) -> IdeaRow:
    no_choices = {"track_id": None, "territory_id": None, "service_id": None}
    more = {
        "on_site": votes,
        "elsewhere": 0,
        "against": 0,
        "channel": "site",
        "author_id": 1,
        "sent_on": date(2026, 11, 4),
    }
    return IdeaRow(id=id, number=id, rank=id, votes=votes, winner=False, **no_choices, **more)


IDEAS = [idea(id, votes) for id, votes in ((1, 9), (2, 7), (3, 5), (4, 2), (5, 1), (6, 0), (7, 0))]


def test_a_theme_tells_its_ideas_their_support_and_the_first_three() -> None:
    told = themes.told(IDEAS, [TRAMS, DOCTORS, EMPTY], THEME_OF)

    assert told == {
        "themes": [
            {"id": 2, "name": "Врачи", "note": "О записи.", "ideas": 4, "support": 15, "first": [2, 3, 4]},
            {"id": 1, "name": "Трамваи", "note": "", "ideas": 1, "support": 9, "first": [1]},
        ],
        "smaller": 0,
        "in_none": 2,
    }


def test_what_is_in_no_theme_is_said() -> None:
    told = themes.told(IDEAS, [TRAMS, DOCTORS], THEME_OF)

    assert themes.left_out(told) == [{"code": "in-no-theme", "number": 2}]
    assert themes.findings(told, len(IDEAS)) == [
        {"code": "theme", "ideas": [2, 3, 4], "values": {"name": "Врачи", "ideas": 4, "share": 57}}
    ]


@pytest.mark.parametrize("named", [[], [EMPTY]], ids=["none", "only an empty one"])
def test_without_a_named_theme_there_is_no_section(named: list[ThemeRow]) -> None:
    told = themes.told(IDEAS, named, {})

    assert (told, themes.findings(told, 7), themes.left_out(told)) == ({}, [], [])


def test_rows_in_any_order_give_the_same() -> None:
    chance, rows, named = random.Random(7), list(IDEAS), [TRAMS, DOCTORS, EMPTY]
    chance.shuffle(rows)
    chance.shuffle(named)

    assert themes.told(rows, named, THEME_OF) == themes.told(IDEAS, [TRAMS, DOCTORS, EMPTY], THEME_OF)
