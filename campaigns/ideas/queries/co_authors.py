"""Invitations to write along, as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import CoAuthor, Idea
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to, campaigns_visible_to


@dataclass(frozen=True)
class Invited:
    """An invitation; `name` is that of the person who agreed, None where nobody has."""

    id: int
    account_id: int | None
    name: str | None
    invited_at: datetime
    accepted_at: datetime | None


def invited_to(idea_id: int, live: ColumnElement[bool]) -> list[Invited]:
    """Those of the idea's invitations for which `live` holds, the oldest first. One statement."""
    rows = db.session.execute(
        select(CoAuthor, Account)
        .outerjoin(Account, Account.id == CoAuthor.account_id)
        .where(CoAuthor.idea_id == idea_id, live)
        .order_by(CoAuthor.id)
    )
    return [
        Invited(one.id, one.account_id, account.public_name if account else None, one.invited_at, one.accepted_at)
        for one, account in rows
    ]


@dataclass(frozen=True)
class Invitation:
    """What the holder of a secret is asked: to write along with this idea, whose author is named so."""

    idea: Idea
    author_id: int | None

    @property
    def campaign(self) -> Campaign:
        return self.idea.contribution.campaign


def invitation_or_missing(
    actor: Actor, digest: str, live: ColumnElement[bool], joinable: frozenset[State]
) -> Invitation:
    """The invitation under a secret's digest, for which `live` holds and that the actor has used, if anybody has.

    Raises Missing where there is none, or its project is not open to the actor.
    """
    row = db.session.execute(
        select(Idea, CoAuthor.account_id)
        .join(CoAuthor, CoAuthor.idea_id == Idea.id)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .where(CoAuthor.secret == digest, live, campaigns_visible_to(actor), Contribution.state.in_(sorted(joinable)))
    ).one_or_none()
    if row is None or row.account_id not in {None, actor.id}:
        raise Missing()
    return Invitation(row.Idea, row.Idea.contribution.author_id)


@dataclass(frozen=True)
class Along:
    """An idea that a person writes along, as a line of their own page."""

    id: int
    title: str
    campaign: str
    state: State


def along_of(account_id: int, most: int = 50) -> list[Along]:
    """The ideas that a person writes along, the last changed first. One statement."""
    rows = db.session.execute(
        select(Idea.id, Idea.title, Campaign.title, Contribution.state)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .join(CoAuthor, CoAuthor.idea_id == Idea.id)
        .where(CoAuthor.account_id == account_id, CoAuthor.ended_at.is_(None), campaigns_not_shut_to(account_id))
        .order_by(Contribution.changed_at.desc(), Idea.id.desc())
        .limit(most)
    )
    return [Along(*row) for row in rows]
