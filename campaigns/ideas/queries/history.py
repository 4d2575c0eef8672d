"""How an idea read before: its versions, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Account, family_as_shown
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.bylines import byline
from campaigns.contributions.models import Version, Weight

PAGE = 10


@dataclass(frozen=True)
class VersionRead:
    """A version and the words it came from; `before` is None for the first one."""

    number: int
    weight: Weight
    at: datetime
    byline: str
    supports_before: int
    fields: Mapping[str, str]
    before: Mapping[str, str] | None


@dataclass(frozen=True)
class VersionPage:
    """A page of a history. `older` is the number to go on from, None at the end."""

    rows: Sequence[VersionRead]
    older: int | None


def supported_words(idea_id: int) -> Mapping[str, str] | None:
    """The words of a public idea as it was first published or last changed much; None where it was never changed."""
    large = Version.weight.in_([Weight.FIRST, Weight.MATERIAL])
    query = select(Version.fields).where(Version.contribution_id == idea_id, large)
    return db.session.scalar(query.order_by(Version.number.desc()).limit(1))


def page_of(idea_id: int, below: int | None = None, size: int = PAGE) -> VersionPage:
    """Versions of a text whose reader may see it, from the one with a number less than `below` down. One statement."""
    query = (
        select(
            Version.number,
            Version.weight,
            Version.kept_at,
            Version.supports_before,
            Version.fields,
            Account.given_name,
            family_as_shown().label("family_name"),
            Territory.name.label("place"),
        )
        .outerjoin(Account, Account.id == Version.kept_by)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .where(Version.contribution_id == idea_id)
        .order_by(Version.number.desc())
        .limit(size + 1)
    )
    if below is not None:
        query = query.where(Version.number < below)
    rows = db.session.execute(query).all()
    older = [row.fields for row in rows[1:]] + [None]
    read = [
        VersionRead(
            row.number,
            row.weight,
            row.kept_at,
            byline("", row.given_name, row.family_name, row.place),
            row.supports_before,
            row.fields,
            before,
        )
        for row, before in zip(rows[:size], older, strict=False)
    ]
    return VersionPage(read, read[-1].number if len(rows) > size else None)
