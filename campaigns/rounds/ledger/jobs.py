"""Background work of ledgers."""

import structlog
from sqlalchemy import select, union

from app.foundation.db import db
from campaigns.rounds.ballots.models import Cast
from campaigns.rounds.ledger.domain import sealing
from campaigns.rounds.ledger.models import RoundNote

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
