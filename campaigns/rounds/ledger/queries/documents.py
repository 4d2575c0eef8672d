"""The small published files, as JSON values."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.models import Checkpoint
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Result, Round, RuleVersion


def of_rule(round_: Round, slug: str) -> dict[str, Any]:
    """The rule, its fingerprint and all that were published before it."""
    versions = db.session.scalars(
        select(RuleVersion).where(RuleVersion.round_id == round_.id).order_by(RuleVersion.number)
    )
    return {
        "slug": slug,
        "round": round_.number,
        "rule": round_.rule,
        "fingerprint": round_.rule_fingerprint,
        "versions": [
            {
                "number": version.number,
                "rule": version.rule,
                "fingerprint": version.fingerprint,
                "reason": version.reason,
                "published_at": instant(version.published_at),
            }
            for version in versions
        ],
    }


def of_options(round_id: int) -> list[dict[str, Any]]:
    """The options as people saw them; without the title where it is not public any more."""
    columns = select(Contribution.id, Contribution.state)
    options = opened.of_round(round_id)
    states = dict(db.session.execute(columns.where(Contribution.id.in_([option.idea_id for option in options]))).all())
    titles = {option.idea_id: option.title for option in options if states[option.idea_id] in PUBLIC}
    rows = opened.options(round_id)
    for row in rows:
        title = titles.get(row["id"])
        row["title"] = title if title is not None and opened.hash_of(title) == row["title_hash"] else None
    return rows


def of_checkpoints(round_id: int, size: int | None = None) -> list[dict[str, Any]]:
    """The checkpoints in their order, as far as a ledger of this size goes; the time to the hour, as in the entries."""
    query = select(Checkpoint).where(Checkpoint.round_id == round_id).order_by(Checkpoint.size)
    points = db.session.scalars(query if size is None else query.where(Checkpoint.size <= size))
    return [told(point) for point in points]


def told(point: Checkpoint) -> dict[str, Any]:
    """A checkpoint as it is published."""
    return {"size": point.size, "root": point.root, "at": spelling.hour(point.made_at)}


def of_result(result: Result, round_: Round) -> dict[str, Any]:
    """What the fingerprint of a result is made of."""
    return {**result.details, "rule": round_.rule_fingerprint, "options": opened.fingerprint(round_.id)}


def instant(at: datetime) -> str:
    """An instant to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
