"""Background work of ledgers."""

from datetime import datetime

import structlog
from sqlalchemy import select, union

from app.accounts.queries import people
from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds.ballots.models import Cast
from campaigns.rounds.ledger.domain import files, sealing
from campaigns.rounds.ledger.letters import of_checkpoints
from campaigns.rounds.ledger.models import Checkpoint, RoundNote
from campaigns.rounds.ledger.queries import observers

log = structlog.get_logger("rounds")


def seal() -> None:
    """Seals what waits in every round."""
    casts = select(Cast.round_id).where(Cast.seq.is_(None))
    notes = select(RoundNote.round_id).where(RoundNote.seq.is_(None))
    for round_id in db.session.scalars(union(casts, notes)).all():
        try:
            sealing.seal(round_id)
        except ValueError as error:
            # It must not keep the other rounds waiting.
            log.error("a ledger cannot go on", round=round_id, error=str(error))


def publish_files(result_id: int) -> None:
    """Makes the files with which anyone can recount a published result."""
    files.make(result_id, clock.now())


def tell_checkpoints(round_id: int, hour: str = "", size: int = 0) -> None:
    """Asks for a letter to each observer: about the checkpoints of an hour, or the last one, at this size."""
    with step():
        for account_id in observers.of_round(round_id):
            outbox.ask("rounds.mail_checkpoints", account_id=account_id, round_id=round_id, hour=hour, size=size)


def mail_checkpoints(account_id: int, round_id: int, hour: str, size: int) -> None:
    """The letter to one observer. Sent again after a crash it has the same Message-ID."""
    account = people.living(account_id)
    points = (
        observers.within(round_id, datetime.fromisoformat(hour))
        if hour
        else [db.session.get_one(Checkpoint, (round_id, size))]
    )
    letter = of_checkpoints(account, points, is_end=not hour) if account and points else None
    db.session.rollback()
    if letter:
        mail.send(letter)
