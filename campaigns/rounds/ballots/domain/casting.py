"""Casting a ballot: one row of truth per voter and round, its history beside it, a receipt at once.

Nothing is counted here and nothing is written to the ledger: jobs look for what is new.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    and_,
    bindparam,
    exists,
    inspect,
    literal_column,
    or_,
    select,
    true,
    update,
)

from app.foundation.db import db
from app.foundation.errors import TooMany
from app.foundation.unit_of_work import writing
from app.foundation.upserts import upsert
from campaigns.contributions.models import Contribution, State
from campaigns.rounds import reasons
from campaigns.rounds.ballots import choices, marks
from campaigns.rounds.ballots.choices import Offered
from campaigns.rounds.ballots.domain import eligibility, opening
from campaigns.rounds.ballots.domain.eligibility import Standing
from campaigns.rounds.ballots.domain.opening import Held
from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast, Option
from campaigns.rounds.ledger import spelling
from campaigns.rounds.slots import CAST_SEEN, CastSeen, Seen

RANDOM = 16
# Whoever changes a ballot more often waits between one change and the next: the journal is read by everyone, and is no drum.
MANY_CASTS, PAUSE = 100, timedelta(minutes=10)
LARGEST = 1 << 62
# Made once, and of tables: a vote is cast as quickly as can be.
_ballots, _casts = inspect(Ballot).local_table, inspect(Cast).local_table
_options, _texts = inspect(Option).local_table, inspect(Contribution).local_table
_OPTIONS = (
    select(_options.c.idea_id, _options.c.title, _options.c.cost, _texts.c.state)
    .join(_texts, _texts.c.id == _options.c.idea_id)
    .where(_options.c.round_id == bindparam("round_id"))
)
_MANY = _OPTIONS.where(_options.c.idea_id.in_(bindparam("ids", expanding=True)))
FEW = 20
# Whose ballots come from people at their devices; paper and files are read by somebody else.
CHANGEABLE = frozenset({"account_id", "code_id"})
FIELDS = ("round_id", "channel", "pseudonym", "territory_id", "marks", "casts", "first_cast_at", "cast_at", "apart")


@dataclass(frozen=True)
class Voter:
    """Whose ballot it is: exactly one of account, code, slip and source. An account's or a code's place is looked up."""

    account_id: int | None = None
    code_id: int | None = None
    slip_id: int | None = None
    source_id: str | None = None
    territory_id: int | None = None


@dataclass(frozen=True)
class Receipt:
    """What a voter keeps: the code of their commitment. `number` says how often they have cast, this time included."""

    code: str
    ballot_id: int
    cast_id: int
    number: int


def cast(
    round_id: int,
    voter: Voter,
    chosen: Marks,
    *,
    channel: BallotChannel,
    form: str | None,
    now: datetime,
    seen: Seen | None = None,
) -> Receipt:
    """Takes the choice; the voter's last one counts. The same `form` with the same choice is cast once and gives its receipt again.

    `now` is the moment of an imported vote; any other's is the database's. Raises Conflict where no ballot is taken now,
    NotAllowed where this voter may not vote, Invalid where this is no choice on the ballot, Missing where there is no such vote,
    TooMany where somebody has cast a hundred times and the last time is less than ten minutes ago.
    """
    held = opening.hold_open(round_id, channel, voter.slip_id)
    standing = _standing(held, voter)
    eligibility.require(standing)
    choices.require(held.rule["ballot"], chosen, _offered(round_id, chosen, printed=voter.slip_id is not None))
    at = now if channel == BallotChannel.IMPORT else held.at
    ballot = _put(held, voter, standing, marks.spell(chosen), channel, form, at)
    receipt = _keep(held, ballot, marks.spell(chosen), form, at) if ballot else _known(round_id, voter, form)
    if ballot and seen and receipt.number == ballot.casts:
        CAST_SEEN.fill(CastSeen(round_id, held.rule, receipt.cast_id, seen, at))
    return receipt


def _standing(held: Held, voter: Voter) -> Standing:
    if voter.account_id is not None:
        return eligibility.of_account(held.campaign_id, held.rule.get("who", {}), voter.account_id, held.id)
    if voter.code_id is not None:
        return eligibility.of_code(held.id, voter.code_id)
    return Standing(None, voter.territory_id)


def _offered(round_id: int, chosen: Marks, *, printed: bool) -> dict[int, Offered]:
    """What is on the ballot of the chosen. On paper it was printed: hidden since, it drops out in the count, as it does of ballots
    that were cast before."""
    ids = [idea_id for idea_id, _ in chosen if 0 < idea_id < LARGEST]
    if 0 < len(ids) <= FEW:
        rows = writing().execute(_named(len(ids)), {"round_id": round_id} | {f"id_{n}": id for n, id in enumerate(ids)})
    else:
        rows = writing().execute(_MANY, {"round_id": round_id, "ids": ids})
    return {row.idea_id: Offered(row.title, row.cost, printed or row.state == State.PUBLISHED) for row in rows}


@lru_cache
def _named(number: int) -> Any:
    # Each id by a name of its own: a list that grows is spelled anew each time.
    return _OPTIONS.where(_options.c.idea_id.in_([bindparam(f"id_{one}", type_=BigInteger) for one in range(number)]))


def _put(
    held: Held,
    voter: Voter,
    standing: Standing,
    text: str,
    channel: BallotChannel,
    form: str | None,
    at: datetime,
) -> Row[Any] | None:
    """The row of truth with this choice in it; None where the form was cast before, or it has changed too often."""
    name, key = _key(voter)
    row = {
        "round_id": held.id,
        "channel": channel,
        "pseudonym": secrets.token_hex(RANDOM),
        "territory_id": standing.territory_id,
        "marks": text,
        "casts": 1,
        "first_cast_at": at,
        "cast_at": at,
        "apart": False,
        name: key,
    }
    connection = writing()
    put = _putting(connection.dialect.name, name, form is not None)
    more = ({"calm_since": at - PAUSE} if name in CHANGEABLE else {}) | ({} if form is None else {"form": form})
    return connection.execute(put, {**row, **more}).first()


@lru_cache
def _putting(dialect: str, name: str, of_form: bool) -> Any:
    new_row = upsert(_ballots, dialect).values({column: bindparam(column) for column in (*FIELDS, name)})
    new = new_row.excluded
    one = ["round_id", name] if name in {"account_id", "source_id"} else [name]
    changed = {"marks": new.marks, "channel": new.channel, "territory_id": new.territory_id, "cast_at": new.cast_at}
    # Named by its text: as a column it would not mean the row that is there already, but any ballot, and the casts of all.
    this_one: ColumnElement[int] = literal_column("ballots.id", BigInteger())
    was_cast = exists().where(_casts.c.ballot_id == this_one, _casts.c.form == bindparam("form"))
    may_change = or_(
        _ballots.c.casts < MANY_CASTS, _ballots.c.cast_at <= bindparam("calm_since", type_=_ballots.c.cast_at.type)
    )
    put = new_row.on_conflict_do_update(
        index_elements=one,
        set_={**changed, "casts": _ballots.c.casts + 1},
        where=and_(true(), *([may_change] if name in CHANGEABLE else []), *([~was_cast] if of_form else [])),
    )
    return put.returning(_ballots.c.id, _ballots.c.casts, _ballots.c.pseudonym)


def _key(voter: Voter) -> tuple[str, Any]:
    names = ("account_id", "code_id", "slip_id", "source_id")
    return next((name, getattr(voter, name)) for name in names if getattr(voter, name) is not None)


def _keep(held: Held, ballot: Row[Any], text: str, form: str | None, at: datetime) -> Receipt:
    """The cast as history, with the commitment that the ledger will hold."""
    salt = secrets.token_hex(RANDOM)
    commitment = spelling.commitment(held.rule_fingerprint, ballot.pseudonym, text, salt)
    row = {
        "ballot_id": ballot.id,
        "round_id": held.id,
        "number": ballot.casts,
        "marks": text,
        "cast_at": at,
        "salt": salt,
        "commitment": commitment,
        "form": form,
        "tallied": False,
    }
    connection = writing()
    cast_id = connection.scalar(_keeping(connection.dialect.name), row)
    if cast_id is None:
        return _undo(ballot.id, form)
    return Receipt(spelling.code(commitment), ballot.id, cast_id, ballot.casts)


@lru_cache
def _keeping(dialect: str) -> Any:
    keep = upsert(_casts, dialect).on_conflict_do_nothing(index_elements=["ballot_id", "form"])
    return keep.returning(_casts.c.id)


def _undo(ballot_id: int, form: str | None) -> Receipt:
    """The same form came twice in the same moment, and the other was quicker: the ballot is as it left it."""
    last = select(Cast.marks, Cast.cast_at).where(Cast.ballot_id == ballot_id).order_by(Cast.number.desc()).limit(1)
    row = db.session.execute(last).one()
    before = {"marks": row.marks, "cast_at": row.cast_at, "casts": Ballot.casts - 1}
    db.session.execute(update(Ballot).where(Ballot.id == ballot_id).values(**before))
    return _receipt(select(Cast).where(Cast.ballot_id == ballot_id, Cast.form == form))


def _known(round_id: int, voter: Voter, form: str | None) -> Receipt:
    name, key = _key(voter)
    whose = select(Cast).join(Ballot, Ballot.id == Cast.ballot_id).where(Ballot.round_id == round_id)
    of_form = whose.where(getattr(Ballot, name) == key, Cast.form == form)
    if form is None or not db.session.scalar(select(of_form.exists())):
        raise TooMany(reasons.CHANGED_OFTEN, int(PAUSE.total_seconds()))
    return _receipt(of_form)


def _receipt(query: Any) -> Receipt:
    cast_ = db.session.scalars(query).one()
    return Receipt(spelling.code(cast_.commitment), cast_.ballot_id, cast_.id, cast_.number)
