"""Writing to a chain and checking one."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.models import Chain, Entry, Opening
from app.foundation.db import db


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _commitment(salt: str, actor_id: int | None, details: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical([salt, actor_id, details])).hexdigest()


def _digest(entry: Entry) -> str:
    at = entry.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [entry.previous, entry.number, at, entry.act, entry.thing, entry.thing_id, entry.commitment]
    return hashlib.sha256(_canonical(fields)).hexdigest()


def _locked(campaign_id: int | None) -> Chain:
    same = Chain.campaign_id.is_(None) if campaign_id is None else Chain.campaign_id == campaign_id
    query = select(Chain).where(same).with_for_update().execution_options(populate_existing=True)
    chain = db.session.scalar(query)
    if chain:
        return chain
    try:
        with db.session.begin_nested():
            db.session.add(Chain(campaign_id=campaign_id, length=0, head=""))
    except IntegrityError:
        # Another node began the chain between our look and our insert: its row is the one.
        pass
    return db.session.scalars(query).one()


def log(
    act: str,
    *,
    now: datetime,
    actor_id: int | None,
    thing: str,
    thing_id: int | None,
    campaign_id: int | None = None,
    **details: Any,
) -> Entry:
    """Adds an act to the chain of a campaign, or of the platform. `details` are ids and codes, never texts of people."""
    chain = _locked(campaign_id)
    salt = secrets.token_hex(16)
    entry = Entry(
        chain_id=chain.id,
        number=chain.length + 1,
        happened_at=now,
        act=act,
        thing=thing,
        thing_id=thing_id,
        commitment=_commitment(salt, actor_id, details),
        previous=chain.head,
    )
    entry.digest = _digest(entry)
    chain.length, chain.head = entry.number, entry.digest
    db.session.add(entry)
    db.session.flush()
    db.session.add(Opening(entry_id=entry.id, salt=salt, actor_id=actor_id, details=details))
    db.session.flush()
    return entry


def follows(entry: Entry, previous: str) -> bool:
    """Whether an entry is as it was written, and comes after the one with this digest."""
    return entry.previous == previous and entry.digest == _digest(entry)


def opens(entry: Entry, opening: Opening) -> bool:
    """Whether this is what the entry committed to."""
    return entry.commitment == _commitment(opening.salt, opening.actor_id, opening.details)


def faults(chain: Chain) -> Iterator[str]:
    """What is wrong with a chain, a sentence each; nothing where it is whole."""
    previous, number = "", 0
    rows = db.session.execute(
        select(Entry, Opening)
        .outerjoin(Opening, Opening.entry_id == Entry.id)
        .where(Entry.chain_id == chain.id)
        .order_by(Entry.number)
    )
    for number, (entry, opening) in enumerate(rows.yield_per(500), 1):
        if entry.number != number:
            yield f"entry {number} is missing"
            return
        if not follows(entry, previous):
            yield f"entry {number} was changed or does not follow the one before"
        if opening and not opens(entry, opening):
            yield f"what entry {number} opens to was changed"
        previous = entry.digest
    if (chain.length, chain.head) != (number, previous):
        yield f"the chain has {number} entries, its head says {chain.length}"


def all_chains() -> list[Chain]:
    """Every chain, the platform's first."""
    return list(db.session.scalars(select(Chain).order_by(func.coalesce(Chain.campaign_id, 0))))
