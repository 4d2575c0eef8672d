"""Noticing waves, and ending them."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from app.accounts import permissions
from app.accounts.models import Account
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.upserts import upsert
from moderation.waves import prints
from moderation.waves.models import Print, Wave
from moderation.waves.prints import KEPT, MANY, NEW, WITHIN, Alike
from moderation.waves.queries import is_in_wave

ENDED = Reason("wave.ended", _l("Somebody has ended this already."))


def note_newcomer(account_id: int, now: datetime) -> None:
    """Somebody has signed up; where many of one make did, a wave is noticed."""
    account = db.session.get_one(Account, account_id)
    for alike in prints.of_mailbox(account.email_key):
        _note(account_id, alike, now)


def note_text(author_id: int, texts: Iterable[str], now: datetime) -> bool:
    """Whether what somebody brings should wait for a moderator: they are in a wave, or their text is that of many new accounts."""
    written = db.session.execute(
        select(Account.created_at, is_in_wave(author_id).label("is_in_wave")).where(Account.id == author_id)
    ).one()
    if written.is_in_wave:
        return True
    if written.created_at <= now - NEW:
        return False
    return any(_note(author_id, alike, now) for alike in prints.of_text(texts))


def _note(account_id: int, alike: Alike, now: datetime) -> bool:
    """Keeps a print. Whether a wave has it now."""
    row = {"account_id": account_id, "print": alike.print, "made_at": now}
    db.session.execute(upsert(Print).values(**row).on_conflict_do_nothing())
    same = (Print.print == alike.print, Print.made_at > now - WITHIN)
    if (db.session.scalar(select(func.count()).select_from(Print).where(*same)) or 0) < MANY[alike.like]:
        return False
    return _noticed(alike, now)


def _noticed(alike: Alike, now: datetime) -> bool:
    last = db.session.scalar(select(Wave).where(Wave.print == alike.print).order_by(Wave.id.desc()).limit(1))
    if last is not None:
        # Whoever looked at it and said that they are people is not asked again for a month.
        return last.ended_at is None if last.ended_at is None or last.ended_at > now - KEPT else _open(alike, now)
    return _open(alike, now)


def _open(alike: Alike, now: datetime) -> bool:
    wave = upsert(Wave).values(like=alike.like, print=alike.print, noticed_at=now).on_conflict_do_nothing()
    found = db.session.scalar(wave.returning(Wave.id))
    if found is not None:
        outbox.ask("waves.tell", wave_id=found)
    return True


def end(actor: Actor, wave_id: int, now: datetime) -> None:
    """An administrator has looked: they are people, and what they write waits no longer. Raises NotAllowed, Missing, Conflict."""
    permissions.require(actor, Act.SEE_PEOPLE)
    wave = db.session.scalar(select(Wave).where(Wave.id == wave_id).with_for_update())
    if wave is None:
        raise Missing
    if wave.ended_at is not None:
        raise Conflict(ENDED)
    wave.ended_at, wave.ended_by = now, actor.id
    chain.log("wave.end", now=now, actor_id=actor.id, thing="wave", thing_id=wave.id)


def forget(now: datetime) -> None:
    """Prints go after a month, and waves end with them."""
    db.session.execute(delete(Print).where(Print.made_at < now - KEPT))
    db.session.execute(update(Wave).where(Wave.ended_at.is_(None), Wave.noticed_at < now - KEPT).values(ended_at=now))
