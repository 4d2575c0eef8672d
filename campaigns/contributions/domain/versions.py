"""The history of a text: what it said after each edit that everyone may look back at."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Version, Weight
from campaigns.contributions.rewriting import Change


def keep(
    contribution: Contribution,
    before: Mapping[str, str],
    after: Mapping[str, str],
    weight: Weight,
    *,
    actor: Actor,
    now: datetime,
    supports_before: int = 0,
) -> Version:
    """Adds how the text reads after an edit. With the first edit the text as it was before is kept, too, as number 1.

    Called inside the write that changes the words, with the row of the contribution locked.
    """
    number = db.session.scalar(select(func.max(Version.number)).where(Version.contribution_id == contribution.id)) or 0
    if not number:
        number = 1
        written_at = contribution.published_at or contribution.submitted_at or contribution.created_at
        _add(contribution.id, number, Weight.FIRST, before, written_at, contribution.author_id, 0)
    return _add(contribution.id, number + 1, weight, after, now, actor.id, supports_before)


def rewrite(contribution_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words of all versions: these words stand nowhere any more."""
    kept = select(Version).where(Version.contribution_id == contribution_id).order_by(Version.number)
    for version in db.session.scalars(kept.execution_options(populate_existing=True)):
        version.fields = {
            name: change(f"version-{version.number}-{name}", words) for name, words in version.fields.items()
        }
    db.session.flush()


def _add(
    contribution_id: int,
    number: int,
    weight: Weight,
    fields: Mapping[str, str],
    at: datetime,
    account_id: int | None,
    supports_before: int,
) -> Version:
    version = Version(
        contribution_id=contribution_id,
        number=number,
        weight=weight,
        fields=dict(fields),
        kept_at=at,
        kept_by=account_id,
        supports_before=supports_before,
    )
    db.session.add(version)
    db.session.flush()
    return version
