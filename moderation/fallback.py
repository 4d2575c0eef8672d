"""The person outside of the team who decides what nobody of the team may: named for a campaign in its plan."""

from typing import Any

from flask import g, has_request_context
from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Account, Block, BlockReview, RoleGrant
from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import CoAuthor
from campaigns.plan.models import Campaign
from moderation.conflicts import concerns_those_of
from moderation.models import Case, Review
from moderation.permissions import STAFF, moderates_everywhere


def campaigns_of(actor: Actor) -> frozenset[int]:
    """The campaigns that name this person, who moderates in none of them. One statement a request."""
    if actor.id is None or moderates_everywhere(actor):
        return frozenset()
    if not has_request_context():
        return _read(actor)
    known: dict[int, frozenset[int]] = g.setdefault("campaigns_left_to", {})
    if actor.id not in known:
        known[actor.id] = _read(actor)
    return known[actor.id]


def _read(actor: Actor) -> frozenset[int]:
    named = db.session.scalars(select(Campaign.id).where(Campaign.reviewer_id == actor.id))
    return frozenset(named) - actor.campaigns_as(*STAFF)


def left_to(actor: Actor) -> ColumnElement[bool]:
    """The open cases that are left to this person, for a query that joins Case with Contribution."""
    mine = campaigns_of(actor)
    return and_(Case.campaign_id.in_(sorted(mine)), nobody_may_decide()) if mine else false()


def is_left_to(actor: Actor, case: Case) -> bool:
    """Whether nobody of the team may decide this case, and this person is named for its campaign."""
    if case.campaign_id not in campaigns_of(actor):
        return False
    query = select(Case.id).join(Case.contribution).where(Case.id == case.id, nobody_may_decide())
    return db.session.scalar(query) is not None


def nobody_may_decide() -> ColumnElement[bool]:
    """Cases that nobody who moderates their campaign may decide, for a query that joins Case with Contribution.

    All of them wrote the text, are connected with its department, or have decided first what is to be reviewed.
    """
    grant = aliased(RoleGrant)
    somebody = _moderates(grant, Case.campaign_id).where(~is_barred_for(grant.account_id)).correlate(Case, Contribution)
    return ~somebody.exists()


def blocks_left_to(actor: Actor) -> frozenset[int]:
    """The blocks of which a second look is left to this person: all who moderate there had a part in them.

    Fills the slot of accounts. One statement for those named by a campaign.
    """
    mine = campaigns_of(actor)
    if not mine:
        return frozenset()
    had_part = or_(
        RoleGrant.account_id == Block.account_id,
        RoleGrant.account_id == Block.made_by,
        and_(Block.confirmed_by.is_not(None), RoleGrant.account_id == Block.confirmed_by),
    )
    somebody = _moderates(RoleGrant, Block.campaign_id).where(~had_part).correlate(Block)
    query = (
        select(Block.id)
        .join(BlockReview, BlockReview.block_id == Block.id)
        .where(Block.campaign_id.in_(sorted(mine)), BlockReview.outcome.is_(None), ~somebody.exists())
    )
    return frozenset(db.session.scalars(query))


def _moderates(grant: Any, campaign_id: InstrumentedAttribute[Any]) -> Select[tuple[int]]:
    """The roles by which living people moderate a campaign."""
    everywhere = and_(grant.campaign_id.is_(None), grant.office_id.is_(None))
    return (
        select(grant.id)
        .join(Account, Account.id == grant.account_id)
        .where(
            grant.role.in_(sorted(STAFF)),
            grant.ended_at.is_(None),
            Account.ended_at.is_(None),
            or_(grant.campaign_id == campaign_id, everywhere),
        )
    )


def is_barred_for(
    account_id: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> ColumnElement[bool]:
    """Cases that a person who is a column of the query may not decide. Wants it to join Case with Contribution."""
    along = exists().where(
        CoAuthor.idea_id == Contribution.id, CoAuthor.account_id == account_id, CoAuthor.ended_at.is_(None)
    )
    had_part = exists().where(
        Review.case_id == Case.id, or_(Review.first_decided_by == account_id, Review.asked_by == account_id)
    )
    return or_(
        and_(Contribution.author_id.is_not(None), Contribution.author_id == account_id),
        along.correlate_except(CoAuthor),
        had_part.correlate_except(Review),
        concerns_those_of(account_id),
    )
