"""What joinings do when something happens to ideas, in the same step."""

from sqlalchemy import select

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.events import ContributionJoined, ContributionUnjoined
from campaigns.ideas.events import IdeaChangedMaterially
from search.domain import marks
from search.joining import words
from search.joining.domain import proposals, rows
from search.joining.models import Joining, Progress


def mark(fact: ContributionJoined | ContributionUnjoined) -> None:
    """A joined idea is found where it goes on; one that stands by itself again is found as before."""
    marks.mark([fact.contribution_id], clock.now())


def drop_changed(fact: IdeaChangedMaterially) -> None:
    """Authors who agreed have agreed to another text."""
    concerned = (Joining.idea_id == fact.idea_id) | (Joining.into_id == fact.idea_id)
    open_ones = select(Joining.id).where(Joining.progress == Progress.ASKED, concerned).order_by(Joining.id)
    for joining_id in db.session.scalars(open_ones).all():
        joining = rows.joining(joining_id)
        if joining.progress == Progress.ASKED:
            proposals.end(joining, Progress.DROPPED, SYSTEM, words.CHANGED, clock.now())
