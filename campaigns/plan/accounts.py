"""Two accounts of one person become one: which campaigns by invitation are open to them."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from campaigns.plan.models import Member


def join(joining: Joining) -> Mapping[str, int]:
    """Whoever was let in by one account is let in; whoever was removed by the kept one stays so."""
    return {"memberships": moving.move(Member, joining, ("campaign_id",))}
