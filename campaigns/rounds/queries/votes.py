"""The recount of a vote: every ballot read anew, equal ones counted once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from campaigns.rounds.ledger.queries import journal, opened
from campaigns.rounds.models import Round
from campaigns.rounds.queries.recounted import Recount

SPAN = 20_000
OF_IDEAS = (EntryKind.HIDE, EntryKind.SHOW, EntryKind.JOIN, EntryKind.PART)

# By channel the choices, and how many ballots say just that; by channel or cell of channels what each idea got.
Piles = dict[str, Counter[str]]
Tallies = dict[str, dict[int, Tally]]


@dataclass
class Cast:
    """Ballots as they were read. By channel the voters, and either the choices or, where those are not needed, single marks."""

    voters: Counter[str] = field(default_factory=Counter)
    texts: Piles = field(default_factory=dict)
    marks: Piles = field(default_factory=dict)
    places: Counter[int | None] = field(default_factory=Counter)
    casts: int = 0

    def tallies(self, poll: Poll) -> Tallies:
        """What each idea got, by channel."""
        singly = {channel: poll.tally(pile.items()) for channel, pile in self.texts.items()}
        return singly | {channel: poll.tally_marks(pile) for channel, pile in self.marks.items()}


def of_votes(round_: Round) -> Recount:
    """Counts a vote anew: all ballots, and without those set apart.

    What is hidden, joined and set apart is read from the notes that the ledger holds at its last check mark; until there is one,
    from all of them. The document says so by the size and the root of the ledger.
    """
    options = opened.of_round(round_.id)
    size, root = last_mark(round_.id)
    poll = Poll(round_.rule, candidates(options), changes(round_.id, size), journal.first_end(round_.id))
    cast, apart = _read(round_.id, singly=poll.counts_singly), set_apart(round_.id, size)
    cell_of, voters = cells.of_channels(cast.voters), cast.voters.total()
    raw = _merge(cell_of, cast.tallies(poll))
    cleaned = _less(raw, _merge(cell_of, {channel: poll.tally(pile.items()) for channel, pile in apart.items()}))
    left = voters - sum(pile.total() for pile in apart.values())
    counts = {
        "raw": (poll.decide(voters, _whole(raw), _equal(cast.texts)), raw),
        "cleaned": (poll.decide(left, _whole(cleaned), _equal(cast.texts, apart)), cleaned),
    }
    details = {
        **{name: _as_json(*found) for name, found in counts.items()},
        "result": round_.rule["result"],
        "ledger": {"size": size, "root": root},
        "turnout": _turnout(cast, cell_of),
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
    return _read(round_id, singly=True).texts


def _read(round_id: int, *, singly: bool) -> Cast:
    """Reads all ballots, a span of ids at a time. The database joins their texts: a row for each would take longer than all else."""
    found = Cast()
    # Not by the index of the round, which would be gone through once for each span.
    of_round = Ballot.round_id + 0 == round_id
    first, last = db.session.execute(
        select(func.min(Ballot.id), func.max(Ballot.id)).where(Ballot.round_id == round_id)
    ).one()
    place = (type_coerce(Ballot.channel, String), Ballot.territory_id)
    numbers = (func.count(), func.sum(Ballot.casts), func.aggregate_strings(Ballot.marks, ";"))
    for start in range(first or 0, (last or 0) + 1, SPAN):
        span = Ballot.id.between(start, start + SPAN - 1)
        query: Any = select(*place, *numbers).where(of_round, span).group_by(Ballot.channel, Ballot.territory_id)
        for channel, territory_id, voters, casts, texts in db.session.execute(query):
            found.voters[channel] += voters
            found.places[territory_id] += voters
            found.casts += int(casts)
            if singly:
                found.texts.setdefault(channel, Counter()).update(texts.split(";"))
            else:
                found.marks.setdefault(channel, Counter()).update(texts.replace(";", ",").split(","))
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


def _merge(cell_of: Mapping[str, str], tallies: Tallies) -> Tallies:
    found: Tallies = {}
    for channel, by_idea in tallies.items():
        into = found.setdefault(cell_of[channel], {})
        for idea_id, tally in by_idea.items():
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


def _turnout(cast: Cast, cell_of: Mapping[str, str]) -> dict[str, Any]:
    by_cell: Counter[str] = Counter()
    for channel, voters in cast.voters.items():
        by_cell[cell_of[channel]] += voters
    named = select(Territory.id, Territory.name).where(Territory.id.in_([id for id in cast.places if id is not None]))
    names: dict[int | None, str] = dict(db.session.execute(named).all())
    places = cells.of_places((names.get(id, ""), voters) for id, voters in cast.places.items())
    return {
        "voters": cast.voters.total(),
        "casts": cast.casts,
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
