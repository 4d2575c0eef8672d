"""Which campaign is meant, what its selection stands on, and what the reader may do there."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.rounds.models import Result
from campaigns.selection import reasons
from campaigns.selection.queries.ground import Ground, ground


@dataclass(frozen=True)
class Asked:
    """A campaign, who looks at its selection, and what that stands on (None where nothing is counted)."""

    campaign: Campaign
    actor: Actor
    is_expert: bool
    is_owner: bool
    ground: Ground | None

    @property
    def works(self) -> bool:
        """Whether the reader sees counts that are not published yet, because they select by them."""
        return self.is_owner or (self.is_expert and self.ground is not None and self.ground.most_picks > 0)


def asked_for(slug: str) -> Asked:
    """Raises Missing where there is no such campaign, or not for the reader."""
    actor, now = current_actor(), clock.now()
    campaign = campaign_or_missing(slug, actor)
    is_expert = permissions.refusal(actor, Act.PICK, campaign, now) is None
    is_owner = permissions.refusal(actor, Act.SELECT, campaign, now) is None
    return Asked(campaign, actor, is_expert, is_owner, ground(campaign.id))


def counted(asked: Asked) -> tuple[Ground, Result]:
    """What the selection stands on, once it is counted. Raises Conflict before that."""
    if asked.ground is None:
        raise Conflict(reasons.NO_ROUND)
    if asked.ground.result is None:
        raise Conflict(reasons.NOT_COUNTED)
    return asked.ground, asked.ground.result
