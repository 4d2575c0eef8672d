"""Votes with their accounts and traces, as many at once as rules that set votes apart look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert, select

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds.apart import rules, words
from campaigns.rounds.apart.domain import traces
from campaigns.rounds.apart.models import Look
from campaigns.rounds.apart.signs import Sign
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast, Option
from campaigns.rounds.ledger.models import EntryKind, RoundNote
from campaigns.rounds.models import Round
from campaigns.rounds.slots import CastSeen, Seen

APART = [rules.usual(rules.NEW_ACCOUNTS), rules.usual(rules.SWARM)]
MINUTE = timedelta(minutes=1)
LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True)
class Voter:
    """One vote to be put: the choice, when it was cast, how long the account had been there, and where it came from."""

    marks: str
    cast_at: datetime
    had_account: timedelta
    network: str
    program: str


def options_of(round_: Round) -> list[int]:
    """The ideas on the ballot, in its order."""
    query = select(Option.idea_id).where(Option.round_id == round_.id).order_by(Option.place)
    return list(db.session.scalars(query))


def put_voters(round_: Round, voters: Sequence[Voter], name: str) -> list[int]:
    """The ballots with their casts and traces, as casting leaves them; gives their ids."""
    with step():
        accounts = db.session.scalars(
            insert(Account).returning(Account.id, sort_by_parameter_order=True),
            [_account(f"{name}{number}", one) for number, one in enumerate(voters)],
        ).all()
        ballots = db.session.scalars(
            insert(Ballot).returning(Ballot.id, sort_by_parameter_order=True),
            [_ballot(round_, name, account_id, one) for account_id, one in zip(accounts, voters, strict=True)],
        ).all()
        casts = db.session.scalars(
            insert(Cast).returning(Cast.id, sort_by_parameter_order=True),
            [_cast(round_, name, ballot_id, one) for ballot_id, one in zip(ballots, voters, strict=True)],
        ).all()
        for cast_id, one in zip(casts, voters, strict=True):
            traces.keep_seen(CastSeen(round_.id, round_.rule, cast_id, Seen(one.network, one.program), one.cast_at))
    return list(ballots)


def _account(name: str, voter: Voter) -> dict[str, object]:
    # Letters that nobody else has: an address that was made in a row would be a sign.
    email = f"{Random(name).getrandbits(48):012x}@example.org".translate(LETTERS)
    return {
        "email": email,
        "email_key": email,
        "password_hash": "",
        "given_name": "Анна",
        "language": "en",
        "created_at": voter.cast_at - voter.had_account,
        "email_confirmed_at": voter.cast_at,
    }


def _ballot(round_: Round, name: str, account_id: int, voter: Voter) -> dict[str, object]:
    return {
        "round_id": round_.id,
        "account_id": account_id,
        "channel": BallotChannel.SITE,
        "pseudonym": f"{name}{account_id}",
        "marks": voter.marks,
        "first_cast_at": voter.cast_at,
        "cast_at": voter.cast_at,
    }


def _cast(round_: Round, name: str, ballot_id: int, voter: Voter) -> dict[str, object]:
    return {
        "round_id": round_.id,
        "ballot_id": ballot_id,
        "number": 1,
        "marks": voter.marks,
        "cast_at": voter.cast_at,
        "commitment": f"{name}{ballot_id}",
    }


def put_crowd(round_: Round, count: int = 60) -> list[int]:
    """People who vote for this and that, over days, from here and there."""
    ideas, draw, now = options_of(round_), Random(5), clock.now()
    voters = [
        Voter(
            marks=f"{draw.choice(ideas[:4])}:1",
            cast_at=now - draw.uniform(1, 55) * 60 * MINUTE,
            had_account=timedelta(days=draw.uniform(1, 200)),
            network=f"203.0.{draw.randrange(40)}.9",
            program=f"Browser {draw.randrange(7)}",
        )
        for _ in range(count)
    ]
    return put_voters(round_, voters, "crowd")


def set_apart(ballot: Ballot) -> Ballot:
    """A ballot that a rule has set apart, as the open journal says."""
    with step():
        held = db.session.get_one(Ballot, ballot.id)
        held.apart = True
        reason = words.reason(rules.SWARM, [Sign.CHOICE, Sign.BURST, Sign.AGE])
        about = {"ballot_id": held.id, "code": rules.SWARM, "reason": reason}
        db.session.add(RoundNote(round_id=held.round_id, kind=EntryKind.APART, made_at=clock.now(), **about))
    return held


def ask_to_look(ballot: Ballot, said: str) -> int:
    """The voter's request that a person looks."""
    with step():
        look = Look(ballot_id=ballot.id, asked_at=clock.now(), words=said)
        db.session.add(look)
    return look.id


def put_bots(round_: Round, count: int = 20) -> list[int]:
    """Accounts made minutes before that cast one same ballot, with one tool through foreign networks."""
    target, draw, now = options_of(round_)[4], Random(9), clock.now()
    voters = [
        Voter(
            marks=f"{target}:1",
            cast_at=now - draw.uniform(10, 80) * MINUTE,
            had_account=draw.uniform(2, 9) * MINUTE,
            network=f"192.{number}.2.1",
            program="tool/1.0",
        )
        for number in range(count)
    ]
    return put_voters(round_, voters, "bot")
