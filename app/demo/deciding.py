"""What the moderator of a story decides."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.stage import Stage
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.domain import cases, decisions
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case


def decide(stage: Stage, contribution_id: int, ruling: Ruling, at: datetime) -> None:
    """The moderator decides about a text, after opening its case where it has none. Called inside a step."""
    moderator = stage.troupe.member(Role.MODERATOR)
    open_one = select(Case).where(Case.contribution_id == contribution_id, Case.closed_at.is_(None))
    case = db.session.scalar(open_one) or cases.look_again(moderator, contribution_id, at)
    text = db.session.get_one(Contribution, contribution_id)
    decisions.decide(moderator, case.id, ruling, Seen(case.version, text.version), at)
