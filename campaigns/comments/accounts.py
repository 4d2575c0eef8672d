"""Two accounts of one person become one: stands and «Useful», each counted once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.foundation.db import db
from campaigns.comments.domain.stands import COUNTERS
from campaigns.comments.models import Comment, Reaction, Stand, StandTaken, Thread
from campaigns.contributions.models import Contribution


def join(joining: Joining) -> Mapping[str, int]:
    """The later of two stands holds; nobody finds their own comment useful."""
    _drop_stands(joining)
    stands = moving.move(StandTaken, joining)
    for row in moving.twins(Reaction, joining, ("comment_id",)):
        _less_useful(row.comment_id)
    reactions = moving.move(Reaction, joining, ("comment_id",))
    _drop_own(joining)
    return {"stands": stands, "reactions": reactions}


def _drop_stands(joining: Joining) -> None:
    for closed in moving.twins(StandTaken, joining, ("thread_id",)):
        kept = db.session.get_one(StandTaken, (closed.thread_id, joining.kept_id))
        going, is_later = closed.stand, closed.since > kept.since
        if is_later:
            going, kept.stand, kept.since = kept.stand, closed.stand, closed.since
        _one_less(Thread, closed.thread_id, COUNTERS[Stand(going)])
    db.session.flush()
    moving.drop(StandTaken, joining, ("thread_id",))


def _drop_own(joining: Joining) -> None:
    # Authors of what the closed account wrote are the same person by now, whichever room was asked first.
    theirs = {joining.kept_id, joining.closed_id}
    own = (
        select(Reaction.comment_id)
        .join(Contribution, Contribution.id == Reaction.comment_id)
        .where(Reaction.account_id == joining.kept_id, Contribution.author_id.in_(theirs))
    )
    for comment_id in db.session.scalars(own).all():
        same = (Reaction.comment_id == comment_id, Reaction.account_id == joining.kept_id)
        db.session.execute(delete(Reaction).where(*same))
        _less_useful(comment_id)


def _less_useful(comment_id: int) -> None:
    _one_less(Comment, comment_id, Comment.useful)


def _one_less(model: Any, number: int, counter: Any) -> None:
    less = update(model).where(model.id == number).values({counter.key: counter - 1})
    db.session.execute(less, execution_options={"synchronize_session": False})
