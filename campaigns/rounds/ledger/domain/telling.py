"""Telling observers of checkpoints: those of an hour in one letter when it is over, the last one at once."""

from app.foundation import outbox
from app.foundation.db import db
from campaigns.rounds.ledger.models import Checkpoint, EntryKind
from campaigns.rounds.ledger.queries import observers


def ask(point: Checkpoint, kind: EntryKind, before: int) -> None:
    """Asks for the letters about a checkpoint that has just been made after an entry of this kind; `before` is the last size."""
    if not observers.of_round(point.round_id):
        return
    if kind == EntryKind.CLOSED:
        outbox.ask("rounds.tell_checkpoints", round_id=point.round_id, size=point.size)
        return
    hour, last = observers.hour_of(point.made_at), db.session.get(Checkpoint, (point.round_id, before))
    if last is None or last.made_at < hour:
        outbox.ask(
            "rounds.tell_checkpoints",
            delay=hour + observers.HOUR - point.made_at,
            round_id=point.round_id,
            hour=hour.isoformat(),
        )
