"""What counting takes and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Candidate:
    """An idea on the ballot: its `place` there from 1, and what it costs where there is a budget."""

    id: int
    place: int
    cost: int | None = None


@dataclass(frozen=True)
class Changes:
    """What happened to ideas on the ballot after people voted: those hidden now, and those that go on in another one."""

    hidden: frozenset[int] = frozenset()
    joined: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """The ballots that name an idea (for-against: those for it) and those against it, the sum of all values and of their squares.

    Tallies of parts of the ballots add up to the tally of all.
    """

    votes: int = 0
    against: int = 0
    total: int = 0
    squares: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.votes + other.votes,
            self.against + other.against,
            self.total + other.total,
            self.squares + other.squares,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(
            self.votes - other.votes,
            self.against - other.against,
            self.total - other.total,
            self.squares - other.squares,
        )


@dataclass(frozen=True)
class Row:
    """Where the rule puts an idea: `rank` from 1 without gaps or repeats by falling `score`, and whether it wins.

    Where a budget is spent an idea in front may be too dear, so that winners are not always the first.
    """

    id: int
    votes: int
    against: int
    score: Fraction
    rank: int
    winner: bool


@dataclass(frozen=True)
class Count:
    """The count of some ballots. Where there were fewer voters than the quorum asks for nobody wins."""

    voters: int
    quorum_met: bool
    rows: tuple[Row, ...]
