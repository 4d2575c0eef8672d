"""What a ledger begins with: the options of the round, as they are published."""

from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ballots.models import Option


def options(round_id: int) -> list[dict[str, Any]]:
    """The options as the file of options has them: their canonical JSON is fingerprinted in the first entry."""
    columns = (Option.idea_id, Option.number, Option.title, Option.cost, Option.place)
    rows = db.session.execute(select(*columns).where(Option.round_id == round_id).order_by(Option.place))
    return [
        {"id": row.idea_id, "number": row.number, "title": row.title, "cost": row.cost, "place": row.place}
        for row in rows
    ]
