"""That somebody has voted, and when: never how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, select

from app.accounts.roles import Actor, Grant
from app.foundation.db import db
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.visibility import campaigns_not_shut_to, campaigns_visible_to
from campaigns.rounds.ballots.models import Ballot, Cast
from campaigns.rounds.models import Round, Source

LATEST = 50


@dataclass(frozen=True)
class Term:
    """When votes are cast: half-open."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Vote:
    """A vote as its pages need it."""

    id: int
    campaign_id: int
    number: int
    rule: Mapping[str, Any]
    rule_fingerprint: str
    closed_at: datetime | None
    window: Term


@dataclass(frozen=True)
class Voted:
    """A vote of a person: where, when it was cast last."""

    campaign: str
    slug: str
    round: int
    cast_at: datetime


@dataclass(frozen=True)
class Given:
    """A cast of a voter: its commitment, when it was cast, how often the voter has cast since the beginning, whether a rule counts
    the vote apart."""

    cast_id: int
    commitment: str
    cast_at: datetime
    number: int
    casts: int
    is_apart: bool

    @property
    def is_last(self) -> bool:
        return self.number == self.casts


def rounds_of(slug: str, actor: Actor) -> Sequence[Vote]:
    """The votes of the campaign at this address in their order, where the actor may know of it."""
    query = _rounds(actor.grants, actor.id is not None, actor.is_system)
    asked = {"slug": slug} if actor.id is None else {"slug": slug, "account_id": actor.id}
    return [_vote(row) for row in db.session.connection().execute(query, asked)]


def _vote(row: Row[Any]) -> Vote:
    term = Term(row.opens_at, row.closes_at)
    return Vote(row.id, row.campaign_id, row.number, row.rule, row.rule_fingerprint, row.closed_at, term)


@lru_cache(maxsize=100)
def _rounds(grants: frozenset[Grant], is_known: bool, is_system: bool) -> Select[*tuple[Any, ...]]:
    # Made once for all people with such grants: a vote is cast as quickly as can be.
    who = cast(int, bindparam("account_id", type_=BigInteger)) if is_known else None
    viewer = Actor(who, grants=grants, is_system=is_system)
    columns = (Round.id, Round.campaign_id, Round.number, Round.rule, Round.rule_fingerprint, Round.closed_at)
    return (
        select(*columns, PlannedWindow.opens_at, PlannedWindow.closes_at)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .join(PlannedWindow, PlannedWindow.id == Round.window_id)
        .where(Campaign.slug == bindparam("slug"), campaigns_visible_to(viewer), Round.source == Source.BALLOTS)
        .order_by(Round.number)
    )


def last_cast_at(round_id: int, account_id: int | None, code_id: int | None) -> datetime | None:
    """When this voter cast last in the round; None where they have not voted."""
    return db.session.scalar(select(Ballot.cast_at).where(Ballot.round_id == round_id, _whose(account_id, code_id)))


def given(round_id: int, account_id: int, number: int | None) -> Given | None:
    """A cast of a person in the round, the last one where no number is asked for."""
    query = _casts().where(Ballot.round_id == round_id, Ballot.account_id == account_id)
    return _given(query if number is None else query.where(Cast.number == number))


def given_as(round_id: int, cast_id: int) -> Given | None:
    """The cast with this id, where it is of the round."""
    return _given(_casts().where(Ballot.round_id == round_id, Cast.id == cast_id))


def of_account(account_id: int) -> Sequence[Voted]:
    """Where a person has voted, the latest first."""
    rows = db.session.execute(
        select(Campaign.title, Campaign.slug, Round.number, Ballot.cast_at)
        .join(Round, Round.id == Ballot.round_id)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .where(Ballot.account_id == account_id, campaigns_not_shut_to(account_id))
        .order_by(Ballot.cast_at.desc(), Ballot.id.desc())
        .limit(LATEST)
    )
    return [Voted(*row) for row in rows]


def _whose(account_id: int | None, code_id: int | None) -> ColumnElement[bool]:
    return Ballot.account_id == account_id if code_id is None else Ballot.code_id == code_id


def _casts() -> Select[*tuple[Any, ...]]:
    columns = (Cast.id, Cast.commitment, Cast.cast_at, Cast.number, Ballot.casts, Ballot.apart)
    return select(*columns).join(Ballot, Ballot.id == Cast.ballot_id)


def _given(query: Select[*tuple[Any, ...]]) -> Given | None:
    row = db.session.execute(query.order_by(Cast.number.desc()).limit(1)).first()
    return Given(*row) if row else None
