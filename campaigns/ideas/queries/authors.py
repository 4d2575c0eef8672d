"""Who writes an idea beside its author: those who were asked and agreed, and whoever entered it for somebody."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, family_as_shown
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.bylines import byline
from campaigns.contributions.models import Contribution, Kind
from campaigns.ideas.models import CoAuthor, Entry, Idea
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import Act

ENTERING = RULES[Act.ENTER_IDEAS]


def author_for(actor: Actor, idea: Idea) -> int | None:
    """Whom the rules take for the author where this person acts: themselves if they write along, else the author.

    The idea's common row is loaded. One statement for those who might write along.
    """
    return author_of(actor, idea.contribution)


def author_of(actor: Actor, contribution: Contribution) -> int | None:
    """The same of any text, most of which have one author."""
    author_id = contribution.author_id
    if actor.id is None or actor.id == author_id or contribution.kind != Kind.IDEA:
        return author_id
    return actor.id if db.session.scalar(select(_writes_along(actor.id, contribution.id))) else author_id


def writer_for(actor: Actor, idea: Idea) -> int | None:
    """The same where the words are mended: who entered the idea for somebody acts for its author as long as they may enter."""
    author_id = author_for(actor, idea)
    if actor.id is None or actor.id == author_id or not may_enter(actor, idea.campaign_id):
        return author_id
    entered = exists().where(Entry.idea_id == idea.id, Entry.entered_by == actor.id)
    return actor.id if db.session.scalar(select(entered)) else author_id


def writes(actor: Actor, idea: Idea) -> bool:
    """Whether this person may mend the words of the idea, whatever the time."""
    return actor.is_system or (actor.id is not None and writer_for(actor, idea) == actor.id)


def may_enter(actor: Actor, campaign_id: int) -> bool:
    """Whether the person's roles let them enter ideas for others in the campaign."""
    return refusal_by_role(ENTERING, actor, campaign_id=campaign_id) is None


def written_along(actor: Actor) -> ColumnElement[bool]:
    """Contributions that the person writes beside their author, for the rule of who sees what."""
    if actor.id is None:
        return false()
    along = is_along(actor.id)
    entered: ColumnElement[bool] = Contribution.id.in_(select(Entry.idea_id).where(Entry.entered_by == actor.id))
    if not ENTERING.roles & actor.roles_in(None):
        here = sorted(actor.campaigns_as(*ENTERING.roles))
        entered = and_(Contribution.campaign_id.in_(here), entered) if here else false()
    return or_(along, entered)


def is_along(account_id: int) -> ColumnElement[bool]:
    """Contributions whose author has this person beside them."""
    return Contribution.id.in_(select(CoAuthor.idea_id).where(_is_live(account_id)))


def co_authors_counted() -> ColumnElement[int]:
    """How many write along, for a query of Idea."""
    return (
        select(func.count())
        .where(CoAuthor.idea_id == Idea.id, CoAuthor.account_id.is_not(None), CoAuthor.ended_at.is_(None))
        .correlate(Idea)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Named:
    """Somebody who writes along, as they are named under the idea."""

    account_id: int
    name: str


def co_authors_of(idea_id: int) -> list[Named]:
    """Those who write along, in the order in which they agreed. One statement."""
    live = (CoAuthor.idea_id == idea_id, CoAuthor.ended_at.is_(None))
    query = _names(CoAuthor.account_id).join(CoAuthor, CoAuthor.account_id == Account.id).where(*live)
    rows = db.session.execute(query.order_by(CoAuthor.accepted_at, CoAuthor.id))
    return [Named(id, byline("", *name)) for id, *name in rows]


def name_of(account_id: int) -> str:
    """The name that people read of an account."""
    _id, *name = db.session.execute(_names(Account.id).where(Account.id == account_id)).one()
    return byline("", *name)


def _names(id: Any) -> Select[Any]:
    place = aliased(Territory)
    return select(id, Account.given_name, family_as_shown(), place.name).outerjoin_from(
        Account, place, place.id == Account.territory_id
    )


def _writes_along(account_id: int, idea_id: int) -> ColumnElement[bool]:
    return exists().where(CoAuthor.idea_id == idea_id, _is_live(account_id))


def _is_live(account_id: int) -> ColumnElement[bool]:
    return and_(CoAuthor.account_id == account_id, CoAuthor.ended_at.is_(None))
