"""The person outside of the team who decides what nobody of the team may: named for a campaign in its plan."""

from flask import g, has_request_context
from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Account, RoleGrant
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
    everywhere = and_(grant.campaign_id.is_(None), grant.office_id.is_(None))
    somebody = (
        select(grant.id)
        .join(Account, Account.id == grant.account_id)
        .where(
            grant.role.in_(sorted(STAFF)),
            grant.ended_at.is_(None),
            Account.ended_at.is_(None),
            or_(grant.campaign_id == Case.campaign_id, everywhere),
            ~_is_barred(grant.account_id),
        )
        .correlate(Case, Contribution)
    )
    return ~somebody.exists()


def _is_barred(account_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
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
