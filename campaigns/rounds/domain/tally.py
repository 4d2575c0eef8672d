"""The final tally: counts outside of any write, writes the rows in short steps, freezes in the last one.

It may be killed anywhere and run twice. An unfinished result is seen by nobody; whoever comes next takes it over by
counting its attempt up, and the overtaken one finds that out at its next step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.audit import chain
from app.foundation import clock, events, outbox
from app.foundation.db import db
from campaigns.rounds.counting.supports import Place
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.events import ResultFrozen
from campaigns.rounds.models import Result, ResultRow
from campaigns.rounds.paper.domain import waiting
from campaigns.rounds.queries.recounted import Recount

ROWS = 500


class Overtaken(Exception):
    """Another attempt has taken the unfinished result over, or finished it."""


@dataclass(frozen=True)
class Attempt:
    """One try at a result."""

    result_id: int
    number: int


def begin(round_id: int) -> Attempt | None:
    """Takes over the unfinished result of a closed round, or begins its first; None where nothing is left to count.

    None, too, while paper from before the bell may still come in: the count is asked for again.
    """
    round_ = locked(round_id)
    if round_.closed_at is None:
        return None
    wait = waiting.pause(round_, clock.by_database())
    if wait is not None:
        outbox.ask("rounds.tally", delay=wait, round_id=round_id)
        return None
    result = db.session.scalar(
        select(Result).where(Result.round_id == round_id, Result.counted_at.is_(None)).with_for_update()
    )
    if result is None:
        if db.session.scalar(select(Result.id).where(Result.round_id == round_id).limit(1)):
            return None
        result = Result(round_id=round_id, attempt=0)
        db.session.add(result)
    result.attempt += 1
    db.session.flush()
    return Attempt(result.id, result.attempt)


def _hold(attempt: Attempt) -> None:
    row = db.session.execute(
        select(Result.attempt, Result.counted_at).where(Result.id == attempt.result_id).with_for_update()
    ).one()
    if row.counted_at is not None or row.attempt != attempt.number:
        raise Overtaken


def clear(attempt: Attempt) -> bool:
    """Takes away rows that an earlier attempt left, a step's worth; says whether there may be more."""
    _hold(attempt)
    some = select(ResultRow.idea_id).where(ResultRow.result_id == attempt.result_id).limit(ROWS)
    gone = db.session.execute(
        delete(ResultRow).where(ResultRow.result_id == attempt.result_id, ResultRow.idea_id.in_(some))
    )
    return bool(gone.rowcount == ROWS)  # type: ignore[attr-defined]


def write(attempt: Attempt, places: Sequence[Place]) -> None:
    """Writes a step's worth of rows."""
    _hold(attempt)
    rows = [
        {
            "result_id": attempt.result_id,
            "idea_id": place.entry.id,
            "number": place.entry.number,
            "published_at": place.entry.published_at,
            "votes": place.entry.votes,
            "on_site": place.entry.on_site,
            "elsewhere": place.entry.elsewhere,
            "against": place.entry.against,
            "score": place.entry.score,
            "cost": place.entry.cost,
            "rank": place.rank,
            "winner": place.winner,
        }
        for place in places
    ]
    db.session.execute(insert(ResultRow), rows)


def freeze(attempt: Attempt, recount: Recount, fingerprint: str, now: datetime) -> Result:
    """Freezes the result; an earlier one of the round is superseded by it and stays.

    Raises Overtaken, and RuntimeError where the rows written are not those that were counted.
    """
    # The round first, as everybody who takes both.
    round_id = db.session.scalars(select(Result.round_id).where(Result.id == attempt.result_id)).one()
    round_ = locked(round_id)
    _hold(attempt)
    written = select(func.count(), func.coalesce(func.sum(ResultRow.votes), 0)).where(
        ResultRow.result_id == attempt.result_id
    )
    if tuple(db.session.execute(written).one()) != (len(recount.places), recount.votes):
        raise RuntimeError("the rows of the result are not those that were counted")
    result = db.session.get_one(Result, attempt.result_id, populate_existing=True)
    earlier = update(Result).where(
        Result.round_id == round_.id, Result.counted_at.is_not(None), Result.superseded_at.is_(None)
    )
    db.session.execute(earlier.values(superseded_at=now))
    result.counted_at, result.fingerprint = now, fingerprint
    result.ballots, result.people, result.details = recount.ballots, recount.people, recount.details
    db.session.flush()
    where: dict[str, Any] = {"thing": "result", "thing_id": result.id, "campaign_id": round_.campaign_id}
    chain.log("result.frozen", now=now, actor_id=None, edition=result.edition, fingerprint=fingerprint, **where)
    events.announce(ResultFrozen(round_.campaign_id, round_.id, result.id))
    return result
