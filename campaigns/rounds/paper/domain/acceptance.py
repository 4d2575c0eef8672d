"""Piles become ballots: settled in one step, cast in short ones. It may be killed anywhere and run twice."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts.roles import SYSTEM, Actor
from app.audit import chain
from app.foundation import clock, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import casting
from campaigns.rounds.ballots.domain.casting import Voter
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.domain.rounds import locked
from campaigns.rounds.models import Round
from campaigns.rounds.paper import reasons
from campaigns.rounds.paper.domain import piles, rows, waiting
from campaigns.rounds.paper.models import Pile, Slip
from campaigns.rounds.paper.queries.piles import is_open
from campaigns.rounds.paper.reading import SPOILT

# So many slips a step: it holds the lock well under a tenth of a second.
AT_ONCE = 10


def settle(pile_id: int, actor: Actor, now: datetime, *, alone_because: str = "") -> None:
    """Settles a pile whose two entries are equal, or one that a single person has entered, for a reason that everyone reads.

    From then on nothing in it changes, and its slips become ballots in the background. Raises NotAllowed, Conflict where something
    is missing or differs or the time is over, Invalid where one person alone gives no reason.
    """
    pile, held = rows.open_pile(pile_id, actor, now)
    if pile.second_by is not None and alone_because:
        raise Conflict(reasons.SECOND_AT_WORK)
    if pile.second_by is None:
        _require_alone(pile, alone_because)
        pile.alone_because = alone_because
    else:
        _require_equal(pile)
    pile.settled_at = now
    db.session.flush()
    read = {"slips": pile.slips, "spoilt": _count(pile, Slip.first == SPOILT), "differed": pile.differed}
    piles.log("pile.settled", pile, held, actor, now, alone=pile.second_by is None, **read)
    outbox.ask("paper.accept", pile_id=pile.id)


def cast_some(pile_id: int, now: datetime) -> bool:
    """Casts the next slips of a settled pile, a step's worth; says whether there may be more. The last step accepts the pile."""
    round_id = db.session.scalar(select(Pile.round_id).where(Pile.id == pile_id))
    if round_id is None:
        return False
    held = rows.shared(round_id)
    query = select(Pile).where(Pile.id == pile_id).with_for_update().execution_options(populate_existing=True)
    pile = db.session.scalars(query).one()
    if pile.settled_at is None or pile.accepted_at is not None:
        return False
    some = _waiting_slips(pile)
    for slip_id, text in some:
        casting.cast(
            round_id,
            Voter(slip_id=slip_id, territory_id=pile.territory_id),
            marks.read(text),
            channel=pile.channel,
            form=None,
            now=now,
        )
    if len(some) == AT_ONCE:
        return True
    pile.accepted_at = now
    db.session.flush()
    piles.log("pile.accepted", pile, held, SYSTEM, now, ballots=_count(pile, Slip.first != SPOILT))
    return False


def say_all_in(round_id: int, actor: Actor, now: datetime, *, leaving_open: bool = False) -> None:
    """The owner says that all paper is in: nothing more is accepted, and the count waits no longer.

    Raises NotAllowed, Conflict before the bell or where it is said already, Invalid where piles are open and they did not say
    that these may stay uncounted.
    """
    round_: Round = locked(round_id)
    permissions.require(actor, Act.CLOSE_ROUND, db.session.get_one(Campaign, round_.campaign_id), now)
    at = clock.by_database()
    if not waiting.takes_paper(round_):
        raise Conflict(reasons.NOT_OFFERED)
    if at < round_.window.closes_at:
        raise Conflict(reasons.STILL_OPEN)
    if at >= waiting.until(round_):
        raise Conflict(reasons.IN_ALREADY if round_.paper_in_at else reasons.OVER)
    left = db.session.scalar(select(func.count()).select_from(Pile).where(is_open(), Pile.round_id == round_id)) or 0
    if left and not leaving_open:
        raise Invalid(reasons.LEFT_OPEN)
    round_.paper_in_at = at
    db.session.flush()
    chain.log(
        "paper.in",
        now=now,
        actor_id=actor.id,
        thing="round",
        thing_id=round_id,
        campaign_id=round_.campaign_id,
        left_open=left,
    )
    if round_.closed_at is not None:
        outbox.ask("rounds.tally", round_id=round_id)


def _require_alone(pile: Pile, because: str) -> None:
    if not because:
        raise Invalid(reasons.SAY_WHY)
    if _count(pile, Slip.first.is_(None)):
        raise Conflict(reasons.NOT_WHOLE_ALONE)


def _require_equal(pile: Pile) -> None:
    if _count(pile, or_(Slip.first.is_(None), Slip.second.is_(None))):
        raise Conflict(reasons.NOT_WHOLE)
    if _count(pile, Slip.first != Slip.second):
        raise Conflict(reasons.DIFFERENT)


def _count(pile: Pile, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Slip).where(Slip.pile_id == pile.id, condition)
    return db.session.scalar(query) or 0


def _waiting_slips(pile: Pile) -> list[tuple[int, str]]:
    """Slips that are not spoilt and no ballot yet."""
    query = (
        select(Slip.id, Slip.first)
        .outerjoin(Ballot, Ballot.slip_id == Slip.id)
        .where(Slip.pile_id == pile.id, Slip.first != SPOILT, Ballot.id.is_(None))
        .order_by(Slip.number)
        .limit(AT_ONCE)
    )
    return [(row.id, row.first) for row in db.session.execute(query)]
