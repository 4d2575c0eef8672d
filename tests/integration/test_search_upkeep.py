"""The indexes stay true and whole, whatever happens to their folders, and nobody who searches meanwhile is kept waiting."""

import gc
import resource
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Outcome
from campaigns.selection.events import OutcomesGiven
from search import engines, listeners
from search.domain import marks, upkeep
from search.engine import Facet, Query, Shelf, Unready
from search.engines.whoosh import WhooshEngine
from search.queries import marks as waiting
from search.queries.results import find
from search.query import parse
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import make_idea_in
from tests.factories.people import make_account
from tests.factories.texts import put_comment, put_conclusion, put_one, put_topic

RunJobs = Callable[[], None]


def titles(text: str) -> list[str]:
    return [line.hit.title for line in find(text).lines]


def on(shelf: Shelf, text: str) -> list[int]:
    """What the shelf answers, once all is read."""
    upkeep.drain()
    db.session.rollback()
    return sorted(hit.id for hit in engines.of(shelf).query(Query(parse(text))).hits)


def mark(*ids: int) -> None:
    with step():
        marks.mark(ids, clock.now())


def stale() -> int:
    try:
        return waiting.lag().marks
    finally:
        db.session.rollback()


# The shelf of those who moderate


def test_the_shelf_of_staff_has_everything_that_was_sent_and_no_draft(app: Flask) -> None:
    campaign, author, idea = make_campaign(), make_account(), make_idea(make_campaign("open"))
    ideas = {state: make_idea_in(state, campaign, author, title="Канарейка").id for state in State}
    others = {
        (kind, state): put_one(kind, campaign, author, state, "Канарейка", idea).id
        for kind in (Kind.TOPIC, Kind.COMMENT, Kind.NEWS)
        for state in (State.DRAFT, State.SUBMITTED, State.HIDDEN, State.WITHDRAWN)
    }
    upkeep.rebuild()

    found = set(on(Shelf.STAFF, "канарейка"))

    # The words of a comment that its author deleted stand nowhere.
    unseen = {(Kind.COMMENT, State.WITHDRAWN)}
    expected = {id for state, id in ideas.items() if state != State.DRAFT}
    expected |= {id for (kind, state), id in others.items() if state != State.DRAFT and (kind, state) not in unseen}
    assert found == expected
    # A joined idea is found by the words of the one it goes on in.
    assert on(Shelf.PUBLIC, "канарейка") == [ideas[State.PUBLISHED]]


def test_a_text_is_on_the_right_shelves_all_its_life(app: Flask) -> None:
    idea_id = make_idea(make_campaign(), make_account(), state=State.DRAFT, title="Канарейка").id
    upkeep.rebuild()
    lives = []

    for verb in (states.submit, states.publish, states.withdraw):
        with step():
            verb(db.session.get_one(Contribution, idea_id), clock.now())
        lives.append([on(shelf, "канарейка") == [idea_id] for shelf in Shelf])

    assert lives == [[False, True], [True, True], [False, True]]


def test_other_words_of_a_waiting_text_and_of_a_topic_are_read_again(app: Flask) -> None:
    campaign = make_campaign()
    topic = put_topic(campaign, title="Канарейка")
    conclusion, comment = (
        put_conclusion(topic, body="Итог."),
        put_comment(topic, state=State.SUBMITTED, body="Канарейка."),
    )
    upkeep.rebuild()

    with step():
        topic.title, comment.body = "Снегирь", "Снегирь."
        for text in (topic, comment):
            states.changed(db.session.get_one(Contribution, text.id), clock.now())

    assert [on(shelf, "канарейка") for shelf in Shelf] == [[], []]
    assert on(Shelf.PUBLIC, "снегирь") == sorted([topic.id, conclusion.id])
    assert on(Shelf.STAFF, "снегирь") == sorted([topic.id, conclusion.id, comment.id])


def test_what_became_of_an_idea_is_a_status_at_once(app: Flask) -> None:
    idea = make_idea(make_campaign(), title="Канарейка")
    upkeep.rebuild()
    with step():
        idea.outcome = Outcome.SHORTLISTED
        db.session.flush()
        listeners.mark_outcomes(OutcomesGiven((idea.id,)))
    upkeep.drain()

    query = Query(parse("канарейка"), facets=frozenset({Facet.STATUS}))
    counts = [engines.of(shelf).query(query).facets[Facet.STATUS] for shelf in Shelf]

    assert counts == [{"shortlisted": 1}, {"shortlisted": 1}]


