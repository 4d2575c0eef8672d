"""What a ledger begins with: the options of the round, as they are published."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.foundation import canonical
from app.foundation.db import db
from campaigns.rounds.ballots.models import Option


def options(round_id: int) -> list[dict[str, Any]]:
    """The options as they are fingerprinted: the titles as hashes, so that one can be hidden and the rest still be checked."""
    return [
        {
            "id": option.idea_id,
            "number": option.number,
            "title_hash": option.title_hash or hash_of(option.title),
            "cost": option.cost,
            "place": option.place,
        }
        for option in of_round(round_id)
    ]


def hash_of(title: str) -> str:
    """The SHA-256 of a title."""
    return hashlib.sha256(title.encode()).hexdigest()


def fingerprint(round_id: int) -> str:
    """The SHA-256 of their canonical JSON."""
    return canonical.fingerprint(options(round_id))


def of_round(round_id: int) -> Sequence[Option]:
    """The options in their order."""
    return db.session.scalars(select(Option).where(Option.round_id == round_id).order_by(Option.place)).all()
