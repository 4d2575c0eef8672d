"""What the public texts are called where they came from."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import public
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.models import Idea


def public_sources() -> frozenset[str]:
    """The source ids of the ideas and comments that guests may see."""
    found: set[str] = set()
    for kind in (Idea, Comment):
        query = select(kind.source_id).join(Contribution, Contribution.id == kind.id).join(Contribution.campaign)
        query = query.where(kind.source_id.is_not(None), public(), under_what_is_public())
        found.update(source for source in db.session.scalars(query) if source)
    return frozenset(found)
