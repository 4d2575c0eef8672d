"""Writes with an idempotency key: sent twice they are done once, and answered the same for a day.

An answer may hold what is its person's alone, as the control code of a vote. It is kept encrypted under the token that asked, which
is kept nowhere: neither the database nor whoever holds its keys reads it, and only the same token gets it once more.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, request
from sqlalchemy import select, update

from app.api import sealing
from app.api.models import KeptReply
from app.api.reasons import KEY, OTHER_KEY
from app.foundation.db import db
from app.foundation.errors import Invalid
from app.foundation.unit_of_work import begin_writing
from app.foundation.upserts import upsert

HEADER, REPEATED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """A key of a person, and what they ask with it; both as digests, that of what is asked by the key that seals the answer."""

    account_id: int
    key: str
    what: str
    seal: bytes = field(repr=False)


def asked(account_id: int) -> Asked | None:
    """The key that came with this request, None where none did. Raises Invalid where it is no key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Invalid(KEY)
    what = f"{request.method} {request.full_path}\n".encode() + request.get_data()
    seal = sealing.key_of(request.headers.get("Authorization", "").partition(" ")[2].strip())
    return Asked(account_id, _digest(key.encode()), hmac.new(seal, what, hashlib.sha256).hexdigest(), seal)


def once(
    account_id: int, now: datetime, act: Callable[[], Response], first: Callable[[], object] | None = None
) -> Response:
    """Does `act` inside the write and answers; where the key was seen before, answers as then and does nothing.

    `first` is what is counted before anything is done, and not again for an answer that is given again.
    """
    mine = asked(account_id)
    kept = _kept(mine) if mine else None
    if kept:
        return kept
    if first:
        first()
    begin_writing()
    if mine is None:
        return act()
    if not _reserve(mine, now):
        return _kept(mine) or _never()
    answer = act()
    where = (KeptReply.account_id == mine.account_id, KeptReply.key == mine.key)
    told = {"status": answer.status_code, "body": sealing.seal(answer.get_data(as_text=True), mine.seal)}
    place = answer.headers.get("Location", "")
    db.session.execute(update(KeptReply).where(*where).values(**told, place=place))
    return answer


def form_of(account_id: int) -> str | None:
    """The key as a word for verbs that know by themselves what was sent twice."""
    mine = asked(account_id)
    return mine.key[:32] if mine else None


def _reserve(mine: Asked, now: datetime) -> bool:
    row = {"account_id": mine.account_id, "key": mine.key, "asked": mine.what, "status": 0, "body": "", "place": ""}
    put = upsert(KeptReply).values(**row, made_at=now).on_conflict_do_nothing(index_elements=["account_id", "key"])
    return db.session.execute(put.returning(KeptReply.id)).first() is not None


def _kept(mine: Asked) -> Response | None:
    query = select(KeptReply).where(KeptReply.account_id == mine.account_id, KeptReply.key == mine.key)
    row = db.session.scalar(query)
    if row is None:
        return None
    if row.asked != mine.what:
        raise Invalid(OTHER_KEY)
    kind = "application/json" if row.status < 400 else "application/problem+json"
    answer = Response(sealing.opened(row.body, mine.seal), row.status, content_type=kind)
    answer.headers[REPEATED] = "true"
    if row.place:
        answer.headers["Location"] = row.place
    return answer


def _digest(words: bytes) -> str:
    return hashlib.sha256(words).hexdigest()


def _never() -> Response:
    raise RuntimeError("a key that was there a moment ago is gone")
