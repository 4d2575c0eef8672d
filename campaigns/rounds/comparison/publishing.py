"""Publishing a comparison: it stands in the log of the campaign, which nobody can change, and is read from there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.audit.models import Entry, Opening
from app.foundation.db import db
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.comparison.outcomes import Outcome
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Round

PUBLISHED = "comparison.published"


def publish(round_: Round, ballots: int, outcomes: Sequence[Outcome], actor: Actor, now: datetime) -> None:
    """Lets everyone in the campaign's audience read what so many ballots give by each rule; only numbers, no titles.

    Raises NotAllowed where the actor may not close rounds of the campaign.
    """
    held = locked(round_.id)
    permissions.require(actor, Act.CLOSE_ROUND, db.session.get_one(Campaign, held.campaign_id), now)
    chain.log(
        PUBLISHED,
        now=now,
        actor_id=actor.id,
        thing="round",
        thing_id=held.id,
        campaign_id=held.campaign_id,
        ballots=ballots,
        outcomes=[outcome.as_json() for outcome in outcomes],
    )


def published(round_id: int) -> dict[str, Any] | None:
    """The comparison that was published last; None where none was."""
    entries = select(Entry.id).where(Entry.act == PUBLISHED, Entry.thing == "round", Entry.thing_id == round_id)
    last = entries.order_by(Entry.id.desc()).limit(1).scalar_subquery()
    return db.session.scalar(select(Opening.details).where(Opening.entry_id == last))
