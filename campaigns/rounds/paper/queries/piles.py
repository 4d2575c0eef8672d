"""Piles of paper: in a list, one by one, and how they are told to everyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.accounts.models import Account
from app.foundation.db import db
from app.foundation.errors import Missing
from app.territories.models import Territory
from app.uploads.models import Upload
from campaigns.rounds.ballots.choices import Offered
from campaigns.rounds.ballots.models import Option
from campaigns.rounds.models import Round
from campaigns.rounds.paper.models import Pile, Slip
from campaigns.rounds.paper.reading import SPOILT, Printed

# Of fewer slips than this nobody is told how many they are: the place would tell on people.
FEW = 10


@dataclass(frozen=True)
class Read:
    """How far a pile is read: how many slips the first has entered, and the second; how many both have and differ; how many the
    first found spoilt."""

    first: int = 0
    second: int = 0
    differ: int = 0
    spoilt: int = 0


@dataclass(frozen=True)
class PileLine:
    """A pile with how far it is read and the names of those who enter it."""

    pile: Pile
    read: Read
    first: str
    second: str
    territory: str

    @property
    def both_whole(self) -> bool:
        """Whether both people have entered every slip, so that they may see how they differ."""
        return self.read.first == self.read.second == self.pile.slips

    @property
    def may_be_settled(self) -> bool:
        return self.both_whole and not self.read.differ


@dataclass(frozen=True)
class Told:
    """What everyone reads of the paper of a round: accepted piles, ballots and spoilt slips, how many slips two people read
    differently at first; and each pile that one person entered alone, with the reason."""

    piles: int
    ballots: int
    spoilt: int
    differed: int
    alone: Sequence[Pile]
    cancelled: int

    @property
    def by_two(self) -> int:
        return self.piles - len(self.alone)


def is_open() -> ColumnElement[bool]:
    """Piles that are neither settled nor cancelled, for a query of Pile."""
    return and_(Pile.settled_at.is_(None), Pile.cancelled_at.is_(None))


def open_of(round_ids: Sequence[int]) -> Mapping[int, int]:
    """How many piles of each round are open."""
    query = select(Pile.round_id, func.count()).where(Pile.round_id.in_(round_ids), is_open()).group_by(Pile.round_id)
    return dict(db.session.execute(query).all())


def of_round(round_id: int) -> list[PileLine]:
    """All piles of a round, the latest first. Three statements."""
    query = select(Pile).where(Pile.round_id == round_id).order_by(Pile.id.desc())
    return _lines(db.session.scalars(query).all())


def line_or_missing(round_ids: Sequence[int], pile_id: int) -> PileLine:
    """The pile, where it belongs to one of the rounds. Raises Missing where it does not."""
    pile = db.session.scalar(select(Pile).where(Pile.id == pile_id, Pile.round_id.in_(round_ids)))
    if pile is None:
        raise Missing
    return _lines([pile])[0]


def readings(pile_id: int, *, of_first: bool, numbers: range) -> dict[int, str | None]:
    """What one of the two has read on these slips, by number."""
    column = Slip.first if of_first else Slip.second
    query = select(Slip.number, column).where(
        Slip.pile_id == pile_id, Slip.number >= numbers.start, Slip.number < numbers.stop
    )
    return {row[0]: row[1] for row in db.session.execute(query.order_by(Slip.number))}


def next_empty(pile_id: int, *, of_first: bool, after: int = 0) -> int | None:
    """The first slip with a higher number that this one of the two has not entered, else the first of all such; None where
    every slip is entered."""
    column = Slip.first if of_first else Slip.second
    numbers = select(func.min(Slip.number)).where(Slip.pile_id == pile_id, column.is_(None))
    later = db.session.scalar(numbers.where(Slip.number > after))
    return later if later is not None or not after else db.session.scalar(numbers)


def differences(pile_id: int, most: int) -> list[tuple[int, str | None, str | None]]:
    """The first so many slips that the two read differently: number, what the first read, what the second."""
    query = select(Slip.number, Slip.first, Slip.second).where(Slip.pile_id == pile_id, Slip.first != Slip.second)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(Slip.number).limit(most))]


def printed(round_: Round) -> Printed:
    """The options as they are numbered on paper. What is hidden by now stood on the sheet all the same."""
    query = select(Option.idea_id, Option.title, Option.cost).where(Option.round_id == round_.id)
    return [(row.idea_id, Offered(row.title, row.cost)) for row in db.session.execute(query.order_by(Option.place))]


def scan_of(pile: Pile) -> Upload | None:
    """The file with the sheets."""
    return db.session.get(Upload, pile.scan_id) if pile.scan_id else None


def told(round_id: int) -> Told:
    """What everyone reads of the paper of a round. Two statements."""
    query = select(Pile).where(Pile.round_id == round_id).order_by(Pile.gathered_on, Pile.id)
    every = db.session.scalars(query).all()
    accepted = [pile for pile in every if pile.accepted_at]
    numbers = select(func.count().filter(Slip.first != SPOILT), func.count().filter(Slip.first == SPOILT))
    of_accepted = numbers.join(Pile, Pile.id == Slip.pile_id).where(
        Pile.round_id == round_id, Pile.accepted_at.is_not(None)
    )
    ballots, spoilt = db.session.execute(of_accepted.select_from(Slip)).one()
    return Told(
        piles=len(accepted),
        ballots=ballots,
        spoilt=spoilt,
        differed=sum(pile.differed or 0 for pile in accepted),
        alone=[pile for pile in accepted if pile.second_by is None],
        cancelled=sum(pile.cancelled_at is not None for pile in every),
    )


def _lines(piles: Sequence[Pile]) -> list[PileLine]:
    read, names = _read([pile.id for pile in piles]), _names(piles)
    return [
        PileLine(
            pile,
            read.get(pile.id, Read()),
            names["account", pile.first_by],
            names.get(("account", pile.second_by), ""),
            names.get(("place", pile.territory_id), ""),
        )
        for pile in piles
    ]


def _read(pile_ids: Sequence[int]) -> dict[int, Read]:
    numbers = (
        func.count(Slip.first),
        func.count(Slip.second),
        func.count().filter(Slip.first != Slip.second),
        func.count().filter(Slip.first == SPOILT),
    )
    query = select(Slip.pile_id, *numbers).where(Slip.pile_id.in_(pile_ids)).group_by(Slip.pile_id)
    return {pile_id: Read(*rest) for pile_id, *rest in db.session.execute(query)}


def _names(piles: Sequence[Pile]) -> dict[tuple[str, Any], str]:
    people = {id for pile in piles for id in (pile.first_by, pile.second_by) if id}
    places = {pile.territory_id for pile in piles if pile.territory_id}
    accounts = db.session.scalars(select(Account).where(Account.id.in_(sorted(people))))
    found = {("account", account.id): account.public_name for account in accounts}
    territories = select(Territory.id, Territory.name).where(Territory.id.in_(sorted(places)))
    return found | {("place", id): name for id, name in db.session.execute(territories)}
