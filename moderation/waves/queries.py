"""Who is in a wave, and which there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from moderation.waves.models import Print, Wave

MOST, NAMED = 50, 5


@dataclass(frozen=True)
class WaveRead:
    """A wave, how many are in it, and the first of them."""

    wave: Wave
    size: int
    named: Sequence[Account] = ()


def is_in_wave(author_id: int) -> ColumnElement[bool]:
    """Whether a person has the print of a wave that is open, as a condition."""
    return exists().where(Print.account_id == author_id, Wave.print == Print.print, Wave.ended_at.is_(None))


def belongs(author_id: int | None) -> bool:
    """Whether what a person writes waits as they are in a wave. One statement for who is known."""
    return author_id is not None and bool(db.session.scalar(select(is_in_wave(author_id))))


def all_waves() -> list[WaveRead]:
    """The waves, open ones first, the newest first; each with its size and the first of those in it. Three statements."""
    waves = db.session.scalars(select(Wave).order_by(Wave.ended_at.is_not(None), Wave.id.desc()).limit(MOST)).all()
    prints = [wave.print for wave in waves]
    counted = select(Print.print, func.count().label("size")).where(Print.print.in_(prints)).group_by(Print.print)
    sizes = {row.print: int(row.size) for row in db.session.execute(counted)}
    place = func.row_number().over(partition_by=Print.print, order_by=(Print.made_at, Print.account_id))
    first = select(Print.print, Print.account_id, place.label("place")).where(Print.print.in_(prints)).subquery()
    named: dict[str, list[Account]] = {}
    rows = select(first.c.print, Account).join(Account, Account.id == first.c.account_id).where(first.c.place <= NAMED)
    for print_, account in db.session.execute(rows.order_by(first.c.place)):
        named.setdefault(print_, []).append(account)
    return [WaveRead(wave, sizes.get(wave.print, 0), named.get(wave.print, ())) for wave in waves]


def read(wave_id: int) -> WaveRead | None:
    """One wave and how many are in it."""
    wave = db.session.get(Wave, wave_id)
    if wave is None:
        return None
    size = db.session.scalar(select(func.count()).select_from(Print).where(Print.print == wave.print))
    return WaveRead(wave, size or 0)


def administrators() -> list[int]:
    """Who is told: the administrators of the installation."""
    held = select(RoleGrant.account_id).where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None))
    living = select(Account.id).where(Account.id.in_(held), Account.ended_at.is_(None))
    return list(db.session.scalars(living.where(Account.email_confirmed_at.is_not(None)).order_by(Account.id)))
