"""What happened waits to be told in rows; one job tells all of it, once to each person, whatever dies meanwhile."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select

from app.foundation import clock as present
from app.foundation import jobs as errands
from app.foundation import unit_of_work
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.notifications import audiences, telling
from app.notifications.domain import tellings
from app.notifications.domain.tellings import GATHERED_FOR, TELL_WAITING
from app.notifications.models import Notice, NoticeKind, Teller, Telling
from campaigns.contributions.models import Follow
from campaigns.ideas.models import Idea
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import make_account, make_office
from tests.support.clocks import MovingClock

# Both in the portions of tests, so that each telling takes several steps.
PORTION, FACTS = 3, 2
# Each answer goes to three, three, one and what fits beside it, then to three and one; the last step finds nothing.
STEPS = 9


class Killed(BaseException):
    """The worker is gone."""


@pytest.fixture
def idea(app: Flask) -> Idea:
    """An idea with seven supporters, a department that four others follow, and a project that two follow."""
    campaign = make_campaign("ugra")
    idea = make_idea(campaign)
    support(idea, *(make_account() for _ in range(7)))
    office, others = make_office("Депздрав").id, [make_account().id for _ in range(6)]
    ways = [{"office_id": office}] * 4 + [{"campaign_id": campaign.id}] * 2
    with step():
        db.session.add_all(
            Follow(account_id=id, since=present.now(), **way) for id, way in zip(others, ways, strict=True)
        )
    return idea


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (audiences, tellings, telling):
        monkeypatch.setattr(module, "AT_ONCE", PORTION)
    monkeypatch.setattr("app.notifications.tellers.AT_ONCE", PORTION)
    monkeypatch.setattr(telling, "FACTS", FACTS)


def happen(idea: Idea) -> None:
    """Two answers, of which the department's followers hear too, and news of the project: of 7 + 4, 7 + 4 and 2 people."""
    with step():
        office = {"kind": NoticeKind.OFFICE_ANSWERED, "office_id": 1}
        for name in ("first", "second"):
            kind = NoticeKind.ANSWER_GIVEN
            tellings.put(Teller.CONCERNED, kind=kind, name=name, idea_id=idea.id, office=office)
        tellings.put(Teller.FOLLOWERS, kind=NoticeKind.TIMELINE_CHANGED, name="dates", campaign_id=idea.campaign_id)


TOLD = {"first": 11, "second": 11, "dates": 2}


def told() -> dict[str, int]:
    return dict(Counter(db.session.scalars(select(Notice.fact))))


def errands_left() -> list[str]:
    return list(db.session.scalars(select(Errand.job).order_by(Errand.id)))


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(Telling)) or 0


