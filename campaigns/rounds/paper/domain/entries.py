"""What two people read on the slips of a pile, each without seeing what the other has read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import rows
from campaigns.rounds.paper.models import Pile, Slip


def is_first(pile: Pile, actor: Actor) -> bool:
    """Whether the actor is the first of the two, else the second. Raises NotAllowed where they are neither."""
    if actor.id is None or actor.id not in {pile.first_by, pile.second_by}:
        raise NotAllowed(reasons.NOT_YOURS)
    return pile.first_by == actor.id


def keep(pile_id: int, actor: Actor, readings: Mapping[int, str | None], now: datetime) -> None:
    """Keeps what the actor read, by the number of the slip: a choice as it is spelled, "" for a spoilt slip, None for nothing yet.

    Raises NotAllowed for anybody but the two, Conflict where the pile is settled, cancelled, or no paper is taken any more.
    """
    pile, _ = rows.open_pile(pile_id, actor, now)
    name = "first" if is_first(pile, actor) else "second"
    for slip in db.session.scalars(select(Slip).where(Slip.pile_id == pile_id, Slip.number.in_(sorted(readings)))):
        setattr(slip, name, readings[slip.number])
    db.session.flush()
    _compare(pile)


def _compare(pile: Pile) -> None:
    """The first time that both have read every slip, how many they read differently is kept for good."""
    if pile.second_by is None or pile.differed is not None:
        return
    read = (func.count(Slip.first), func.count(Slip.second), func.count().filter(Slip.first != Slip.second))
    first, second, differ = db.session.execute(select(*read).where(Slip.pile_id == pile.id)).one()
    if first == second == pile.slips:
        pile.differed = differ
        db.session.flush()
