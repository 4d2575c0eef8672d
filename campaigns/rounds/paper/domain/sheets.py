"""Sheets of codes for people without an account: made once, printed once, cancelled with a reason."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Round, Source
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import codes
from campaigns.rounds.paper.models import CodeSheet, VotingCode

MOST_CODES = 200
SALT = 16


@dataclass(frozen=True)
class Drawn:
    """A sheet before it is made: its salt and its codes, which nobody keeps."""

    salt: str
    codes: tuple[str, ...]


def takes_codes(round_: Round) -> bool:
    """Whether the rule of the round lets people vote with codes."""
    return round_.source == Source.BALLOTS and BallotChannel.CODE.value in round_.rule.get("channels", ())


def new_salt() -> str:
    """A salt for a sheet, given out with its form: the same form makes one sheet."""
    return secrets.token_hex(SALT)


def draw(count: int, salt: str) -> Drawn:
    """So many codes, all different."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[codes.new()] = None
    return Drawn(salt, tuple(drawn))


def make(
    round_id: int, actor: Actor, drawn: Drawn, now: datetime, *, place: str, territory_id: int | None
) -> CodeSheet:
    """Makes the sheet and keeps the hashes of its codes.

    Raises NotAllowed for whoever does not own the campaign, Conflict where the vote is over or the sheet is made already, Invalid
    where the rule knows no codes.
    """
    round_ = _owned(round_id, actor, now)
    if not takes_codes(round_):
        raise Invalid(reasons.NO_CODES)
    if round_.closed_at is not None or clock.by_database() >= round_.window.closes_at:
        raise Conflict(reasons.NO_NEW_CODES)
    if db.session.scalar(select(CodeSheet.id).where(CodeSheet.round_id == round_id, CodeSheet.salt == drawn.salt)):
        raise Conflict(reasons.MADE_ALREADY)
    sheet = CodeSheet(
        round_id=round_id, place=place, territory_id=territory_id, salt=drawn.salt, made_at=now, made_by=actor.id
    )
    db.session.add(sheet)
    db.session.flush()
    kept = [{"sheet_id": sheet.id, "digest": codes.digest(drawn.salt, code)} for code in drawn.codes]
    db.session.execute(insert(VotingCode), kept)
    _log("codes.made", sheet, round_, actor, now, count=len(kept))
    return sheet


def cancel(sheet_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Cancels the codes of a sheet that nobody has used; votes that were cast with the others stay, and can be changed.

    Raises NotAllowed for whoever does not own the campaign, Invalid without a reason, Conflict where it is cancelled already,
    Missing where there is no such sheet.
    """
    round_id = db.session.scalar(select(CodeSheet.round_id).where(CodeSheet.id == sheet_id))
    if round_id is None:
        raise Missing
    # Held exclusively: a vote that is cast with one of its codes waits for this, or this for the vote.
    round_ = _owned(round_id, actor, now)
    sheet = db.session.get_one(CodeSheet, sheet_id, populate_existing=True)
    if sheet.cancelled_at is not None:
        raise Conflict(reasons.CANCELLED_ALREADY)
    if not reason:
        raise Invalid(reasons.SAY_WHY)
    sheet.cancelled_at, sheet.cancel_reason = now, reason
    db.session.flush()
    _log("codes.cancelled", sheet, round_, actor, now)


def _owned(round_id: int, actor: Actor, now: datetime) -> Round:
    round_ = locked(round_id)
    permissions.require(actor, Act.CLOSE_ROUND, db.session.get_one(Campaign, round_.campaign_id), now)
    return round_


def _log(act: str, sheet: CodeSheet, round_: Round, actor: Actor, now: datetime, **details: Any) -> None:
    where: dict[str, Any] = {"thing": "code sheet", "thing_id": sheet.id, "campaign_id": round_.campaign_id}
    chain.log(act, now=now, actor_id=actor.id, **where, **details)
