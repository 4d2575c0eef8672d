"""Rounds of a campaign."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import PhaseKind
from campaigns.rounds.ballots.models import Ballot, Option
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper.models import Pile


def of_campaign(campaign_id: int) -> Sequence[Round]:
    """All rounds in their order."""
    return db.session.scalars(select(Round).where(Round.campaign_id == campaign_id).order_by(Round.number)).all()


def round_or_missing(campaign_id: int, number: int) -> Round:
    """The round with this number. Raises Missing where there is none."""
    round_ = db.session.scalar(select(Round).where(Round.campaign_id == campaign_id, Round.number == number))
    if round_ is None:
        raise Missing()
    return round_


def votes_of(campaign_id: int) -> list[Round]:
    """The rounds of a campaign in which ballots are cast, in their order."""
    return [round_ for round_ in of_campaign(campaign_id) if round_.source == Source.BALLOTS]


def has_votes(round_id: int) -> bool:
    """Whether votes have come in, on paper too: from then on neither the rule nor the ballot changes."""
    ballots = exists().where(Ballot.round_id == round_id)
    return bool(db.session.scalar(select(or_(ballots, exists().where(Pile.round_id == round_id)))))


def without_votes(now: datetime) -> Sequence[Campaign]:
    """Launched campaigns with a stage of voting that is not over and has no round: planned where there were no votes yet."""
    is_bare = ~exists().where(Round.window_id == PlannedWindow.id)
    stages = select(PlannedWindow.campaign_id).where(PlannedWindow.kind == PhaseKind.VOTING, is_bare)
    wanted = Campaign.id.in_(stages.where(PlannedWindow.closes_at > now))
    query = select(Campaign).where(Campaign.launched_at.is_not(None), wanted).order_by(Campaign.id)
    return db.session.scalars(query).all()


def to_be_laid(opens_by: datetime) -> Sequence[int]:
    """Ids of votes that open by then, are not over, and have nothing on their ballot."""
    query = select(Round.id).join(PlannedWindow, Round.window_id == PlannedWindow.id)
    is_bare = ~exists().where(Option.round_id == Round.id)
    running = (Round.closed_at.is_(None), PlannedWindow.opens_at <= opens_by, PlannedWindow.closes_at > opens_by)
    return db.session.scalars(query.where(Round.source == Source.BALLOTS, *running, is_bare).order_by(Round.id)).all()


def due(now: datetime) -> Sequence[int]:
    """Ids of rounds whose window is over and that nobody closed yet."""
    over = select(Round.id).join(PlannedWindow, Round.window_id == PlannedWindow.id)
    return db.session.scalars(
        over.where(Round.closed_at.is_(None), PlannedWindow.closes_at <= now).order_by(Round.id)
    ).all()
