"""Statements of reasons are made before the restriction they explain: the database refuses one without."""

from datetime import datetime, timedelta

from app.foundation.db import db
from moderation.models import Case, Decision, Statement

REVIEW_WITHIN = timedelta(days=14)


def make(
    case: Case, decision: Decision, rule: str, facts: str, language: str, *, made_by: int | None, now: datetime
) -> Statement:
    """Why the text of the case is restricted; without `made_by` a machine decided."""
    statement = Statement(
        contribution_id=case.contribution_id,
        case_id=case.id,
        decision=decision,
        rule=rule,
        facts=facts,
        language=language,
        is_automatic=made_by is None,
        made_at=now,
        made_by=made_by,
        review_until=now + REVIEW_WITHIN,
    )
    db.session.add(statement)
    db.session.flush()
    return statement
