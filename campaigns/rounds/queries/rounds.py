"""Rounds of a campaign."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.plan.models import PlannedWindow
from campaigns.rounds.models import Round


def of_campaign(campaign_id: int) -> Sequence[Round]:
    """All rounds in their order."""
    return db.session.scalars(select(Round).where(Round.campaign_id == campaign_id).order_by(Round.number)).all()


def round_or_missing(campaign_id: int, number: int) -> Round:
    """The round with this number. Raises Missing where there is none."""
    round_ = db.session.scalar(select(Round).where(Round.campaign_id == campaign_id, Round.number == number))
    if round_ is None:
        raise Missing()
    return round_


def due(now: datetime) -> Sequence[int]:
    """Ids of rounds whose window is over and that nobody closed yet."""
    over = select(Round.id).join(PlannedWindow, Round.window_id == PlannedWindow.id)
    return db.session.scalars(
        over.where(Round.closed_at.is_(None), PlannedWindow.closes_at <= now).order_by(Round.id)
    ).all()
