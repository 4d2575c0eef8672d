"""The count of ballots by the rule of a vote."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.budgets import greedy
from campaigns.rounds.counting.effective import counts_as, settled
from campaigns.rounds.counting.scores import score_of
from campaigns.rounds.counting.shares import equal_shares
from campaigns.rounds.counting.tallies import of_marks, tally
from campaigns.rounds.counting.ties import order_of
from campaigns.rounds.counting.values import Candidate, Changes, Count, Row, Tally

UNCHANGED = Changes()
NOBODY = Tally()

# The text of a choice and how many ballots say just that.
Ballots = Iterable[tuple[str, int]]


def count(
    rule: Mapping[str, Any],
    candidates: Iterable[Candidate],
    ballots: Ballots,
    *,
    changes: Changes = UNCHANGED,
    seed: str | None = None,
) -> Count:
    """Counts ballots by the rule of a vote, in whatever order they come.

    Ideas that are hidden or go on in another one on the ballot have no row. `seed` is what lots are drawn from (ties.py).
    An idea below the rule's threshold of votes never wins; a ballot on which nothing is left that counts is still a voter.
    Raises KeyError for a counting that this release does not know, ValueError where a budget is spent and a cost is missing.
    """
    cast: Counter[str] = Counter()
    for text, number in ballots:
        cast[text] += number
    poll = Poll(rule, candidates, changes, seed)
    return poll.decide(cast.total(), poll.tally(cast.items()), cast.items())


class Poll:
    """A rule and the ideas it counts: adds parts of the ballots up, and decides on the sum."""

    def __init__(
        self,
        rule: Mapping[str, Any],
        candidates: Iterable[Candidate],
        changes: Changes = UNCHANGED,
        seed: str | None = None,
    ) -> None:
        self._rule, self._kind = rule, rule["ballot"]["kind"]
        self._on_ballot = {candidate.id: candidate for candidate in candidates}
        self._as = counts_as(self._on_ballot, changes)
        self._standing = [one for id, one in self._on_ballot.items() if self._as.get(id) == id]
        self._tie = order_of(rule["ties"], seed)

    @property
    def counts_singly(self) -> bool:
        """Whether ballots must be looked at one by one: the rule needs them whole, or something on them was hidden or joined."""
        is_touched = any(self._as.get(id) != id for id in self._on_ballot)
        return is_touched or self._rule["counting"]["rule"] == "equal shares"

    def tally_marks(self, marks: Mapping[str, int]) -> dict[int, Tally]:
        """What each idea got from marks as they are spelled, and how often; only where ballots need not be looked at singly."""
        return of_marks(marks, self._kind)

    def tally(self, ballots: Ballots) -> dict[int, Tally]:
        """What each idea got from these ballots."""
        return tally(settled(ballots, self._on_ballot, self._as, self._kind), self._kind)

    def decide(self, voters: int, tallies: Mapping[int, Tally], ballots: Ballots) -> Count:
        """The count of all ballots by their sum. The ballots themselves are only read where the rule needs them: equal shares."""
        score = score_of(self._rule)
        scores = {
            one.id: score(tallies.get(one.id, NOBODY), self._rule, len(self._on_ballot)) for one in self._standing
        }
        order = sorted(self._standing, key=lambda one: (-scores[one.id], *self._tie(one)))
        is_quorate = voters >= self._rule.get("quorum", 0)
        least = self._rule.get("threshold", 0)
        eligible = [one for one in order if tallies.get(one.id, NOBODY).votes >= least]
        winners = self._winners(eligible, ballots) if is_quorate else set()
        return Count(voters, is_quorate, _rows(order, tallies, scores, winners))

    def _winners(self, order: Sequence[Candidate], ballots: Ballots) -> set[int]:
        counting = self._rule["counting"]
        if counting["rule"] == "greedy":
            return greedy(order, counting["budget"], counting["over"])
        if counting["rule"] == "equal shares":
            cast = settled(ballots, self._on_ballot, self._as, self._kind)
            return equal_shares(
                sorted(order, key=self._tie),
                [(marks.read(text), number) for text, number in cast],
                counting["budget"],
                completion=counting["completion"],
                by_points=self._kind == "points",
            )
        return {one.id for one in order[: self._rule["winners"]]}


def _rows(
    order: Sequence[Candidate], tallies: Mapping[int, Tally], scores: Mapping[int, Fraction], winners: set[int]
) -> tuple[Row, ...]:
    return tuple(
        Row(one.id, got.votes, got.against, scores[one.id], rank, one.id in winners)
        for rank, one in enumerate(order, 1)
        for got in (tallies.get(one.id, NOBODY),)
    )
