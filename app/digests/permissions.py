"""Who may read digests and write reports: the table, and its twin for lists."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.permissions import Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor, Role
from app.digests.models import Snapshot, SnapshotKind
from app.foundation.errors import NotAllowed
from campaigns.contributions.visibility import campaigns_visible_to
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result


class Act(StrEnum):
    """What is done with digests."""

    READ_BEFORE = "read a digest before its result is published"
    WRITE_REPORT = "write a final report and freeze it"


RULES: dict[Act, Rule] = {
    Act.READ_BEFORE: Rule(frozenset({Role.OWNER, Role.OFFICIAL, Role.ADMINISTRATOR})),
    Act.WRITE_REPORT: Rule(frozenset({Role.OWNER, Role.ADMINISTRATOR})),
}


def may_write(actor: Actor, campaign_id: int) -> bool:
    """Whether the actor may write the final report of a campaign."""
    return refusal_by_role(RULES[Act.WRITE_REPORT], actor, campaign_id=campaign_id) is None


def require_writer(actor: Actor, campaign_id: int) -> None:
    """Raises NotAllowed where the actor may not write the final report of a campaign."""
    reason = refusal_by_role(RULES[Act.WRITE_REPORT], actor, campaign_id=campaign_id)
    if reason is not None:
        raise NotAllowed(reason)


def written_by(actor: Actor) -> ColumnElement[bool]:
    """Campaigns whose final report the actor may write, for a query of Campaign: the twin of `may_write`."""
    if refusal_by_role(RULES[Act.WRITE_REPORT], actor) is None:
        return true()
    own = sorted(actor.campaigns_as(*RULES[Act.WRITE_REPORT].roles))
    return Campaign.id.in_(own) if own else false()


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Digests the actor may read, for a query that joins Campaign and, where there is one, Result: those of published results, of weeks,
    and final reports, in campaigns they see; and with the right to read before, all."""
    published = or_(Snapshot.kind != SnapshotKind.ROUND, Result.published_at.is_not(None))
    return or_(and_(published, campaigns_visible_to(actor)), _before(actor))


def _before(actor: Actor) -> ColumnElement[bool]:
    if refusal_by_role(RULES[Act.READ_BEFORE], actor) is None:
        return true()
    rule = RULES[Act.READ_BEFORE]
    own = sorted(actor.campaigns_as(*rule.roles))
    return Campaign.id.in_(own) if own else false()
