"""Ideas that were joined into another: which they are, and what people read of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import aliased

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import CoAuthor, Idea, Support, SupportSheet


def goes_on_elsewhere(contribution_id: int) -> bool:
    """Whether this is an idea that was joined into another: fills the slot `contribution.goes-on-elsewhere`."""
    joined = select(Idea.id).where(Idea.id == contribution_id, Idea.joined_to_id.is_not(None))
    return db.session.scalar(joined) is not None


def members_of(idea_id: int) -> Sequence[int]:
    """The ids of the ideas that were joined into this one, in their order."""
    return db.session.scalars(select(Idea.id).where(Idea.joined_to_id == idea_id).order_by(Idea.id)).all()


def has_members(idea_id: int) -> bool:
    """Whether others were joined into the idea."""
    return bool(db.session.scalar(select(exists().where(Idea.joined_to_id == idea_id))))


@dataclass(frozen=True)
class Named:
    """An idea as others name it."""

    id: int
    number: int | None
    title: str
    language: str


def named(actor: Actor, idea_id: int | None, *, into_id: int | None = None) -> Named | None:
    """An idea that everyone in its audience can read and the actor sees, one that goes on in another perhaps; else None."""
    query = select(Idea.id, Idea.number, Idea.title, Contribution.language).join(Idea.contribution)
    seen = [Idea.id == idea_id, Contribution.state.in_(sorted(PUBLIC)), visible_to(actor)]
    if into_id is not None:
        seen.append(Idea.joined_to_id == into_id)
    row = db.session.execute(query.join(Contribution.campaign).where(*seen)).one_or_none()
    return Named(*row) if row else None


def writers_of(idea_id: int) -> Select[int]:
    """The accounts of those who write an idea: its author and who writes along. Nobody is counted for their own idea."""
    author = select(Contribution.author_id).where(Contribution.id == idea_id, Contribution.author_id.is_not(None))
    along = select(CoAuthor.account_id).where(
        CoAuthor.idea_id == idea_id, CoAuthor.account_id.is_not(None), CoAuthor.ended_at.is_(None)
    )
    return select(author.union(along).subquery().c[0])


def gathered_elsewhere(idea_id: ColumnElement[int] | int) -> ScalarSelect[int]:
    """Supports on sheets of an idea and of those that were joined into it, as a column of a query."""
    member = aliased(Idea)
    where = (SupportSheet.idea_id == idea_id) | SupportSheet.idea_id.in_(
        select(member.id).where(member.joined_to_id == idea_id)
    )
    return select(func.coalesce(func.sum(SupportSheet.count), 0)).where(where).scalar_subquery()


def together(idea_id: int, into_id: int) -> int:
    """How many people would support an idea if another were joined into it, those on sheets included. One statement."""
    people = (
        select(func.count(Support.account_id.distinct()))
        .where(Support.idea_id.in_([idea_id, into_id]), Support.account_id.not_in(writers_of(into_id)))
        .scalar_subquery()
    )
    sheets = gathered_elsewhere(idea_id) + gathered_elsewhere(into_id)
    return int(db.session.execute(select(people + sheets)).scalar_one())
