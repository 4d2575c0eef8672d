"""The address book: who is competent for what does not belong here, and how to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.offices.models import Competence

TAKEN = Reason("competence-taken", _l("There is an entry with this name already."))


@dataclass(frozen=True)
class Entry:
    """What is said about an office: its name, what it is competent for, how to reach it."""

    name: str
    covers: str
    address: str


def living(competence_id: int | None) -> Competence | None:
    """An entry that texts may be referred to now; None where there is no such one or it has ended."""
    entry = db.session.get(Competence, competence_id) if competence_id else None
    return entry if entry and entry.ended_at is None else None


def in_force() -> Sequence[Competence]:
    """All entries that texts may be referred to now, by name."""
    return db.session.scalars(select(Competence).where(Competence.ended_at.is_(None)).order_by(Competence.name)).all()


def add(actor: Actor, entry: Entry, now: datetime) -> Competence:
    """Adds an entry; one of the same name that has ended comes back with what is said now. Raises NotAllowed, Conflict."""
    permissions.require(actor, Act.KEEP_OFFICES)
    row = _called(entry.name)
    if row is not None and row.ended_at is None:
        raise Conflict(TAKEN)
    row = row or Competence()
    _write(row, entry)
    row.ended_at = None
    _log("competence.add", row, actor, now)
    return row


def change(actor: Actor, competence_id: int, entry: Entry, now: datetime) -> Competence:
    """Keeps what is said about an office now; earlier statements of reasons show it, too. Raises NotAllowed, Missing, Conflict."""
    permissions.require(actor, Act.KEEP_OFFICES)
    row = living(competence_id)
    if row is None:
        raise Missing
    if _called(entry.name) not in {None, row}:
        raise Conflict(TAKEN)
    _write(row, entry)
    _log("competence.change", row, actor, now)
    return row


def end(actor: Actor, competence_id: int, now: datetime) -> None:
    """Nothing is referred there any more; whoever was sent there still reads the address. Raises NotAllowed, Missing."""
    permissions.require(actor, Act.KEEP_OFFICES)
    row = living(competence_id)
    if row is None:
        raise Missing
    row.ended_at = now
    _log("competence.end", row, actor, now)


def bring(actor: Actor, entries: Sequence[Entry], now: datetime) -> int:
    """Entries from a file, by their names. Gives how many are new or other than before. Brought again, the same changes nothing.

    Raises NotAllowed.
    """
    permissions.require(actor, Act.KEEP_OFFICES)
    changed = 0
    for entry in entries:
        row = _called(entry.name)
        if row is not None and row.ended_at is None and _said(row) == entry:
            continue
        if row is not None and row.ended_at is None:
            change(actor, row.id, entry, now)
        else:
            add(actor, entry, now)
        changed += 1
    return changed


def _called(name: str) -> Competence | None:
    # In Python: SQLite alone knows the small and capital letters of English only.
    rows = db.session.execute(select(Competence.id, Competence.name)).all()
    same = next((row.id for row in rows if row.name.casefold() == name.casefold()), None)
    return db.session.get(Competence, same) if same is not None else None


def _said(row: Competence) -> Entry:
    return Entry(row.name, row.covers, row.address)


def _write(row: Competence, entry: Entry) -> None:
    row.name, row.covers, row.address = entry.name, entry.covers, entry.address
    db.session.add(row)
    db.session.flush()


def _log(act: str, row: Competence, actor: Actor, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="competence", thing_id=row.id)
