"""Who keeps webhooks: owners those of their campaign, administrators those of the platform."""

from datetime import datetime

from app.accounts import permissions as of_accounts
from app.accounts.roles import Actor
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


def require(actor: Actor, campaign: Campaign | None, now: datetime) -> None:
    """Raises NotAllowed where the actor may not keep webhooks of the campaign, or of the platform where there is none."""
    if campaign is None:
        of_accounts.require(actor, of_accounts.Act.KEEP_WEBHOOKS)
    else:
        permissions.require(actor, Act.PLAN, campaign, now)
