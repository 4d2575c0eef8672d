"""The last case of each of some texts."""

from collections.abc import Sequence

from sqlalchemy import select

from app.foundation.db import db
from moderation.models import Case


def latest_cases(contribution_ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """(case, whether it waits) by the text; texts that have had none are left out. One statement."""
    query = select(Case.contribution_id, Case.id, Case.closed_at).where(Case.contribution_id.in_(contribution_ids))
    rows = db.session.execute(query.order_by(Case.id)) if contribution_ids else ()
    return {row.contribution_id: (row.id, row.closed_at is None) for row in rows}
