"""Rows of paper, held for a write: always the round first, then the pile, so that nobody waits in a circle."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.roles import Actor
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.models import Round
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import waiting
from campaigns.rounds.paper.models import Pile


@dataclass(frozen=True)
class Held:
    """A round whose row is held in shared mode until the write ends, its campaign, and the moment that decides."""

    round: Round
    campaign: Campaign
    at: datetime


def shared(round_id: int) -> Held:
    """The round, its row held in shared mode: whoever says that all paper is in, closes or counts waits for this write."""
    query = select(Round).where(Round.id == round_id).with_for_update(read=True, of=Round)
    round_ = db.session.scalars(query.execution_options(populate_existing=True)).one()
    db.session.refresh(round_.window)
    return Held(round_, db.session.get_one(Campaign, round_.campaign_id), clock.by_database())


def of_round(round_id: int, actor: Actor, now: datetime) -> Held:
    """The round for somebody who enters paper in it. Raises NotAllowed, and Conflict where no paper is taken now."""
    held = shared(round_id)
    permissions.require(actor, Act.ENTER_BALLOTS, held.campaign, now)
    refusal = waiting.refusal(held.round, held.at)
    if refusal:
        raise Conflict(refusal)
    return held


def open_pile(pile_id: int, actor: Actor, now: datetime) -> tuple[Pile, Held]:
    """A pile in which something may still change, held for this write, and its round. Raises as `of_round` does, and Conflict
    where it is settled or cancelled."""
    round_id = db.session.scalar(select(Pile.round_id).where(Pile.id == pile_id))
    if round_id is None:
        raise Missing
    held = of_round(round_id, actor, now)
    query = select(Pile).where(Pile.id == pile_id).with_for_update().execution_options(populate_existing=True)
    pile = db.session.scalars(query).one()
    if pile.settled_at is not None or pile.cancelled_at is not None:
        raise Conflict(reasons.SETTLED if pile.settled_at is not None else reasons.CANCELLED)
    return pile, held
