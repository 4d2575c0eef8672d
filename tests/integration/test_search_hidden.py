"""Nothing hidden is told by search: not by its pages, counts, filters, feeds, letters, suggestions or commands.

Twice: of texts that the index has never seen, and of texts hidden after it read them, with no worker at work.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Audience, Campaign
from search import engines
from search.domain import upkeep
from search.engine import Facet, Likeness, Query, Shelf
from search.engines.whoosh import WhooshEngine
from search.queries import marks
from search.query import parse
from search.saved import jobs
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.searches import make_search
from tests.factories.texts import put_comment, put_one
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
WORD, SLIP = "Канарейка", "конарейка"
HIDDEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.HIDDEN, State.REJECTED)
KINDS = (Kind.IDEA, Kind.TOPIC, Kind.COMMENT, Kind.CONCLUSION, Kind.NEWS, Kind.ANSWER, Kind.CONTEST)
LINK = re.compile(r'href="/(?:ideas|comments|news|implementation/objections|campaigns/[\w-]+/topics)/(\d+)')
SEARCHES = [
    f"/search?q=канарейка{more}"
    for more in ("", "&sort=newest", "&kind=idea", "&period=week", "&status=published", "&language=ru")
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both engines where the run has a database that both can stand on."""
    if "engine" in metafunc.fixturenames:
        own = [] if metafunc.config.getoption("--database") == "sqlite" else ["the engine of the database"]
        metafunc.parametrize("engine", ["folders", *own], indirect=True)


@pytest.fixture
def engine(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    before = app.extensions.pop("veche.search", None)
    if request.param == "folders":
        home = app.extensions["veche.settings"].VECHE_INSTANCE
        app.extensions["veche.search"] = {shelf: WhooshEngine(home / engines.FOLDERS[shelf]) for shelf in Shelf}
    yield
    app.extensions.pop("veche.search", None)
    if before is not None:
        app.extensions["veche.search"] = before


@dataclass
class World:
    """Three visible ideas, two of which have a word in common; `hidden` are texts with the word nobody may be told of."""

    reader: Account
    author: Account
    open: Campaign
    ideas: list[Idea]
    hidden: list[int] = field(default_factory=list)

    def plant(self, kind: Kind, campaign: Campaign, state: State, under: Idea) -> None:
        if kind == Kind.IDEA:
            self.hidden.append(make_idea_in(state, campaign, self.author, title=WORD).id)
        else:
            self.hidden.append(put_one(kind, campaign, self.author, state, WORD, under).id)


@pytest.fixture
def world(app: Flask, engine: None) -> World:
    reader, campaign, author = make_account(), make_campaign("open", title="Открытый"), make_account()
    for text in (WORD, "библиотека"):
        make_search(reader.id, q=text)
    titles = ("Библиотека у моста", "Библиотека у реки", "Мост через Обь")
    return World(reader, author, campaign, [make_idea(campaign, author, title=title) for title in titles])


def hide_before(world: World) -> None:
    """Texts in each hidden state and in campaigns that not everyone sees; the index knows what it may know."""
    for kind in KINDS:
        for state in (*HIDDEN, *HIDDEN[:1]):
            world.plant(kind, world.open, state, world.ideas[0])
    for campaign in (make_campaign("planned", launched=False), make_campaign("club", audience=Audience.INVITED)):
        for kind in KINDS:
            world.plant(kind, campaign, State.PUBLISHED, make_idea(campaign, title="Другая"))
    upkeep.rebuild()


def hide_after(world: World) -> None:
    """Public texts that are hidden when the index has read them: each by itself, and what stands under a hidden idea."""
    for _ in range(2):
        for kind in KINDS:
            world.plant(kind, world.open, State.PUBLISHED, world.ideas[0])
    under = make_idea(world.open, world.author, title="Под ней")
    comments = [put_comment(under, body=f"{WORD} {number}.").id for number in range(2)]
    upkeep.rebuild()
    with step():
        for id in (*world.hidden, under.id):
            states.withdraw(db.session.get_one(Contribution, id), house_clock.now())
    world.hidden += [*comments, under.id]


def numbers_on(page: str) -> list[str]:
    return re.findall(r'<span class="count">([^<]*)</span>', page)


@pytest.mark.parametrize("hide", [hide_before, hide_after])
def test_search_tells_nothing_of_what_is_hidden(
    world: World, visit: Visit, clock: MovingClock, app: Flask, hide: Callable[[World], None]
) -> None:
    hide(world)
    hidden = set(world.hidden)
    elsewhere = give_role(make_account(), Role.MODERATOR, make_campaign("away"))
    readers = {"guest": visit(), "reader": visit(world.reader)}

    pages = {(who, path): one.get(path).get_data(as_text=True) for who, one in readers.items() for path in SEARCHES}
    feeds = {who: one.get("/search.atom?q=канарейка").get_data(as_text=True) for who, one in readers.items()}
    slips = [one.get(f"/search?q={SLIP}").get_data(as_text=True) for one in readers.values()]
    everything = visit().get("/search?kind=idea").get_data(as_text=True)
    other_staff = visit(elsewhere).get("/moderation/search?q=канарейка").get_data(as_text=True)
    asked = app.test_cli_runner().invoke(args=["search", "query", "канарейка", "--json"])

    assert {page: "Nothing was found" in text for page, text in pages.items()} == dict.fromkeys(pages, True)
    assert [hidden & set(map(int, LINK.findall(text))) for text in (*pages.values(), *feeds.values())] == [set()] * 14
    assert [numbers_on(text) for text in pages.values() if any(int(n) for n in numbers_on(text))] == []
    assert ["<entry>" in text for text in feeds.values()] == [False, False]
    assert [WORD.lower()[:-1] in text.lower() for text in slips] == [False, False]
    assert ("3 ideas found" in everything, "Nothing was found" in other_staff) == (True, True)
    assert json.loads(asked.stdout)["hits"] == []

    # A letter of the next day tells what is not hidden, and nothing else.
    clock.move_by(days=1, hours=2)
    jobs.tell_found()
    told = select(Notice.fact).where(Notice.kind == NoticeKind.SEARCH_FOUND, Notice.account_id == world.reader.id)
    assert len(db.session.scalars(told).all()) == 1


@pytest.mark.parametrize("hide", [hide_before, hide_after])
def test_an_engine_tells_nothing_of_what_is_hidden(world: World, hide: Callable[[World], None]) -> None:
    hide(world)
    without = marks.changed_lately()
    public = engines.of(Shelf.PUBLIC)
    query = Query(parse("канарейка"), without=without, facets=frozenset(Facet), periods={"ever": LONG_AGO})

    found = public.query(query)
    twins = public.similar(Likeness(WORD, f"{WORD} и ещё раз {WORD.lower()}.", "ru", without=without))

    assert (found.total, found.hits, dict(found.periods)) == (0, (), {"ever": 0})
    assert {facet: dict(counts) for facet, counts in found.facets.items()} == {facet: {} for facet in Facet}
    assert set(world.hidden).isdisjoint(twin.id for twin in twins)
    assert public.suggest(SLIP, without) == ()
    assert public.suggest("библеотека", without) == ("библиотека",)
