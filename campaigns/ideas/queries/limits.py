"""How many ideas one person may send to a campaign, and how many are left."""

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.plan.models import Campaign

UNCOUNTED = frozenset({State.DRAFT, State.WITHDRAWN, State.REJECTED})


def sent_by(account_id: int, campaign_id: int) -> int:
    """How many ideas of the person count: sent by themselves, neither taken back nor refused."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Contribution.author_id == account_id,
                Contribution.kind == Kind.IDEA,
                Contribution.campaign_id == campaign_id,
                Contribution.channel == Channel.SITE,
                Contribution.state.not_in(sorted(UNCOUNTED)),
            )
        )
        or 0
    )


def left_for(actor: Actor, campaign: Campaign) -> int | None:
    """How many more ideas the person can send, None where there is no limit. A guest has sent none yet."""
    if not campaign.ideas_per_person:
        return None
    sent = 0 if actor.id is None else sent_by(actor.id, campaign.id)
    return max(0, campaign.ideas_per_person - sent)
