"""Background work of moderation."""

from sqlalchemy import select, update

from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution
from moderation.findings import find_in
from moderation.models import Case
from moderation.texts import texts_of


def check(case_id: int) -> None:
    """Looks at the text of an open case and keeps what was found. A case closed meanwhile is left alone."""
    case = db.session.execute(
        select(Case.contribution_id, Contribution.kind, Contribution.version)
        .join(Case.contribution)
        .where(Case.id == case_id, Case.closed_at.is_(None))
    ).one_or_none()
    if case is None:
        return
    text = texts_of({case.contribution_id: case.kind}).get(case.contribution_id)
    found = find_in(text.parts) if text else []
    with step():
        db.session.execute(
            update(Case)
            .where(Case.id == case_id, Case.closed_at.is_(None))
            .values(
                findings=[one.as_json() for one in found],
                found=len(found),
                held=any(one.holds for one in found),
                checked_version=case.version,
            )
        )
