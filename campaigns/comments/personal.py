"""What a person said in threads. Stands and reactions stay as counts."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.slots import Own
from app.foundation.db import db
from campaigns.comments.models import Comment, Reaction, StandTaken
from campaigns.contributions.models import Contribution, State


def own(account_id: int) -> Sequence[Own]:
    """Comments, stands, and what they found useful. What they have deleted is gone for them, too."""
    comments = (
        select(Comment.id, Comment.body, Comment.stand, Comment.said_at, Contribution.state)
        .join(Contribution, Contribution.id == Comment.id)
        .where(Contribution.author_id == account_id, Contribution.state != State.WITHDRAWN)
        .order_by(Comment.id)
    )
    stands = select(StandTaken.thread_id, StandTaken.stand, StandTaken.since)
    useful = select(Reaction.comment_id, Reaction.since)
    words = {"body": _("Text"), "stand": _("Stand"), "said_at": _("When"), "since": _("Since")}
    return [
        Own(name, title, [dict(row) for row in db.session.execute(query).mappings()], words)
        for name, title, query in (
            ("comments", _("Comments"), comments),
            ("stands", _("Stands"), stands.where(StandTaken.account_id == account_id)),
            ("useful", _("Found useful"), useful.where(Reaction.account_id == account_id)),
        )
    ]