# Numbers never tell of what is hidden


def test_however_much_changed_no_number_tells_of_what_is_hidden(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    gone, other = (make_idea(campaign, title=f"Канарейка {name}").id for name in ("первая", "вторая"))
    make_idea(campaign, title="Канарейка третья")
    upkeep.rebuild()
    with step():
        states.withdraw(db.session.get_one(Contribution, gone), clock.now())
        marks.mark([other] * 600, clock.now())

    found, query = find("канарейка"), Query(parse("канарейка"), facets=frozenset({Facet.KIND}))
    counts = engines.of(Shelf.PUBLIC).query(replace(query, without=waiting.changed_lately())).facets

    assert (found.total, counts) == (1, {Facet.KIND: {"idea": 1}})
    monkeypatch.setattr(waiting, "MOST_SUBTRACTED", 1)
    with pytest.raises(Unready):
        find("канарейка")


# A new index beside the old one


@contextmanager
def searching(app: Flask, answers: list[object]) -> Iterator[None]:
    """While the block lasts two others search without a pause."""
    over = Event()

    def search() -> None:
        with app.app_context():
            while not over.is_set():
                try:
                    answers.append(tuple(titles("лист")))
                except Exception as error:
                    answers.append(error)
                db.session.remove()

    threads = [Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.slow
def test_who_searches_while_the_index_is_built_anew_notices_nothing(app: Flask) -> None:
    idea_id = make_idea(make_campaign(), title="Лист ожидания").id
    upkeep.rebuild()
    answers: list[object] = []

    with searching(app, answers):
        for _ in range(4):
            upkeep.rebuild()
            with engines.of(Shelf.PUBLIC).change() as changes:
                changes.remove([idea_id + 1])

    assert set(answers) == {("Лист ожидания",)}


# Damage


def folder_of(app: Flask, shelf: Shelf) -> Path:
    return Path(app.extensions["veche.settings"].VECHE_INSTANCE / engines.FOLDERS[shelf])


def open_whoosh(app: Flask) -> None:
    app.extensions["veche.search"] = {shelf: WhooshEngine(folder_of(app, shelf)) for shelf in Shelf}


@pytest.fixture
def in_folders(app: Flask) -> Iterator[None]:
    """Indexes that are folders, whatever the database."""
    before = app.extensions.pop("veche.search", {})
    open_whoosh(app)
    yield
    app.extensions["veche.search"] = before


def damage(app: Flask, shelf: Shelf) -> None:
    home = folder_of(app, shelf)
    for path in (home / (home / "current").read_text()).iterdir():
        path.write_bytes(b"garbage" * 100)
    open_whoosh(app)


def is_whole(shelf: Shelf) -> bool:
    return bool(engines.of(shelf).status().is_ready)


@pytest.mark.usefixtures("in_folders")
@pytest.mark.parametrize("broken", list(Shelf))
def test_a_damaged_shelf_is_built_anew_and_the_other_stays(app: Flask, broken: Shelf) -> None:
    make_idea(make_campaign(), title="Лист ожидания")
    upkeep.rebuild()
    (other,) = set(Shelf) - {broken}
    kept = (folder_of(app, other) / "current").read_text()
    damage(app, broken)

    upkeep.drain()

    assert (folder_of(app, other) / "current").read_text() == kept
    assert (titles("лист"), [is_whole(shelf) for shelf in Shelf]) == (["Лист ожидания"], [True, True])


@contextmanager
def full_disk() -> Iterator[None]:
    """While the block lasts no file of this process grows beyond some bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def drain_in_vain() -> None:
    """Meets a full disk; files that were being written are closed as they are where a process ends."""
    with full_disk(), pytest.raises(OSError, match="File too large") as failure:
        upkeep.drain()
    del failure
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.usefixtures("in_folders")
def test_a_full_disk_loses_nothing(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_campaign()
    make_idea(campaign, title="Лист первый")
    upkeep.rebuild()
    mark(make_idea(campaign, title="Лист второй", problem=" ".join(map(str, range(10_000, 12_000)))).id)

    drain_in_vain()
    said = [record.msg["event"] for record in caplog.records if record.levelname == "ERROR"]
    while_full, marks_left = titles("лист"), stale()
    upkeep.drain()

    assert said == ["the index cannot be written; its marks stay"] * 2
    assert (while_full, marks_left) == (["Лист первый"], 1)
    assert (sorted(titles("лист")), stale()) == (["Лист второй", "Лист первый"], 0)
