"""What the same ballots give by several rules."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from campaigns.rounds.ballots import marks
from campaigns.rounds.counting.counts import count
from campaigns.rounds.counting.values import Candidate, Changes
from campaigns.rounds.rules import defaults, shape
from campaigns.rounds.rules.shape import BallotKind, Counting

PERCENT = 100


@dataclass(frozen=True)
class Outcome:
    """Who wins by a counting, what that costs, and who is represented.

    `represented` are the voters of whose choice at least one wins. `share` is how much of their choice wins, the mean over all
    voters who chose anything; `least_share` that of the tenth of voters who come off worst. Both are exact.
    """

    counting: Mapping[str, Any]
    winners: tuple[int, ...]
    cost: int | None
    voters: int
    represented: int
    share: Fraction
    least_share: Fraction

    def as_json(self) -> dict[str, Any]:
        """The outcome as it is printed and published; shares in whole hundredths, rounded down."""
        return {
            "counting": dict(self.counting),
            "winners": list(self.winners),
            "cost": self.cost,
            "voters": self.voters,
            "represented": self.represented,
            "represented_percent": self.represented * PERCENT // self.voters if self.voters else 0,
            "share_percent": int(self.share * PERCENT),
            "least_share_percent": int(self.least_share * PERCENT),
        }


def fitting(rule: Mapping[str, Any], candidates: Collection[Candidate]) -> Iterator[dict[str, Any]]:
    """The rule itself, then with every other counting that fits its ballot. Where nothing is spent there are as many winners as the
    rule has; where the rule itself spends, as many as its winners with the usual limit.
    """
    yield dict(rule)
    kind, budget = shape.kind_of(rule), shape.budget_of(rule)
    may_spend = budget is not None and all(candidate.cost is not None for candidate in candidates)
    for named in shape.FITS[kind]:
        if named in shape.SPENDS and not may_spend:
            continue
        for counting in _ways(kind, named, budget):
            winners = None if named in shape.SPENDS else rule["winners"] or defaults.FEW
            if counting != rule["counting"]:
                yield {**rule, "counting": counting, "winners": winners}


def _ways(kind: BallotKind, named: Counting, budget: int | None) -> Iterator[dict[str, Any]]:
    usual = defaults.counting_for(kind, named, budget)
    if named == Counting.GREEDY:
        for by in shape.BY if kind == BallotKind.POINTS else ("votes",):
            for over in shape.OVER:
                yield {**usual, "by": by, "over": over}
    elif named == Counting.EQUAL_SHARES:
        for completion in shape.COMPLETIONS:
            yield {**usual, "completion": completion}
    else:
        yield usual


def compare(
    rule: Mapping[str, Any],
    candidates: Sequence[Candidate],
    ballots: Mapping[str, int],
    changes: Changes,
    seed: str | None = None,
) -> list[Outcome]:
    """The outcome of the rule, then of every other counting that fits, on ballots (text of the choice: how many are equal)."""
    costs = {candidate.id: candidate.cost for candidate in candidates}
    found = []
    for one in fitting(rule, candidates):
        rows = count(one, candidates, ballots.items(), changes=changes, seed=seed).rows
        winners = tuple(row.id for row in rows if row.winner)
        spent = [costs[id] for id in winners]
        cost = sum(spent) if None not in spent else None  # type: ignore[arg-type]
        found.append(Outcome(one["counting"], winners, cost, *_represented(one, ballots.items(), set(winners))))
    return found


def _represented(
    rule: Mapping[str, Any], ballots: Iterable[tuple[str, int]], winners: set[int]
) -> tuple[int, int, Fraction, Fraction]:
    """The voters, those represented, the mean share of what voters chose that wins, and the same of the worst tenth."""
    by_share: dict[Fraction, int] = {}
    for text, number in ballots:
        chosen = [id for id, value in marks.read(text) if is_chosen(rule, value)]
        if chosen:
            share = Fraction(sum(id in winners for id in chosen), len(chosen))
            by_share[share] = by_share.get(share, 0) + number
    voters = sum(by_share.values())
    if not voters:
        return 0, 0, Fraction(0), Fraction(0)
    total = sum((share * number for share, number in by_share.items()), Fraction(0))
    worst, left = Fraction(0), -(-voters // 10)
    tenth = left
    for share, number in sorted(by_share.items()):
        taken = min(number, left)
        worst, left = worst + share * taken, left - taken
    return voters, voters - by_share.get(Fraction(0), 0), total / voters, worst / tenth


def is_chosen(rule: Mapping[str, Any], value: int) -> bool:
    """Whether a mark means that the voter wants the idea: a score does in the upper half of the scale, any other above 0."""
    ballot = rule["ballot"]
    return 2 * value > ballot["from"] + ballot["to"] if ballot["kind"] == "score" else value > 0
