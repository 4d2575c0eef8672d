"""The counters of readable comments: in the thread, and in the branch of a root."""

from sqlalchemy import update

from app.foundation import events
from app.foundation.db import db
from campaigns.comments.events import CommentsCounted
from campaigns.comments.models import Comment, Thread

BY_THE_DATABASE = {"synchronize_session": False}


def count(comment_id: int, is_readable: bool) -> None:
    """Everyone may read the comment from now on, or nobody may any more. Nothing happens where that is known already."""
    moved = db.session.execute(
        update(Comment)
        .where(Comment.id == comment_id, Comment.is_counted.is_(not is_readable))
        .values(is_counted=is_readable)
        .returning(Comment.thread_id, Comment.root_id)
        .execution_options(**BY_THE_DATABASE)
    ).one_or_none()
    if moved is None:
        return
    by = 1 if is_readable else -1
    if moved.root_id is not None:
        branch = update(Comment).where(Comment.id == moved.root_id).values(replies=Comment.replies + by)
        db.session.execute(branch.execution_options(**BY_THE_DATABASE))
    thread = update(Thread).where(Thread.id == moved.thread_id).values(comments=Thread.comments + by)
    counted = db.session.execute(thread.returning(Thread.comments).execution_options(**BY_THE_DATABASE)).scalar_one()
    events.announce(CommentsCounted(moved.thread_id, counted))
