"""What is known of who somebody is, for their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.identity.models import Identity, Link
from app.foundation.db import db
from app.territories.models import Territory


@dataclass(frozen=True)
class Verified:
    """That somebody was verified: by whom, when, and where it says they live."""

    source: str
    at: datetime
    territory: str


def verified(account_id: int) -> Sequence[Verified]:
    """By whom the person was verified, the latest first."""
    rows = db.session.execute(
        select(Identity.source, Identity.verified_at, Territory.name)
        .outerjoin(Territory, Territory.id == Identity.territory_id)
        .where(Identity.account_id == account_id)
        .order_by(Identity.verified_at.desc(), Identity.id.desc())
    )
    return [Verified(row.source, row.verified_at, row.name or "") for row in rows]


def links(account_id: int) -> Sequence[Link]:
    """The providers that sign the person in."""
    return db.session.scalars(select(Link).where(Link.account_id == account_id).order_by(Link.id)).all()
