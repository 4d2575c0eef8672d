"""Who is written to on the morning of a working day."""

from datetime import date, datetime

from sqlalchemy import select

from app.foundation import outbox
from app.foundation.db import db
from moderation.models import MorningLetter
from moderation.queries.mornings import AT_ONCE, mornings_of, next_people
from moderation.slots import MORNING_UNWANTED


def ask_for_letters(day: date, now: datetime, after: int) -> int | None:
    """Looks once a day at each of the next hundred people who moderate, and asks for a letter where something waits for them.

    Gives the last of them, None where there are no more.
    """
    people = next_people(after)
    ids = [one.id for one in people]
    seen = set(
        db.session.scalars(
            select(MorningLetter.account_id).where(MorningLetter.day == day, MorningLetter.account_id.in_(ids))
        )
    )
    fresh = [one for one in people if one.id not in seen]
    unwanted = set[int]().union(*MORNING_UNWANTED.fill(ids))
    for morning in mornings_of(fresh, now) if fresh else ():
        if morning.account.id not in unwanted:
            outbox.ask("moderation.mail_morning", account_id=morning.account.id, day=day.isoformat())
    db.session.add_all(MorningLetter(account_id=one.id, day=day) for one in fresh)
    return ids[-1] if len(ids) == AT_ONCE else None
