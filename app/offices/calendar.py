"""The calendar of the office: what differs from Monday to Friday, kept by administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Invalid, Missing, Reason
from app.foundation.events import announce
from app.offices.events import CalendarChanged
from app.offices.hours import Calendar, OtherDay, WorkingHours
from app.offices.models import CalendarDay

CLOSED_AT_AN_HOUR = Reason("day-off-hour", _l("A day off has no hour at which it ends. Leave the hour empty."))


@dataclass(frozen=True)
class Told:
    """What is said about a day."""

    day: date
    is_working: bool
    closes_at: time | None = None
    name: str = ""


def hours() -> WorkingHours:
    """When a usual working day begins and ends."""
    return WorkingHours(*current_app.extensions["veche.settings"].working_hours)


def calendar() -> Calendar:
    """The working days of the office as they stand. One statement."""
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_working, CalendarDay.closes_at))
    return Calendar(hours(), {row.day: OtherDay(row.is_working, row.closes_at) for row in rows})


def coming(today: date) -> Sequence[CalendarDay]:
    """The days from today on that differ from their usual selves, the nearest first."""
    return db.session.scalars(select(CalendarDay).where(CalendarDay.day >= today).order_by(CalendarDay.day)).all()


def keep(actor: Actor, told: Sequence[Told], now: datetime) -> int:
    """Keeps what is said about days, each of which may be known already. Gives how many are new or other than before.

    Raises NotAllowed, Invalid (a day off that ends at an hour). Told again, the same changes nothing.
    """
    permissions.require(actor, Act.KEEP_OFFICES)
    if any(one.closes_at and not one.is_working for one in told):
        raise Invalid(CLOSED_AT_AN_HOUR)
    known = {row.day: row for row in db.session.scalars(select(CalendarDay))}
    changed = [one for one in told if one.day not in known or _said(known[one.day]) != one]
    for one in changed:
        row = known.get(one.day) or CalendarDay(day=one.day)
        row.is_working, row.closes_at, row.name = one.is_working, one.closes_at, one.name
        db.session.add(row)
    if changed:
        _tell("calendar.keep", [one.day for one in changed], actor, now)
    return len(changed)


def remove(actor: Actor, day: date, now: datetime) -> None:
    """The day is its usual self again. Raises NotAllowed, Missing."""
    permissions.require(actor, Act.KEEP_OFFICES)
    row = db.session.get(CalendarDay, day)
    if row is None:
        raise Missing
    db.session.delete(row)
    _tell("calendar.remove", [day], actor, now)


def _tell(act: str, days: Sequence[date], actor: Actor, now: datetime) -> None:
    told = [day.isoformat() for day in sorted(days)]
    chain.log(act, now=now, actor_id=actor.id, thing="calendar", thing_id=None, days=told)
    announce(CalendarChanged(min(days)))


def _said(row: CalendarDay) -> Told:
    return Told(row.day, row.is_working, row.closes_at, row.name)
