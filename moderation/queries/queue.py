"""The queue: open cases as one person may see them, what is overdue first, then by risk, in each what waits longest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page
from app.offices.hours import Calendar
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.models import Campaign
from moderation import conflicts
from moderation.deciders import barred, had_part
from moderation.models import About, Case
from moderation.queries.filters import Filters, chosen, open_to
from moderation.queries.stretches import Key, first_ones, key_of
from moderation.texts import texts_of
from moderation.waits import Wait, wait_of

PAGE = 25


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `claimed_by` is a name, where somebody else looks at it now, until `claimed_until`.

    Others decide it where it `is_own`, `is_connected` with a department of the reader, or they have had a part in what is to be
    reviewed (`is_had`).
    """

    case_id: int
    kind: Kind
    about: About
    title: str
    language: str
    number: int | None
    campaign: str
    opened_at: datetime
    wait: Wait
    found: int
    held: bool
    reports: int
    claimed_by: str | None
    claimed_until: datetime | None
    time_zone: str
    is_own: bool
    is_connected: bool
    is_had: bool


def waiting(actor: Actor, filters: Filters, now: datetime, days: Calendar) -> Page[Waiting]:
    """A page of the queue."""
    key, claimer = key_of(filters.after), aliased(Account)
    wanted = and_(open_to(actor, filters.campaign_id), chosen(filters, now))
    these = first_ones(wanted, now, PAGE + 1, key)
    query = (
        select(
            Case,
            Contribution,
            Campaign.title,
            Campaign.time_zone,
            claimer,
            these.c.stretch,
            conflicts.concerns(conflicts.offices_of(actor)).label("is_connected"),
            had_part(actor).label("is_had"),
        )
        .join(these, these.c.id == Case.id)
        .join(Case.contribution)
        .join(Contribution.campaign)
        .outerjoin(
            claimer, and_(claimer.id == Case.claimed_by, Case.claimed_until > now, claimer.id != (actor.id or 0))
        )
        .order_by(these.c.stretch, these.c.at, these.c.id)
        .limit(PAGE + 1)
    )
    rows = db.session.execute(query).all()
    shown = rows[:PAGE]
    texts = texts_of({row.Contribution.id: row.Contribution.kind for row in shown})
    lines = [_line(row, texts, actor, wait_of_row(row, days, now)) for row in shown]
    last = shown[-1] if len(rows) > PAGE else None
    following = Key(last.stretch, last.Case.due_at, last.Case.id).word if last else None
    return Page(lines, following, is_first=key is None)


def next_for(actor: Actor, filters: Filters, now: datetime) -> int | None:
    """The case that comes first of those the actor could decide now; None where nothing waits."""
    theirs = and_(
        open_to(actor, filters.campaign_id),
        chosen(filters, now),
        not_(barred(actor)),
        or_(Case.claimed_until.is_(None), Case.claimed_until <= now, Case.claimed_by == actor.id),
    )
    these = first_ones(theirs, now, 1)
    return db.session.scalar(select(these.c.id).order_by(these.c.stretch, these.c.at, these.c.id).limit(1))


def how_many(actor: Actor, filters: Filters, now: datetime) -> int:
    """How many cases are looked at."""
    query = select(func.count()).select_from(Case).join(Case.contribution)
    return db.session.scalar(query.where(open_to(actor, filters.campaign_id), chosen(filters, now))) or 0


def waiting_in(campaign_id: int) -> int:
    """How many texts of a campaign wait."""
    open_here = (Case.campaign_id == campaign_id, Case.closed_at.is_(None))
    return db.session.scalar(select(func.count()).where(*open_here)) or 0


def wait_of_row(row: Any, days: Calendar, now: datetime) -> Wait:
    """How it stands with the case of a row that has its campaign's time zone."""
    return wait_of(row.Case.opened_at, row.Case.due_at, row.time_zone, days, now)


def _line(row: Any, texts: dict[int, Any], actor: Actor, wait: Wait) -> Waiting:
    case, text = row.Case, texts[row.Case.contribution_id]
    return Waiting(
        case_id=case.id,
        kind=row.Contribution.kind,
        about=case.about,
        title=text.title,
        language=row.Contribution.language,
        number=text.number,
        campaign=row.title,
        opened_at=case.opened_at,
        wait=wait,
        found=case.found,
        held=case.held,
        reports=case.reports,
        claimed_by=row[4].public_name if row[4] else None,
        claimed_until=case.claimed_until,
        time_zone=row.time_zone,
        is_own=actor.id is not None and row.Contribution.author_id == actor.id,
        is_connected=bool(row.is_connected),
        is_had=bool(row.is_had),
    )
