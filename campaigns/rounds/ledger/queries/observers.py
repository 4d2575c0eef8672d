"""Who observes a vote, and which checkpoints they are told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.rounds.ledger.models import Checkpoint
from campaigns.rounds.models import Round

HOUR = timedelta(hours=1)


def of_round(round_id: int) -> Sequence[int]:
    """The living accounts with a confirmed address that observe the campaign of the round."""
    campaign = select(Round.campaign_id).where(Round.id == round_id).scalar_subquery()
    observes = exists().where(
        RoleGrant.account_id == Account.id,
        RoleGrant.role == Role.OBSERVER,
        RoleGrant.campaign_id == campaign,
        RoleGrant.ended_at.is_(None),
    )
    people = select(Account.id).where(Account.ended_at.is_(None), Account.email_confirmed_at.is_not(None), observes)
    return db.session.scalars(people.order_by(Account.id)).all()


def within(round_id: int, hour: datetime) -> Sequence[Checkpoint]:
    """The checkpoints made in the hour that begins then."""
    query = select(Checkpoint).where(Checkpoint.round_id == round_id, Checkpoint.made_at >= hour)
    return db.session.scalars(query.where(Checkpoint.made_at < hour + HOUR).order_by(Checkpoint.size)).all()


def hour_of(at: datetime) -> datetime:
    """When the hour began that an instant is in."""
    return at.replace(minute=0, second=0, microsecond=0)
