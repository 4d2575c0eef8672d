"""Notes: what happens to a round that is no ballot, and goes into its ledger with the reason."""

from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ledger.models import EntryKind, RoundNote

OPPOSITE = {
    EntryKind.HIDE: EntryKind.SHOW,
    EntryKind.JOIN: EntryKind.PART,
    EntryKind.APART: EntryKind.COUNTED,
}
UNDONE = {undone: done for done, undone in OPPOSITE.items()}


class About(TypedDict, total=False):
    """What a note is about: an idea and the one it goes on in, or a ballot; the rule that speaks; who did it, if a person did."""

    idea_id: int | None
    into_id: int | None
    ballot_id: int | None
    code: str
    actor_id: int | None


def note(kind: EntryKind, round_id: int, *, reason: str, now: datetime, **about: Unpack[About]) -> RoundNote | None:
    """Notes what happened to an idea on the ballot or to a ballot; the sealing takes it into the ledger.

    Everyone will read the reason: public words only. Returns None, and notes nothing, where that is how it stands already:
    what was never hidden is not shown again. Raises ValueError without a reason.
    """
    if not reason:
        raise ValueError("a note says why")
    last, into_id = _last(kind, round_id, about), about.get("into_id")
    if (last is None and kind in UNDONE) or (last is not None and (last.kind, last.into_id) == (kind, into_id)):
        return None
    made = RoundNote(
        round_id=round_id,
        kind=kind,
        idea_id=about.get("idea_id"),
        into_id=into_id,
        ballot_id=about.get("ballot_id"),
        code=about.get("code", ""),
        reason=reason,
        made_at=now,
        made_by=about.get("actor_id"),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _last(kind: EntryKind, round_id: int, about: About) -> RoundNote | None:
    pair = (kind, OPPOSITE.get(kind) or UNDONE[kind])
    of_idea, of_ballot = RoundNote.idea_id == about.get("idea_id"), RoundNote.ballot_id == about.get("ballot_id")
    query = select(RoundNote).where(RoundNote.round_id == round_id, RoundNote.kind.in_(pair))
    query = query.where(of_ballot if about.get("ballot_id") is not None else of_idea)
    return db.session.scalar(query.order_by(RoundNote.id.desc()).limit(1))