@contextmanager
def killed_in_step(number: int, at_its_end: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process dies before the step of that number, or within it when all is written and nothing kept."""
    begun = iter(range(1, 1000))

    @contextmanager
    def dying() -> Iterator[None]:
        this = next(begun)
        if this == number and not at_its_end:
            raise Killed
        with unit_of_work.step():
            yield
            if this == number:
                raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(telling, "step", dying)
        yield


def test_many_facts_ask_for_one_job_that_is_due_in_a_moment_and_leaves_nothing(
    idea: Idea, run_jobs: Callable[[], None]
) -> None:
    for _ in range(3):
        happen(idea)
    asked = [(one.job, one.due_at - one.asked_at) for one in db.session.scalars(select(Errand))]

    run_jobs()

    assert asked == [(TELL_WAITING, GATHERED_FOR)]
    assert (told(), waiting(), errands_left()) == (TOLD, 0, [])


@pytest.mark.parametrize("at_its_end", [False, True])
def test_killed_in_any_step_nothing_is_lost_and_nobody_is_told_twice(
    idea: Idea, small_steps: None, monkeypatch: pytest.MonkeyPatch, at_its_end: bool
) -> None:
    number, deaths = idea.id, 0
    for killed_in in range(1, STEPS + 2):
        with step():
            db.session.execute(delete(Notice))
        happen(db.session.get_one(Idea, number))
        with killed_in_step(killed_in, at_its_end, monkeypatch):
            try:
                telling.tell_waiting()
            except Killed:
                deaths += 1
        db.session.remove()

        telling.tell_waiting()

        assert (killed_in, told(), waiting()) == (killed_in, TOLD, 0)
    assert deaths == STEPS


def test_an_errand_whose_worker_died_comes_back_and_tells_the_rest(
    idea: Idea,
    small_steps: None,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], None],
) -> None:
    happen(idea)
    number = db.session.scalars(select(Errand.id)).one()
    clock.move_by(seconds=GATHERED_FOR / timedelta(seconds=1))
    with killed_in_step(4, True, monkeypatch), pytest.raises(Killed):
        errands.run(number)
    db.session.remove()
    some = sum(told().values())
    clock.move_by(seconds=errands.lease() / timedelta(seconds=1) + 1)

    run_jobs()

    assert 0 < some < sum(TOLD.values())
    assert (told(), waiting(), errands_left()) == (TOLD, 0, [])


def test_two_workers_at_once_tell_each_person_once(app: Flask, idea: Idea, small_steps: None) -> None:
    happen(idea)

    start = Barrier(3)

    def work() -> None:
        with app.app_context():
            start.wait(60)
            telling.tell_waiting()
            db.session.remove()

    with ThreadPoolExecutor(3) as workers:
        for worker in [workers.submit(work) for _ in range(3)]:
            worker.result()

    assert (told(), waiting()) == (TOLD, 0)


def test_what_fails_is_tried_by_itself_and_keeps_nobody_waiting(idea: Idea, run_jobs: Callable[[], None]) -> None:
    with step():
        tellings.put(Teller.WORK, progress_id=404)
    happen(idea)

    run_jobs()

    alone = db.session.scalars(select(Telling)).one()
    errand = db.session.scalars(select(Errand)).one()
    assert told() == TOLD
    assert (alone.teller, alone.is_alone) == (Teller.WORK, True)
    assert (errand.job, errand.ids, errand.error) == (
        "notifications.tell_alone",
        {"telling_id": alone.id},
        "NoResultFound",
    )


def test_what_was_mended_is_told_when_it_is_tried_again(
    idea: Idea, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    office, number = {"kind": NoticeKind.OFFICE_ANSWERED, "office_id": 1}, idea.id
    with step():
        ids = {"kind": NoticeKind.ANSWER_GIVEN, "name": "first", "idea_id": 404, "office": office}
        tellings.put(Teller.CONCERNED, **ids)
    run_jobs()
    with step():
        db.session.scalars(select(Telling)).one().ids = {**ids, "idea_id": number}

    clock.move_by(seconds=20)
    run_jobs()

    assert (told(), waiting(), errands_left()) == ({"first": 11}, 0, [])


def test_what_waits_for_its_time_wakes_the_job_again_and_again(
    idea: Idea, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    def put(name: str) -> None:
        with step():
            words = {"kind": NoticeKind.TIMELINE_CHANGED, "name": name, "campaign_id": idea.campaign_id}
            tellings.put(Teller.FOLLOWERS, delay=timedelta(minutes=1), **words)

    put("first")
    clock.move_by(seconds=40)
    put("second")
    asked = errands_left()
    run_jobs()
    early = told()
    clock.move_by(seconds=20)
    run_jobs()
    one = told()
    clock.move_by(seconds=40)
    run_jobs()

    assert (asked, early, one) == ([TELL_WAITING], {}, {"first": 2})
    assert (told(), waiting(), errands_left()) == ({"first": 2, "second": 2}, 0, [])


@pytest.mark.slow
def test_ten_thousand_events_make_jobs_by_the_number_of_people(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    campaign, people, ideas = make_campaign("ugra"), [make_account() for _ in range(20)], []
    ideas = [make_idea(campaign, person).id for person in people]
    done: list[str] = []
    run = errands._do
    monkeypatch.setattr(errands, "_do", lambda number, name, ids: (done.append(name), run(number, name, ids)))

    # Each is an event of its own: three hundred of them in steps of their own, the rest as an import brings them.
    for event in range(300):
        with step():
            _extend(event, ideas)
    with step():
        _extend_many(range(300, 10_000), ideas)
    asked = errands_left()
    run_jobs()

    notices = Counter(db.session.scalars(select(Notice.account_id)))
    assert (asked, waiting(), errands_left()) == ([TELL_WAITING], 0, [])
    assert (sum(notices.values()), set(notices.values())) == (10_000, {500})
    assert len(done) <= len(people)
    assert set(done) == {TELL_WAITING}


def _words(event: int, ideas: list[int]) -> dict[str, object]:
    return {"kind": NoticeKind.ANSWER_EXTENDED, "name": f"event {event}", "idea_id": ideas[event % len(ideas)]}


def _extend(event: int, ideas: list[int]) -> None:
    tellings.put(Teller.CONCERNED, **_words(event, ideas))


def _extend_many(events: range, ideas: list[int]) -> None:
    now = present.now()
    rows = [{"teller": Teller.CONCERNED, "ids": _words(event, ideas), "due_at": now} for event in events]
    db.session.execute(insert(Telling), rows)
