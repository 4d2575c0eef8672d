"""The address book: who is competent for what does not belong here, and how to reach them."""

from collections.abc import Sequence

from sqlalchemy import select

from app.foundation.db import db
from app.offices.models import Competence


def living(competence_id: int | None) -> Competence | None:
    """An entry that texts may be referred to now; None where there is no such one or it has ended."""
    entry = db.session.get(Competence, competence_id) if competence_id else None
    return entry if entry and entry.ended_at is None else None


def in_force() -> Sequence[Competence]:
    """All entries that texts may be referred to now, by name."""
    return db.session.scalars(select(Competence).where(Competence.ended_at.is_(None)).order_by(Competence.name)).all()
