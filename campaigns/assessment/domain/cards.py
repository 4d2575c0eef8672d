"""The owner writes the score-card; once ideas are given out it stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.canonical import fingerprint
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.assessment import cards, reasons
from campaigns.assessment.cards import Card
from campaigns.assessment.models import ScoreCard
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


def held(campaign_id: int, *, shared: bool = False) -> ScoreCard | None:
    """The card with its row locked: whoever gives out or opens stands alone, those who assess stand side by side."""
    query = select(ScoreCard).where(ScoreCard.campaign_id == campaign_id).with_for_update(read=shared)
    return db.session.scalar(query.execution_options(populate_existing=True))


def save(campaign: Campaign, card: Card, *, seen: int, actor: Actor, now: datetime) -> ScoreCard:
    """Keeps the card. `seen` is the version that the owner looked at, 0 where there was none.

    Raises NotAllowed, Invalid, or Conflict where ideas are given out or another owner was quicker.
    """
    permissions.require(actor, Act.PLAN, campaign, now)
    if cards.faults(card):
        raise Invalid(reasons.BAD_CARD)
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update(key_share=True))
    kept = held(campaign.id)
    if kept is not None and kept.begun_at is not None:
        raise Conflict(reasons.FIXED)
    if seen != (kept.version if kept else 0):
        raise Conflict(reasons.CHANGED_CARD)
    row = kept or ScoreCard(campaign_id=campaign.id, version=0)
    _take(row, card)
    row.version += 1
    db.session.add(row)
    db.session.flush()
    where: dict[str, Any] = {"thing": "campaign", "thing_id": campaign.id, "campaign_id": campaign.id}
    chain.log("card.saved", now=now, actor_id=actor.id, version=row.version, fingerprint=print_of(row), **where)
    return row


def copy(source_id: int, campaign_id: int) -> None:
    """Gives a copy the card of its source."""
    source = db.session.get(ScoreCard, source_id)
    if source is None:
        return
    row = ScoreCard(campaign_id=campaign_id, version=1)
    _take(row, cards.of(source))
    db.session.add(row)
    db.session.flush()


def print_of(row: ScoreCard) -> str:
    """The fingerprint of what experts are asked and of who is to assess what."""
    names = ("criteria", "asks", "lowest", "highest", "experts_per_idea", "first_by_support", "names_experts")
    return fingerprint({name: getattr(row, name) for name in names})


def _take(row: ScoreCard, card: Card) -> None:
    row.criteria, row.asks = card.rows(), card.asked()
    row.lowest, row.highest = card.lowest, card.highest
    row.experts_per_idea, row.first_by_support = card.experts_per_idea, card.first_by_support
    row.names_experts = card.names_experts
