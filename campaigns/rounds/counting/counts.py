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
from campaigns.rounds.counting.tallies import tally
from campaigns.rounds.counting.ties import order_of
from campaigns.rounds.counting.values import Candidate, Changes, Count, Row, Tally

NOTHING = Changes()


def count(
    rule: Mapping[str, Any],
    candidates: Iterable[Candidate],
    ballots: Iterable[tuple[str, int]],
    *,
    changes: Changes = NOTHING,
    seed: str | None = None,
) -> Count:
    """Counts ballots (text of the choice, how many are equal) by the rule of a vote, in whatever order they come.

    Ideas that are hidden or go on in another one on the ballot have no row. `seed` is what lots are drawn from (ties.py).
    An idea below the rule's threshold of votes never wins; a ballot on which nothing is left that counts is still a voter.
    Raises KeyError for a counting that this release does not know, ValueError where a budget is spent and a cost is missing.
    """
    kind, on_ballot = rule["ballot"]["kind"], {candidate.id: candidate for candidate in candidates}
    as_ = counts_as(on_ballot, changes)
    standing = [candidate for id, candidate in on_ballot.items() if as_.get(id) == id]
    cast: Counter[str] = Counter()
    for text, number in settled(ballots, on_ballot, as_, kind):
        cast[text] += number
    voters, tallies = cast.total(), tally(cast.items(), kind)
    score = score_of(rule)
    scores = {one.id: score(tallies.get(one.id, Tally()), rule, len(on_ballot)) for one in standing}
    tie = order_of(rule["ties"], seed)
    order = sorted(standing, key=lambda one: (-scores[one.id], *tie(one)))
    is_quorate = voters >= rule.get("quorum", 0)
    winners: set[int] = set()
    if is_quorate:
        least = rule.get("threshold", 0)
        eligible = [one for one in order if tallies.get(one.id, Tally()).votes >= least]
        winners = _winners(rule, eligible, sorted(eligible, key=tie), cast)
    return Count(voters, is_quorate, _rows(order, tallies, scores, winners))


def _winners(
    rule: Mapping[str, Any], order: Sequence[Candidate], by_tie: Sequence[Candidate], cast: Mapping[str, int]
) -> set[int]:
    counting = rule["counting"]
    if counting["rule"] == "greedy":
        return greedy(order, counting["budget"], counting["over"])
    if counting["rule"] == "equal shares":
        choices = [(marks.read(text), number) for text, number in cast.items()]
        by_points = rule["ballot"]["kind"] == "points"
        return equal_shares(by_tie, choices, counting["budget"], completion=counting["completion"], by_points=by_points)
    return {one.id for one in order[: rule["winners"]]}


def _rows(
    order: Sequence[Candidate], tallies: Mapping[int, Tally], scores: Mapping[int, Fraction], winners: set[int]
) -> tuple[Row, ...]:
    return tuple(
        Row(one.id, got.votes, got.against, scores[one.id], rank, one.id in winners)
        for rank, one in enumerate(order, 1)
        for got in (tallies.get(one.id, Tally()),)
    )
