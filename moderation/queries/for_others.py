"""What waits that some people may not decide: for many people at once, where moderation/deciders.py asks for one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, select, union

from app.accounts.models import Account
from app.foundation.db import db
from app.offices import affiliations
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import CoAuthor
from moderation.conflicts import concerns, offices_of_text
from moderation.models import Case, Review

Barred = Mapping[tuple[int, int], Mapping[int, bool]]


def barred_to(people: Collection[Account], now: datetime) -> Barred:
    """By person and campaign the open cases that others decide, each with whether it is overdue. At most three statements."""
    found: dict[tuple[int, int], dict[int, bool]] = {}
    for row in db.session.execute(_had_part({one.id for one in people}, now)):
        found.setdefault((row.account_id, row.campaign_id), {})[row.id] = bool(row.is_overdue)
    connected = _offices_of({one.id for one in people})
    offices = frozenset[int]().union(*connected.values())
    for row in db.session.execute(_about(offices, now)) if offices else ():
        for account_id, own in connected.items():
            if own & {row.about, row.voice}:
                found.setdefault((account_id, row.campaign_id), {})[row.id] = bool(row.is_overdue)
    return found


def _had_part(people: Collection[int], now: datetime) -> Any:
    """What the people wrote, alone or along with others; reviews that they asked for, or of what they decided first."""
    wrote = _open(Contribution.author_id, now).where(Contribution.author_id.in_(people))
    along = _open(CoAuthor.account_id, now).join(CoAuthor, CoAuthor.idea_id == Contribution.id)
    along = along.where(CoAuthor.account_id.in_(people), CoAuthor.ended_at.is_(None))
    reviews = (
        _open(column, now).join(Review, Review.case_id == Case.id).where(column.in_(people))
        for column in (Review.first_decided_by, Review.asked_by)
    )
    return union(wrote, along, *reviews)


def _about(offices: Collection[int], now: datetime) -> Select[Any]:
    about, voice = offices_of_text()
    return _open(None, now).add_columns(about.label("about"), voice.label("voice")).where(concerns(offices))


def _open(account_id: Any, now: datetime) -> Select[Any]:
    who = [] if account_id is None else [account_id.label("account_id")]
    is_overdue = func.coalesce(Case.due_at <= now, false()).label("is_overdue")
    return (
        select(*who, Case.campaign_id, Case.id, is_overdue)
        .select_from(Case)
        .join(Case.contribution)
        .where(Case.closed_at.is_(None))
    )


def _offices_of(people: Collection[int]) -> dict[int, frozenset[int]]:
    said = affiliations.of_people(people)
    return {account_id: frozenset(one.office_id for one in offices) for account_id, offices in said.items()}
