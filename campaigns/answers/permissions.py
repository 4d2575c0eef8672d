"""Who answers, who signs beside them, and who asks. An official speaks for their own department alone."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Account, RoleGrant
from app.accounts.permissions import ROLE
from app.accounts.roles import Actor, Role
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from campaigns.answers import reasons
from campaigns.answers.models import Answer, OwedAnswer
from campaigns.ideas.models import Idea
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.models import Round, Source


def offices_of(actor: Actor) -> frozenset[int]:
    """The departments this person answers for."""
    return frozenset(g.office_id for g in actor.grants if g.role == Role.OFFICIAL and g.office_id is not None)


def owns(actor: Actor, campaign: Campaign, now: datetime) -> bool:
    """Whether this person asks for answers in the campaign, moves days, passes on, releases."""
    return permissions.refusal(actor, Act.PLAN, campaign, now) is None


def require_owner(actor: Actor, campaign: Campaign, now: datetime) -> None:
    """Raises NotAllowed for everyone else."""
    permissions.require(actor, Act.PLAN, campaign, now)


def speaks(actor: Actor, office_id: int) -> bool:
    """Whether this person speaks for the department."""
    return actor.is_system or office_id in offices_of(actor)


def may_look(actor: Actor, owed: OwedAnswer, campaign: Campaign, now: datetime) -> bool:
    """Whether this person works on the answer: for the department, or for the campaign."""
    return speaks(actor, owed.office_id) or owns(actor, campaign, now)


def refusal(actor: Actor, owed: OwedAnswer, idea: Idea, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the actor may not answer now, or None where they may. One statement where the plan has no stage for answers."""
    reason = permissions.refusal(actor, Act.ANSWER, campaign, now)
    if reason:
        return reason
    if not speaks(actor, owed.office_id):
        return reasons.NOT_YOURS
    planned = any(Act.ANSWER in window.allows for window in campaign.timeline.windows)
    if planned or idea.outcome is not None:
        return None
    counted = select(Round.id).where(Round.campaign_id == campaign.id, Round.source == Source.SUPPORTS).limit(1)
    return reasons.NOT_SELECTED_YET if db.session.scalar(counted) else None


def asked_once(actor: Actor, now: datetime) -> Callable[[OwedAnswer, Idea, Campaign], Reason | None]:
    """The same refusal for all answers of a department to ideas of a campaign that are as far: asked for many, it is asked once."""
    known: dict[tuple[int, int, bool], Reason | None] = {}

    def ask(owed: OwedAnswer, idea: Idea, campaign: Campaign) -> Reason | None:
        key = owed.campaign_id, owed.office_id, idea.outcome is None
        if key not in known:
            known[key] = refusal(actor, owed, idea, campaign, now)
        return known[key]

    return ask


def require(actor: Actor, owed: OwedAnswer, idea: Idea, campaign: Campaign, now: datetime) -> None:
    """Raises NotAllowed with that reason."""
    reason = refusal(actor, owed, idea, campaign, now)
    if reason:
        raise NotAllowed(reason)


def second_refusal(actor: Actor, answer: Answer, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the actor may not be the second who signs: another official of the department may, or an owner where it has but one.
    At most one statement.
    """
    if actor.id is not None and actor.id == answer.signed_by:
        return reasons.SECOND_IS_ANOTHER
    if speaks(actor, answer.office_id):
        return None
    if owns(actor, campaign, now) and officials_of(answer.office_id) <= 1:
        return None
    return ROLE


def officials_of(office_id: int) -> int:
    """How many people speak for the department."""
    query = (
        select(func.count())
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == Role.OFFICIAL, RoleGrant.office_id == office_id)
        .where(RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
    )
    return db.session.scalar(query) or 0


def offices_given_to(account_id: int) -> list[int]:
    """The departments an account answers for. One statement."""
    given = (RoleGrant.account_id == account_id, RoleGrant.role == Role.OFFICIAL, RoleGrant.ended_at.is_(None))
    return [id for id in db.session.scalars(select(RoleGrant.office_id).where(*given)) if id is not None]
