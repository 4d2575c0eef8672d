"""Background work of moderation."""

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution
from moderation.domain import cases, promises
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
        cases.keep_findings(case_id, case.version, found)


def reckon_due() -> None:
    """The calendar of the office has changed, or a case has no promise yet: what is promised is reckoned anew."""
    after: int | None = 0
    while after is not None:
        with step():
            still_at_it()
            after = promises.reckon(after)
