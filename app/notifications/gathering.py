"""Letters that gather: the one of a day, with what waited for a week on Mondays, and the one that gathers a few minutes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from app.foundation import clock, mail, outbox
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from app.notifications.domain.notices import mark_letter_mailed
from app.notifications.gathered import of_the_day
from app.notifications.models import Letters, Notice

# Each may have hundreds of notices, which are all named in one step.
LETTERS_AT_ONCE = 25

# In the morning of the site's time zone; what comes later waits for the next one.
LETTER_HOUR = time(8, 0)
# "At once" gathers what comes within minutes, and leaves a pause between two letters: fifty comments are no fifty letters.
GATHERED_FOR = timedelta(minutes=5)
PAUSE = timedelta(minutes=20)
# Letters that gather minutes are named by one, in UTC.
MINUTES, A_MINUTE = "%Y-%m-%dT%H%M", "____-__-__T____"

Waiting = tuple[ColumnElement[bool], ...]


def gather() -> None:
    """Once a day, in the morning: puts what waited since the last one into one letter each, and asks for these letters.

    What is wanted weekly comes along on Mondays. Whoever has a letter of this day already gets the rest with the next.
    """
    now, zone = clock.now(), current_app.extensions["veche.settings"].TIME_ZONE
    this_morning = morning(now, zone)
    if now < this_morning:
        return
    due = or_(
        (Notice.letters == Letters.DAILY) & (Notice.created_at < this_morning),
        (Notice.letters == Letters.WEEKLY) & (Notice.created_at < monday_morning(now, zone)),
    )
    day, other = this_morning.date().isoformat(), aliased(Notice)
    has_one = exists().where(other.account_id == Notice.account_id, other.letter_day == day)
    _put_together(day, (*_WAITING, due), [~has_one])


def gather_soon() -> None:
    """Every minute: puts what is wanted at once into one letter each, a few minutes after the first of it came."""
    now, other = clock.now(), aliased(Notice)
    minute, before = now.strftime(MINUTES), (now - PAUSE).strftime(MINUTES)
    lately = (other.letter_day > before, other.letter_day <= minute, other.letter_day.like(A_MINUTE))
    had_one = exists().where(other.account_id == Notice.account_id, *lately)
    waiting = (*_WAITING, Notice.letters == Letters.AT_ONCE)
    _put_together(minute, waiting, [~had_one], having=func.min(Notice.created_at) <= now - GATHERED_FOR)


def mail_gathered(account_id: int, day: str) -> None:
    """A gathered letter to a person. Never an empty one; sent again it has the same Message-ID."""
    letter = of_the_day(account_id, day)
    db.session.rollback()
    if letter is None or not mail.send(letter):
        return
    with step():
        mark_letter_mailed(account_id, day, clock.now())


def morning(now: datetime, zone: str) -> datetime:
    """When the letters of this day, as the site's zone has it, are due."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), LETTER_HOUR, local.tzinfo)


def monday_morning(now: datetime, zone: str) -> datetime:
    """The last Monday morning that has come, by the clocks of the site's zone."""
    this_morning = morning(now, zone)
    monday = this_morning.date() - timedelta(days=this_morning.weekday())
    if monday == this_morning.date() and now < this_morning:
        monday -= timedelta(days=7)
    return datetime.combine(monday, LETTER_HOUR, this_morning.tzinfo)


_WAITING: Waiting = (Notice.mailed_at.is_(None), Notice.letter_day.is_(None))


def _put_together(
    day: str, waiting: Waiting, only: list[ColumnElement[bool]], having: ColumnElement[bool] | None = None
) -> None:
    """Names the letter in what waits, some people a step, and asks for a letter to each who has not read it all meanwhile."""
    after = 0
    while True:
        with step():
            still_at_it()
            rows = db.session.execute(_next_people((*waiting, *only), after, having)).all()
            people = [row.account_id for row in rows]
            db.session.execute(update(Notice).where(*waiting, Notice.account_id.in_(people)).values(letter_day=day))
            for row in rows:
                if row.unread:
                    outbox.ask("notifications.mail_gathered", account_id=row.account_id, day=day)
        if len(people) < LETTERS_AT_ONCE:
            return
        after = people[-1]


def _next_people(which: Waiting, after: int, having: ColumnElement[bool] | None) -> Select[int, int]:
    unread = func.count().filter(Notice.read_at.is_(None)).label("unread")
    query = select(Notice.account_id, unread).where(*which, Notice.account_id > after).group_by(Notice.account_id)
    query = query.having(having) if having is not None else query
    return query.order_by(Notice.account_id).limit(LETTERS_AT_ONCE)
