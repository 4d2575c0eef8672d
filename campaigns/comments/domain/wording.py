"""The words of a comment."""

from app.foundation.db import db
from campaigns.comments.models import Comment
from campaigns.contributions.rewriting import Change


def rewrite(comment_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    comment = db.session.get_one(Comment, comment_id, populate_existing=True)
    comment.body = change("body", comment.body)
    db.session.flush()
