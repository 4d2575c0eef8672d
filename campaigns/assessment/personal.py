"""What an expert wrote: found of ideas, picked for the selection. It stays, without the name."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.slots import Own
from app.foundation.db import db
from campaigns.assessment.models import Assessment
from campaigns.selection.models import ExpertPick


def own(account_id: int) -> Sequence[Own]:
    """Assessments and picks."""
    found = select(
        Assessment.idea_id, Assessment.scores, Assessment.reasons, Assessment.stepped_back_why, Assessment.submitted_at
    )
    picked = select(ExpertPick.idea_id, ExpertPick.reason, ExpertPick.picked_at)
    words = {"idea_id": _("Number of the idea"), "reasons": _("Reasons"), "reason": _("Reasons")}
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], words)
        for name, title, query in (
            ("assessments", _("Assessments"), found.where(Assessment.account_id == account_id).order_by(Assessment.id)),
            ("picks", _("Picked for the selection"), picked.where(ExpertPick.account_id == account_id)),
        )
    ]
