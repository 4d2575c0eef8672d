"""Who may read digests: the table, and its twin for lists."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.permissions import Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor, Role
from campaigns.contributions.visibility import campaigns_visible_to
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result


class Act(StrEnum):
    """What is done with digests."""

    READ_BEFORE = "read a digest before its result is published"


RULES: dict[Act, Rule] = {
    Act.READ_BEFORE: Rule(frozenset({Role.OWNER, Role.OFFICIAL, Role.ADMINISTRATOR})),
}


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Digests the actor may read, for a query that joins Result and Campaign: those of published results in campaigns they
    see, and with the right to read before, all."""
    public = and_(Result.published_at.is_not(None), campaigns_visible_to(actor))
    return or_(public, _before(actor))


def _before(actor: Actor) -> ColumnElement[bool]:
    if refusal_by_role(RULES[Act.READ_BEFORE], actor) is None:
        return true()
    rule = RULES[Act.READ_BEFORE]
    own = sorted(actor.campaigns_as(*rule.roles))
    return Campaign.id.in_(own) if own else false()
