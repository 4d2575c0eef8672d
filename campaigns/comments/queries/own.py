"""A person's own comments, and the history of a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, Kind, State, Version
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to

LATEST = 20
BEGINNING = 100
MOST_WORDINGS = 10


def own_or_missing(actor: Actor, comment_id: int) -> Comment:
    """The actor's own comment, with its common row and its campaign. Raises Missing for everyone else, and once deleted."""
    comment = db.session.scalar(
        select(Comment)
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Comment.contribution).contains_eager(Contribution.campaign))
        .where(Comment.id == comment_id, Contribution.author_id == actor.id, Contribution.state != State.WITHDRAWN)
        .where(campaigns_not_shut_to(actor.id))
    )
    if comment is None or actor.id is None:
        raise Missing()
    return comment


@dataclass(frozen=True)
class Written:
    """A line of a person's own comments."""

    id: int
    beginning: str
    state: State
    campaign: str


def written_by(account_id: int, most: int = LATEST) -> list[Written]:
    """The comments that a person wrote last, those they deleted left out."""
    rows = db.session.execute(
        select(Comment.id, func.substr(Comment.body, 1, BEGINNING), Contribution.state, Campaign.title)
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .where(Contribution.author_id == account_id, Contribution.kind == Kind.COMMENT)
        .where(Contribution.state != State.WITHDRAWN, campaigns_not_shut_to(account_id))
        .order_by(Comment.id.desc())
        .limit(most)
    )
    return [Written(*row) for row in rows]


@dataclass(frozen=True)
class Wording:
    """How a comment read from a moment on."""

    body: str
    since: datetime


def wordings_of(comment_id: int) -> Sequence[Wording]:
    """How a comment read at first and after each of the last edits, in the order of time; nothing where it was never edited
    late.
    """
    of_comment = Version.contribution_id == comment_id
    last = select(func.max(Version.number) - MOST_WORDINGS).where(of_comment).scalar_subquery()
    rows = db.session.execute(
        select(Version.fields, Version.kept_at)
        .where(of_comment, or_(Version.number == 1, Version.number > last))
        .order_by(Version.number)
    )
    return [Wording(str(row.fields["body"]), row.kept_at) for row in rows]
