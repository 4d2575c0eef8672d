"""The comments that verbs work on, locked so that two verbs do not cross."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.visibility import visible_to

GONE = Reason("comment.gone", _l("The comment you answer is not there any more."))


def locked(actor: Actor, comment_id: int, *, shared: bool = False) -> Comment:
    """The comment with its common row and its campaign; the common row is locked until the step ends.

    Raises Missing where the actor does not see it.
    """
    comment = db.session.scalar(_visible(actor, shared).where(Comment.id == comment_id))
    if comment is None:
        raise Missing()
    return comment


def answered(actor: Actor, thread_id: int, comment_id: int) -> Comment:
    """The comment of this thread that is answered: it stays as long as the step lasts. Raises Conflict where it is gone."""
    here = (Comment.id == comment_id, Comment.thread_id == thread_id, Contribution.state == State.PUBLISHED)
    comment = db.session.scalar(_visible(actor, shared=True).where(*here))
    if comment is None:
        raise Conflict(GONE)
    return comment


def _visible(actor: Actor, shared: bool) -> Select[Comment]:
    return (
        select(Comment)
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Comment.contribution).contains_eager(Contribution.campaign))
        .where(visible_to(actor))
        .with_for_update(read=shared, of=Contribution)
        .execution_options(populate_existing=True)
    )
