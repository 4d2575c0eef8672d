"""«Useful»: a set of people for each comment. Who is in it and the counter change together."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.comments.domain import threads
from campaigns.comments.domain.rows import locked
from campaigns.comments.models import Comment, Reaction
from campaigns.contributions.models import State
from campaigns.plan.phases import Act

OWN_COMMENT = Reason("not-own", _l("This is your own comment: others find it useful."))
NOT_PUBLISHED = Reason("not-published", _l("Only a published comment can be found useful."))


def useful(actor: Actor, comment_id: int, now: datetime) -> bool:
    """The actor finds the comment useful. Returns whether that is new. Raises Missing, NotAllowed."""
    _guard(actor, comment_id, now)
    row = upsert(Reaction).values(comment_id=comment_id, account_id=actor.id, since=now).on_conflict_do_nothing()
    return _count(comment_id, len(db.session.execute(row.returning(Reaction.comment_id)).all()))


def not_useful(actor: Actor, comment_id: int, now: datetime) -> bool:
    """The actor does not find it useful any more. Returns whether they did before. Raises Missing, NotAllowed."""
    _guard(actor, comment_id, now)
    same = (Reaction.comment_id == comment_id, Reaction.account_id == actor.id)
    gone = db.session.execute(delete(Reaction).where(*same).returning(Reaction.comment_id)).all()
    return _count(comment_id, -len(gone))


def _guard(actor: Actor, comment_id: int, now: datetime) -> None:
    comment = locked(actor, comment_id, shared=True)
    threads.open_for(actor, Act.REACT, comment.thread_id, now)
    if comment.contribution.state != State.PUBLISHED:
        raise NotAllowed(NOT_PUBLISHED)
    if actor.id is not None and comment.contribution.author_id == actor.id:
        raise NotAllowed(OWN_COMMENT)


def _count(comment_id: int, change: int) -> bool:
    if change:
        db.session.execute(
            update(Comment)
            .where(Comment.id == comment_id)
            .values(useful=Comment.useful + change)
            .execution_options(synchronize_session=False)
        )
    return bool(change)
