"""Piles of paper: begun, changed, taken by a second person, given back, cancelled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, or_, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.uploads import domain as uploads
from app.uploads.store import Brought
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import rows, waiting
from campaigns.rounds.paper.domain.rows import Held
from campaigns.rounds.paper.models import Pile, Slip

MOST_SLIPS = 500


@dataclass(frozen=True)
class Outline:
    """What is known of a pile before it is read: how and where people voted, on which day, and how many slips there are."""

    channel: BallotChannel
    place: str
    slips: int
    gathered_on: date | None = None
    territory_id: int | None = None


def begin(round_id: int, actor: Actor, outline: Outline, now: datetime, scan: Brought | None = None) -> Pile:
    """Begins a pile, which this person enters first. `scan` is a file that was brought a moment ago.

    Raises NotAllowed for whoever may not, Conflict where no paper is taken now, Invalid where the rule takes none in this way or
    the day cannot be.
    """
    held = rows.of_round(round_id, actor, now)
    _check(outline, held)
    pile = Pile(
        round_id=round_id,
        channel=outline.channel,
        place=outline.place,
        gathered_on=outline.gathered_on,
        territory_id=outline.territory_id,
        slips=outline.slips,
        first_by=actor.id,
        scan_id=uploads.keep(actor.id or 0, scan, now).id if scan else None,
        begun_at=now,
    )
    db.session.add(pile)
    db.session.flush()
    _add_slips(pile, 1, outline.slips)
    log("pile.begun", pile, held, actor, now, slips=pile.slips, channel=pile.channel.value)
    return pile


def change(pile_id: int, actor: Actor, outline: Outline, now: datetime, scan: Brought | None = None) -> None:
    """Changes what is known of a pile; a new scan takes the place of the old one. Raises as `begin` does, and NotAllowed for
    anybody but the two who enter it; Invalid where slips would go that somebody has entered."""
    pile, held = rows.open_pile(pile_id, actor, now)
    _require_one_of_two(pile, actor)
    _check(outline, held)
    if outline.slips < pile.slips:
        _drop_slips(pile, outline.slips)
    else:
        _add_slips(pile, pile.slips + 1, outline.slips)
    old = pile.scan_id if scan else None
    if scan:
        pile.scan_id = uploads.keep(actor.id or 0, scan, now).id
    pile.channel, pile.place, pile.slips = outline.channel, outline.place, outline.slips
    pile.gathered_on, pile.territory_id = outline.gathered_on, outline.territory_id
    db.session.flush()
    uploads.remove([old] if old else [])
    log("pile.changed", pile, held, actor, now, slips=pile.slips, channel=pile.channel.value)


def take_second(pile_id: int, actor: Actor, now: datetime) -> None:
    """The actor becomes the second person of the pile; nothing happens where they are. Raises Conflict where somebody else is,
    NotAllowed for the first one."""
    pile, held = rows.open_pile(pile_id, actor, now)
    if pile.first_by == actor.id:
        raise NotAllowed(reasons.FIRST_YOURSELF)
    if pile.second_by is not None:
        if pile.second_by != actor.id:
            raise Conflict(reasons.SECOND_TAKEN)
        return
    pile.second_by = actor.id
    db.session.flush()
    log("pile.second", pile, held, actor, now)


def give_back(pile_id: int, actor: Actor, now: datetime) -> None:
    """The second person leaves the pile to another, and what they have entered goes. An owner may do it for them."""
    pile, held = rows.open_pile(pile_id, actor, now)
    if pile.second_by is None:
        return
    if pile.second_by != actor.id:
        permissions.require(actor, Act.CLOSE_ROUND, held.campaign, now)
    pile.second_by = pile.differed = None
    db.session.flush()
    db.session.execute(update(Slip).where(Slip.pile_id == pile.id).values(second=None))
    log("pile.given-back", pile, held, actor, now)


def cancel(pile_id: int, actor: Actor, reason: str, now: datetime) -> None:
    """Cancels a pile that was begun by mistake: nothing of it is counted. Raises Invalid without a reason; NotAllowed for anybody
    but the two who enter it and the owners."""
    pile, held = rows.open_pile(pile_id, actor, now)
    if actor.id not in {pile.first_by, pile.second_by}:
        permissions.require(actor, Act.CLOSE_ROUND, held.campaign, now)
    if not reason:
        raise Invalid(reasons.SAY_WHY)
    pile.cancelled_at, pile.cancel_reason = now, reason
    db.session.flush()
    log("pile.cancelled", pile, held, actor, now, slips=pile.slips)


def log(act: str, pile: Pile, held: Held, actor: Actor, now: datetime, **details: Any) -> None:
    """Puts it into the chain of the campaign."""
    where: dict[str, Any] = {"thing": "pile", "thing_id": pile.id, "campaign_id": held.round.campaign_id}
    chain.log(act, now=now, actor_id=actor.id, **where, **details)


def _check(outline: Outline, held: Held) -> None:
    if outline.channel.value not in waiting.ON_PAPER & set(held.round.rule["channels"]):
        raise Invalid(reasons.NOT_OFFERED)
    if not (outline.place and 0 < outline.slips <= MOST_SLIPS):
        raise Invalid(reasons.PLACE)
    zone, window = ZoneInfo(held.campaign.time_zone), held.round.window
    last = min(held.at, window.closes_at - timedelta(minutes=1)).astimezone(zone).date()
    if outline.gathered_on and not window.opens_at.astimezone(zone).date() <= outline.gathered_on <= last:
        raise Invalid(reasons.DAY)


def _require_one_of_two(pile: Pile, actor: Actor) -> None:
    if actor.id not in {pile.first_by, pile.second_by}:
        raise NotAllowed(reasons.NOT_YOURS)


def _add_slips(pile: Pile, first: int, last: int) -> None:
    new = [{"pile_id": pile.id, "number": number} for number in range(first, last + 1)]
    if new:
        db.session.execute(insert(Slip), new)
        pile.differed = None


def _drop_slips(pile: Pile, last: int) -> None:
    over = (Slip.pile_id == pile.id, Slip.number > last)
    entered = or_(Slip.first.is_not(None), Slip.second.is_not(None))
    if db.session.scalar(select(func.count()).select_from(Slip).where(*over, entered)):
        raise Invalid(reasons.FEWER)
    db.session.execute(delete(Slip).where(*over))
