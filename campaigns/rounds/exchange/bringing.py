"""Bringing a vote in: the campaign, its ideas, the ballot paper, every ballot as it was cast; in steps so short that nobody waits.

`casting.cast` is the verb for people, one at a time; here the same rows are written many at once. Running it again brings in
what is new in the file: a changed ballot is a further cast, as a person's would be.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.foundation.db import db
from app.foundation.errors import Conflict
from app.foundation.tables import Row
from app.foundation.unit_of_work import step
from campaigns.ideas.imports import bringing as texts
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.domain import opening
from campaigns.rounds.ballots.domain.casting import RANDOM
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Cast
from campaigns.rounds.exchange import target
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.votes import Offer, Vote, Voter
from campaigns.rounds.ledger import spelling
from campaigns.rounds.models import Round

# As many ballots as a step of some 30 ms keeps.
A_STEP = 250
COLUMNS = {name: name for name in ("source_id", "title", "text", "track", "author", "created_at")}
Progress = Callable[[int], None]


@dataclass
class Outcome:
    """What came of an import: `ballots` are those of people that are new or changed, `casts` with their history."""

    ideas: texts.Outcome = field(default_factory=texts.Outcome)
    ballots: int = 0
    casts: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Known:
    """A ballot that an earlier run brought in."""

    id: int
    pseudonym: str
    marks: str
    casts: int


@dataclass(frozen=True)
class _Came:
    """A ballot that is new or changed: its further casts as (text of the choice, time)."""

    voter: Voter
    casts: Sequence[tuple[str, datetime]]
    known: _Known | None


def bring(slug: str, vote: Vote, *, is_public: bool, now: datetime, progress: Progress = lambda _: None) -> Outcome:
    """Brings a vote into the campaign with this address; made where it is not there. Raises Broken where that cannot be."""
    round_ = target.find(slug, vote) or target.make(slug, vote, now)
    round_id, campaign_id = round_.id, round_.campaign_id
    outcome = Outcome()
    for stands in (True, False):
        # What was taken off the ballot is not published here either: it goes to the moderators.
        offers = [offer for offer in vote.offers if (not offer.hidden_because) == stands]
        way = texts.Way(campaign_id, COLUMNS, is_public and stands, now)
        _add(outcome.ideas, texts.bring(rows_of(offers), way))
    ids = target.lay(db.session.get_one(Round, round_id), vote.offers, now)
    _bring_ballots(round_id, vote.voters, ids, outcome, now, progress)
    target.finish(db.session.get_one(Round, round_id), vote, now)
    return outcome


def check(slug: str, vote: Vote, *, now: datetime) -> Outcome:
    """What an import would do, without doing it."""
    round_ = target.find(slug, vote)
    way = texts.Way(round_.campaign_id if round_ else 0, COLUMNS, True, now)
    outcome = Outcome(ideas=texts.check(rows_of(vote.offers), way))
    ids = texts.ideas_by_source(round_.campaign_id) if round_ else {}
    known = _known(round_.id) if round_ else {}
    ids |= {offer.source_id: -place for place, offer in enumerate(vote.offers) if offer.source_id not in ids}
    for _ in _changed(vote.voters, ids, known, outcome, now):
        pass
    return outcome


def rows_of(offers: Iterable[Offer]) -> list[Row]:
    """The ideas as rows of a table."""
    return [
        Row(
            number,
            {
                "source_id": offer.source_id,
                "title": offer.title,
                "text": offer.text,
                "track": offer.track,
                "author": offer.author,
                "created_at": offer.written_at.isoformat() if offer.written_at else "",
            },
        )
        for number, offer in enumerate(offers, 1)
    ]


def _add(all_: texts.Outcome, some: texts.Outcome) -> None:
    all_.ideas += some.ideas
    all_.held += some.held
    all_.unchanged += some.unchanged
    all_.refusals += some.refusals


def _known(round_id: int) -> dict[str, _Known]:
    columns = (Ballot.source_id, Ballot.id, Ballot.pseudonym, Ballot.marks, Ballot.casts)
    rows = db.session.execute(select(*columns).where(Ballot.round_id == round_id, Ballot.source_id.is_not(None)))
    known = {row.source_id: _Known(row.id, row.pseudonym, row.marks, row.casts) for row in rows}
    db.session.rollback()
    return known


def _changed(
    voters: Iterable[Voter], ids: Mapping[str, int], known: Mapping[str, _Known], outcome: Outcome, now: datetime
) -> Iterator[_Came]:
    """The ballots that are new or changed; the others, and all casts, are counted into the outcome."""
    for voter in voters:
        before = known.get(voter.source_id)
        casts = [(spelled(choice, ids), at or now) for choice, at in voter.casts]
        if before is not None:
            # The last known cast may have grown since it was read; the ones before it are history.
            casts = casts[before.casts - 1 :] if len(casts) >= before.casts else casts[-1:]
            casts = casts[1:] if casts[0][0] == before.marks else casts
        if casts:
            outcome.ballots += 1
            outcome.casts += len(casts)
            yield _Came(voter, casts, before)
        else:
            outcome.unchanged += 1


def spelled(choice: Iterable[tuple[str, int]], ids: Mapping[str, int]) -> str:
    """A choice in ids of ideas."""
    return marks.spell(marks.of((ids[source_id], value) for source_id, value in choice))


def _bring_ballots(
    round_id: int,
    voters: Iterable[Voter],
    ids: Mapping[str, int],
    outcome: Outcome,
    now: datetime,
    progress: Progress,
) -> None:
    fingerprint = db.session.scalars(select(Round.rule_fingerprint).where(Round.id == round_id)).one()
    changed = _changed(voters, ids, _known(round_id), outcome, now)
    seen = 0
    while some := list(islice(changed, A_STEP)):
        new = [one for one in some if one.known is None]
        pseudonyms = {one.voter.source_id: secrets.token_hex(RANDOM) for one in new}
        pseudonyms |= {one.voter.source_id: one.known.pseudonym for one in some if one.known}
        casts = [row for one in some for row in _casts(one, round_id, fingerprint, pseudonyms[one.voter.source_id])]
        with step():
            _hold(round_id)
            numbers = _put(round_id, new, pseudonyms)
            _change([one for one in some if one.known])
            numbers |= {one.voter.source_id: one.known.id for one in some if one.known}
            kept = [{**row, "ballot_id": numbers[row.pop("voter")]} for row in casts]
            db.session.connection().execute(insert(Cast), kept)
        progress(outcome.ballots + outcome.unchanged - seen)
        seen = outcome.ballots + outcome.unchanged
    progress(outcome.ballots + outcome.unchanged - seen)


def _hold(round_id: int) -> None:
    try:
        opening.hold_open(round_id, BallotChannel.IMPORT)
    except Conflict as refused:
        raise Broken([Damage(0, f"ballots are new or changed, and {refused.reason}")]) from None


def _casts(came: _Came, round_id: int, fingerprint: str, pseudonym: str) -> Iterator[dict[str, Any]]:
    first = came.known.casts + 1 if came.known else 1
    for number, (text, at) in enumerate(came.casts, first):
        salt = secrets.token_hex(RANDOM)
        yield {
            "voter": came.voter.source_id,
            "round_id": round_id,
            "number": number,
            "marks": text,
            "cast_at": at,
            "salt": salt,
            "commitment": spelling.commitment(fingerprint, pseudonym, text, salt),
        }


def _put(round_id: int, new: Sequence[_Came], pseudonyms: Mapping[str, str]) -> dict[str, int]:
    """Keeps new ballots. Returns their ids by the voter's source id."""
    if not new:
        return {}
    rows = [
        {
            "round_id": round_id,
            "source_id": one.voter.source_id,
            "channel": one.voter.channel,
            "pseudonym": pseudonyms[one.voter.source_id],
            "marks": one.casts[-1][0],
            "casts": len(one.casts),
            "first_cast_at": one.casts[0][1],
            "cast_at": one.casts[-1][1],
        }
        for one in new
    ]
    kept = db.session.connection().execute(insert(Ballot).returning(Ballot.source_id, Ballot.id), rows)
    return {str(source_id): ballot_id for source_id, ballot_id in kept}


def _change(changed: Sequence[_Came]) -> None:
    if not changed:
        return
    row = update(Ballot).where(Ballot.id == bindparam("row"))
    row = row.values(marks=bindparam("text"), casts=Ballot.casts + bindparam("more"), cast_at=bindparam("at"))
    values = [
        {"row": one.known.id, "text": one.casts[-1][0], "more": len(one.casts), "at": one.casts[-1][1]}
        for one in changed
        if one.known
    ]
    db.session.connection().execute(row, values)
