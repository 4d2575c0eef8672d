"""Background work of rounds."""

import contextlib
from datetime import timedelta

import structlog

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.rounds.apart.domain import judging
from campaigns.rounds.ballots.domain import laying, running
from campaigns.rounds.domain import rounds, tally
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries.recount import recount
from campaigns.rounds.queries.recounted import Recount
from campaigns.rounds.queries.rounds import due, to_be_laid, without_votes

A_MINUTE = timedelta(minutes=1)
log = structlog.get_logger("rounds")


def tally_round(round_id: int) -> None:
    """Counts a closed round and freezes the result; does nothing where that is done.

    Raises Overtaken where another process counts the same round: the errand comes back and finds it done, or takes over.
    """
    with step():
        attempt = tally.begin(round_id)
    if attempt is None:
        return
    more = True
    while more:
        with step():
            more = tally.clear(attempt)
            still_at_it()
    round_ = db.session.get_one(Round, round_id)
    if round_.source == Source.BALLOTS:
        # Nobody votes any more: rules judge once more, the ledger is ended, and what is counted is what it holds.
        judging.judge(round_id)
        sealing.finish(round_id)
        _add_casts(round_id)
    counted = recount(round_)
    _tell_strays(round_id, counted)
    fingerprint = counted.fingerprint
    for start in range(0, len(counted.places), tally.ROWS):
        with step():
            tally.write(attempt, counted.places[start : start + tally.ROWS])
            still_at_it()
    with step():
        tally.freeze(attempt, counted, fingerprint, clock.now())


def _tell_strays(round_id: int, counted: Recount) -> None:
    for idea_id, counter, votes in counted.strays:
        log.warning("a counter differs from the recount", round=round_id, idea=idea_id, counter=counter, counted=votes)


def lay_due() -> None:
    """Lays the ballots of votes that open now and whose owners have not, where nothing is missing. A vote that was planned by a
    release which knew none gets its round and its rule first, as it would at the launch."""
    for campaign in without_votes(clock.by_database()):
        with step():
            rounds.ensure_for(campaign)
    for round_id in to_be_laid(clock.by_database() + A_MINUTE):
        # What is missing stands on the owner's checklist.
        with contextlib.suppress(Conflict, Invalid), step():
            laying.lay(db.session.get_one(Round, round_id), {}, actor=SYSTEM, now=clock.now())


def close_due() -> None:
    """Closes the rounds whose window is over."""
    for round_id in due(clock.by_database()):
        # Somebody was quicker: it is closed, which is all we wanted.
        with contextlib.suppress(Conflict), step():
            rounds.close(db.session.get_one(Round, round_id), SYSTEM, clock.now())


def count_running() -> None:
    """Brings the running counts up to date."""
    for round_id in running.waiting():
        _add_casts(round_id)


def _add_casts(round_id: int) -> None:
    added = 1
    while added:
        with step():
            added = running.add(round_id, clock.now())
            still_at_it()
