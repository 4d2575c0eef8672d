"""What ideas do when something happens below them, in the same step."""

from sqlalchemy import update

from app.foundation.db import db
from campaigns.comments.events import CommentsCounted
from campaigns.ideas.models import Idea


def count_comments(fact: CommentsCounted) -> None:
    """The number of comments under an idea became another."""
    db.session.execute(update(Idea).where(Idea.id == fact.thread_id).values(comments=fact.comments))
