"""How an idea was entered for its author, for the team; and what a person has entered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Channel, Contribution, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Entry, Idea
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Entered:
    """Who entered an idea for its author, when, and how the author agreed."""

    by_id: int
    by: str
    at: datetime
    consent: str
    place: str


def entry_of(idea_id: int) -> Entered | None:
    """How the idea was entered; None where its author wrote it here. One statement."""
    row = db.session.execute(
        select(Entry, Account).join(Account, Account.id == Entry.entered_by).where(Entry.idea_id == idea_id)
    ).one_or_none()
    if row is None:
        return None
    entry, account = row
    return Entered(account.id, account.public_name, entry.entered_at, entry.consent, entry.place)


@dataclass(frozen=True)
class Last:
    """What was entered a moment ago, and what the next one may have in common with it."""

    idea_id: int
    number: int | None
    title: str
    channel: Channel
    consent: str
    place: str


def last_of(actor: Actor, campaign_id: int, idea_id: int) -> Last | None:
    """The idea that the actor has entered in the campaign under this number; None where they did not."""
    row = db.session.execute(
        select(Idea.id, Idea.number, Idea.title, Contribution.channel, Entry.consent, Entry.place)
        .join(Idea.contribution)
        .join(Entry, Entry.idea_id == Idea.id)
        .where(Idea.id == idea_id, Idea.campaign_id == campaign_id, Entry.entered_by == actor.id)
    ).one_or_none()
    return Last(*row) if row else None


@dataclass(frozen=True)
class EnteredLine:
    """A line of the ideas that a person has entered for others."""

    id: int
    title: str
    campaign: str
    state: State


def entered_by(actor: Actor, most: int = 20) -> list[EnteredLine]:
    """The ideas that the person entered and may still see, those that came back first."""
    rows = db.session.execute(
        select(Idea.id, Idea.title, Campaign.title, Contribution.state)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .join(Entry, Entry.idea_id == Idea.id)
        .where(Entry.entered_by == actor.id, visible_to(actor))
        .order_by((Contribution.state == State.RETURNED).desc(), Contribution.changed_at.desc(), Idea.id.desc())
        .limit(most)
    )
    return [EnteredLine(*row) for row in rows]
