"""The job that tells what waits: many facts a step, a fact of many people in portions, until nothing waits."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlalchemy import select

from app.foundation import clock, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.notifications import answers, joinings, tellers, works
from app.notifications.audiences import AT_ONCE
from app.notifications.domain.notices import Told, tell_all
from app.notifications.domain.tellings import TELL_WAITING, Portion, Reader, next_due
from app.notifications.models import Teller, Telling

# How much is read and told in one step, so that it stays short; after how many steps other work has its turn.
FACTS, READS, STEPS = 200, 60, 300
log = structlog.get_logger("notifications")

# Each is given a reader, who was told last, and the ids; it gives the next people as they stand now, all within one step.
TELLERS: Mapping[Teller, Callable[..., Portion]] = {
    Teller.FOLLOWERS: tellers.followers,
    Teller.CONCERNED: tellers.concerned,
    Teller.OFFICE_FOLLOWERS: tellers.followers_of_office,
    Teller.PEOPLE: tellers.people,
    Teller.DECIDED: tellers.tell_decided,
    Teller.WORK: works.work,
    Teller.CONTESTED: works.objection,
    Teller.ASKED: answers.asked,
    Teller.SIGNED: answers.signed,
    Teller.ANSWER: answers.given,
    Teller.SET: joinings.both,
}
# These lock what others decide about: one a step, so that nobody waits for the other with a lock in hand.
LOCKING = frozenset({Teller.DECIDED})


class Failed(Exception):
    """One of the tellings cannot be told."""

    def __init__(self, telling_id: int) -> None:
        super().__init__(telling_id)
        self.telling_id = telling_id


def tell_waiting(**_when: Any) -> None:
    """Tells what is due. How far it came is kept in the step that told it: a worker that dies leaves the rest to the next one.

    What fails goes out of the way of the others, as an errand of its own.
    """
    for _step in range(STEPS):
        try:
            with step():
                still_at_it()
                if not _tell_some():
                    _wait_for_later()
                    return
        except Failed as failure:
            log.exception("something cannot be told and is tried by itself")
            _set_apart(failure.telling_id)
    with step():
        outbox.ask_once(TELL_WAITING)


def tell_alone(telling_id: int) -> None:
    """Tells what failed among the others. It is tried as often as any job."""
    more = True
    while more:
        with step():
            still_at_it()
            telling = db.session.get(Telling, telling_id, with_for_update=True)
            if telling is None:
                return
            portion = _advance(telling, Reader())
            if portion.fact:
                tell_all([(portion.people, portion.fact)], clock.now())
            more = not portion.is_last


def _tell_some() -> bool:
    """Tells some of what is due, as much as fits into a short step; says whether there was any.

    What another worker is telling is left to it.
    """
    due = (Telling.is_alone.is_(False), Telling.due_at <= clock.now())
    query = select(Telling).where(*due).order_by(Telling.due_at, Telling.id).limit(FACTS)
    waiting = db.session.scalars(query.with_for_update(skip_locked=True)).all()
    told: list[Told] = []
    reader, people = Reader(), 0
    for telling in waiting:
        id, teller = telling.id, telling.teller
        try:
            portion = _advance(telling, reader)
        except Exception as error:
            raise Failed(id) from error
        people += len(portion.people)
        if portion.fact:
            told.append((portion.people, portion.fact))
        if people >= AT_ONCE or reader.reads >= READS or teller in LOCKING:
            break
    tell_all(told, clock.now())
    return bool(waiting)


def _advance(telling: Telling, reader: Reader) -> Portion:
    """The next portion of it; where that is the last, the row goes."""
    portion = TELLERS[telling.teller](reader, telling.after, **telling.ids)
    if portion.after is not None:
        telling.after = portion.after
    elif portion.then is not None:
        telling.teller, telling.ids, telling.after = portion.then.teller, portion.then.ids, 0
    else:
        db.session.delete(telling)
    return portion


def _wait_for_later() -> None:
    now = clock.now()
    if due := next_due(now):
        outbox.ask_once(TELL_WAITING, delay=due - now, later=True)


def _set_apart(telling_id: int) -> None:
    with step():
        telling = db.session.get(Telling, telling_id)
        if telling is not None and not telling.is_alone:
            telling.is_alone = True
            outbox.ask("notifications.tell_alone", telling_id=telling_id)
