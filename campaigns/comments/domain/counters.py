"""The counters of readable comments: in the thread, and in the branch of a root."""

from sqlalchemy import Update, update

from app.foundation.db import db
from campaigns.comments.models import Comment, Thread


def count(comment_id: int, is_readable: bool) -> None:
    """Everyone may read the comment from now on, or nobody may any more. Nothing happens where that is known already."""
    moved = db.session.execute(
        update(Comment)
        .where(Comment.id == comment_id, Comment.is_counted.is_(not is_readable))
        .values(is_counted=is_readable)
        .returning(Comment.thread_id, Comment.root_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        return
    by = 1 if is_readable else -1
    if moved.root_id is not None:
        _change(update(Comment).where(Comment.id == moved.root_id).values(replies=Comment.replies + by))
    _change(update(Thread).where(Thread.id == moved.thread_id).values(comments=Thread.comments + by))


def _change(statement: Update) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
