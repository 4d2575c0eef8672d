"""The recount of a vote: every ballot read anew, equal ones counted once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import String, func, select, type_coerce

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.rounds import cells
from campaigns.rounds.ballots.models import Ballot, BallotChannel, Option
from campaigns.rounds.counting.counts import NOBODY, Poll
from campaigns.rounds.counting.effective import changes_of
from campaigns.rounds.counting.supports import Entry, Place
from campaigns.rounds.counting.values import Candidate, Changes, Count, Row, Tally
from campaigns.rounds.ledger.models import Checkpoint, EntryKind, RoundNote
from campaigns.rounds.ledger.queries import opened
from campaigns.rounds.models import Round
from campaigns.rounds.queries.recounted import Recount

BATCH = 20_000
OF_IDEAS = (EntryKind.HIDE, EntryKind.SHOW, EntryKind.JOIN, EntryKind.PART)

# By channel the choices, and how many ballots say just that; by cell of channels what each idea got.
Piles = dict[str, Counter[str]]
Tallies = dict[str, dict[int, Tally]]


def of_votes(round_: Round) -> Recount:
    """Counts a vote anew: all ballots, and without those set apart.

    What is hidden, joined and set apart is read from the notes that the ledger holds at its last check mark; until there is one,
    from all of them. The document says so by the size and the root of the ledger.
    """
    options = opened.of_round(round_.id)
    size, root = last_mark(round_.id)
    poll = Poll(round_.rule, candidates(options), changes(round_.id, size), root or None)
    cast, apart = piles(round_.id), set_apart(round_.id, size)
    cell_of = cells.of_channels({channel: pile.total() for channel, pile in cast.items()})
    raw = _add_up(poll, cast, cell_of)
    cleaned = _less(raw, _add_up(poll, apart, cell_of))
    counts = {
        "raw": (poll.decide(_voters(cast), _whole(raw), _equal(cast)), raw),
        "cleaned": (poll.decide(_voters(cast) - _voters(apart), _whole(cleaned), _equal(cast, apart)), cleaned),
    }
    details = {
        **{name: _as_json(*found) for name, found in counts.items()},
        "result": round_.rule["result"],
        "ledger": {"size": size, "root": root},
        "turnout": _turnout(round_.id, cast, cell_of),
    }
    count, by_cell = counts[round_.rule["result"]]
    on_site = cell_of.get(BallotChannel.SITE, "")
    return Recount(
        rule=dict(round_.rule),
        places=_places(count, by_cell.get(on_site, {}), options),
        ballots=count.voters,
        people=details["turnout"]["channels"].get(on_site, 0),
        document={**details, "rule": round_.rule_fingerprint, "options": opened.fingerprint(round_.id)},
        details=details,
    )


def candidates(options: Sequence[Option]) -> list[Candidate]:
    """Options as counting takes them."""
    return [Candidate(option.idea_id, option.place, option.cost) for option in options]


def last_mark(round_id: int) -> tuple[int, str]:
    """The size and the root of the ledger at its last check mark; 0 and nothing where there is none yet."""
    marks = select(Checkpoint.size, Checkpoint.root).where(Checkpoint.round_id == round_id)
    row = db.session.execute(marks.order_by(Checkpoint.size.desc()).limit(1)).one_or_none()
    return (row.size, row.root) if row else (0, "")


def changes(round_id: int, size: int = 0) -> Changes:
    """What is hidden and joined by the notes in a ledger of this size; by all notes where it is 0."""
    notes = select(RoundNote.kind, RoundNote.idea_id, RoundNote.into_id).where(
        RoundNote.round_id == round_id, RoundNote.kind.in_(OF_IDEAS)
    )
    notes = notes.where(RoundNote.seq < size).order_by(RoundNote.seq) if size else notes.order_by(RoundNote.id)
    return changes_of((kind, idea_id or 0, into_id) for kind, idea_id, into_id in db.session.execute(notes))


def piles(round_id: int) -> Piles:
    """All ballots of a round by channel, equal ones together."""
    found: Piles = {}
    # The channel as its word: a million enumerations would take as long as everything else.
    query = select(type_coerce(Ballot.channel, String), Ballot.marks).where(Ballot.round_id == round_id)
    for rows in db.session.execute(query.execution_options(yield_per=BATCH)).partitions():
        by_channel: dict[str, list[str]] = {}
        for channel, text in rows:
            by_channel.setdefault(channel, []).append(text)
        for channel, texts in by_channel.items():
            found.setdefault(channel, Counter()).update(texts)
    return found


def set_apart(round_id: int, size: int = 0) -> Piles:
    """The ballots set apart by the last note about them in a ledger of this size; by the last of all where it is 0."""
    notes = select(RoundNote.ballot_id, RoundNote.kind).where(
        RoundNote.round_id == round_id, RoundNote.kind.in_((EntryKind.APART, EntryKind.COUNTED))
    )
    notes = notes.where(RoundNote.seq < size).order_by(RoundNote.seq) if size else notes.order_by(RoundNote.id)
    last: dict[Any, EntryKind] = dict(db.session.execute(notes).all())
    ids = [ballot_id for ballot_id, kind in last.items() if kind == EntryKind.APART]
    found: Piles = {}
    columns = select(type_coerce(Ballot.channel, String), Ballot.marks)
    for start in range(0, len(ids), 500):
        for channel, text in db.session.execute(columns.where(Ballot.id.in_(ids[start : start + 500]))):
            found.setdefault(channel, Counter())[text] += 1
    return found


def _add_up(poll: Poll, cast: Piles, cell_of: Mapping[str, str]) -> Tallies:
    found: Tallies = {}
    for channel, pile in cast.items():
        into = found.setdefault(cell_of[channel], {})
        for idea_id, tally in poll.tally(pile.items()).items():
            into[idea_id] = into.get(idea_id, NOBODY) + tally
    return found


def _less(tallies: Tallies, other: Tallies) -> Tallies:
    return {
        cell: {idea_id: tally - other.get(cell, {}).get(idea_id, NOBODY) for idea_id, tally in by_idea.items()}
        for cell, by_idea in tallies.items()
    }


def _whole(tallies: Tallies) -> dict[int, Tally]:
    ids = {idea_id for by_idea in tallies.values() for idea_id in by_idea}
    return {
        idea_id: reduce(add, (by_idea.get(idea_id, NOBODY) for by_idea in tallies.values()), NOBODY) for idea_id in ids
    }


def _voters(cast: Piles) -> int:
    return sum(pile.total() for pile in cast.values())


def _equal(cast: Piles, apart: Piles | None = None) -> Iterator[tuple[str, int]]:
    """Choices and how many ballots say just that, without those set apart."""
    for channel, pile in cast.items():
        taken: Mapping[str, int] = (apart or {}).get(channel, {})
        for text, number in pile.items():
            left = number - taken.get(text, 0)
            if left:
                yield text, left


def _as_json(count: Count, by_cell: Tallies) -> dict[str, Any]:
    return {
        "voters": count.voters,
        "quorum_met": count.quorum_met,
        "rows": [
            {
                "id": row.id,
                "votes": row.votes,
                "against": row.against,
                "score": str(row.score),
                "rank": row.rank,
                "winner": row.winner,
                "channels": {cell: by_idea.get(row.id, NOBODY).votes for cell, by_idea in by_cell.items()},
            }
            for row in count.rows
        ],
    }


def _turnout(round_id: int, cast: Piles, cell_of: Mapping[str, str]) -> dict[str, Any]:
    by_cell: Counter[str] = Counter()
    for channel, pile in cast.items():
        by_cell[cell_of[channel]] += pile.total()
    numbers = (func.count(), func.coalesce(func.sum(Ballot.casts), 0))
    rows = db.session.execute(
        select(func.coalesce(Territory.name, ""), *numbers)
        .select_from(Ballot)
        .outerjoin(Territory, Territory.id == Ballot.territory_id)
        .where(Ballot.round_id == round_id)
        .group_by(Territory.name)
    ).all()
    places = cells.of_places((name, voters) for name, voters, _ in rows)
    return {
        "voters": _voters(cast),
        "casts": sum(int(casts) for _, _, casts in rows),
        "channels": dict(by_cell),
        "territories": [{"name": name, "voters": voters} for name, voters in places],
    }


def _places(count: Count, on_site: Mapping[int, Tally], options: Sequence[Option]) -> list[Place]:
    by_id = {option.idea_id: option for option in options}
    return [Place(_entry(row, by_id[row.id], on_site.get(row.id, NOBODY)), row.rank, row.winner) for row in count.rows]


def _entry(row: Row, option: Option, on_site: Tally) -> Entry:
    return Entry(
        row.id,
        option.number,
        option.laid_at,
        on_site.votes,
        row.votes - on_site.votes,
        row.against,
        str(row.score),
        option.cost,
    )
