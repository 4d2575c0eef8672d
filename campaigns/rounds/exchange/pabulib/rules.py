"""Which rule of a vote a `.pb` file means. It names a family; the winners it lists say which of the family was used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.rounds.counting.counts import count
from campaigns.rounds.exchange.damage import Broken, Damage
from campaigns.rounds.exchange.pabulib.election import VoteType
from campaigns.rounds.exchange.pabulib.surveys import Survey
from campaigns.rounds.exchange.votes import AS_CAST
from campaigns.rounds.rules import checks, defaults
from campaigns.rounds.rules.shape import BallotKind, Counting, Rule

# What `--counting` may ask for: by what ideas are put in order, and what happens at one that is too dear.
WAYS: dict[str, tuple[str, str]] = {
    "votes+skip": ("votes", "skip"),
    "score+skip": ("score", "skip"),
    "votes+stop": ("votes", "stop"),
    "score+stop": ("score", "stop"),
}
SHARES = "equal-shares"
STOPS = "greedy-no-skip"


@dataclass(frozen=True)
class Followed:
    """The rule, and a sentence about why it is this one."""

    rule: Rule
    because: str


def follow(seen: Survey, asked: str | None = None, *, is_running: bool = False) -> Followed:
    """The rule of the file; `asked` is a way that decides where the file does not. Raises Broken where no rule here fits it."""
    ballot = _ballot(seen)
    kind = BallotKind(ballot["kind"])
    if kind in {BallotKind.SCORE, BallotKind.RANKING, BallotKind.FOR_AGAINST}:
        return _of_winners(seen, ballot, is_running)
    ways = list(_ways(seen, asked))
    official = seen.winners
    for way in ways:
        rule = _checked(seen, ballot, _greedy(seen, kind, way), is_running)
        if official is not None and official == winners_of(seen, rule):
            return Followed(rule, f"{way}: it gives the winners that the file names")
    way = ways[0]
    rule = _checked(seen, ballot, _greedy(seen, kind, way), is_running)
    if asked is not None:
        return Followed(rule, f"{way}, as was asked")
    said = seen.election.meta.get("rule") or "no rule"
    other = "; the winners that the file names came about otherwise" if official is not None else ""
    return Followed(rule, f"{way}: the file says {said!r}{other}")


def winners_of(seen: Survey, rule: Rule) -> frozenset[int]:
    """The places of the projects that win by a rule."""
    return frozenset(row.id for row in count(rule, seen.candidates, seen.choices.items()).rows if row.winner)


def _ways(seen: Survey, asked: str | None) -> Iterator[str]:
    if asked is not None:
        yield asked
        return
    if seen.election.meta.get("rule", "").startswith("equalshares"):
        yield SHARES
    stops_first = seen.election.meta.get("rule") == STOPS
    by = ("score", "votes") if seen.election.vote_type == VoteType.CUMULATIVE else ("votes",)
    over = ("stop", "skip") if stops_first else ("skip", "stop")
    yield from (f"{one}+{other}" for other in over for one in by)


def _greedy(seen: Survey, kind: BallotKind, way: str) -> dict[str, Any]:
    budget = seen.election.budget
    if way == SHARES:
        return defaults.counting_for(kind, Counting.EQUAL_SHARES, budget)
    by, over = WAYS[way]
    if by == "score" and kind != BallotKind.POINTS:
        raise Broken([Damage(0, f"{way} needs points on the ballots, and these have none")])
    return {**defaults.counting_for(kind, Counting.GREEDY, budget), "by": by, "over": over}


def _ballot(seen: Survey) -> dict[str, Any]:
    limits, number = seen.election.limits, len(seen.projects)
    most = min(limits.get("max_length", number), number)
    match seen.election.vote_type:
        case VoteType.CHOOSE_ONE:
            return {"kind": "choose-one"}
        case VoteType.CUMULATIVE:
            return {"kind": "points", "points": limits.get("max_sum_points") or max(seen.most_points, 1)}
        case VoteType.ORDINAL:
            return {"kind": "ranking", "most": most}
        case VoteType.SCORING:
            return _scoring(seen)
        case VoteType.APPROVAL if seen.election.max_sum_cost == seen.election.budget:
            return {"kind": "budget", "budget": seen.election.budget}
    return {"kind": "approve", "least": min(limits.get("min_length", 0), most), "most": most}


def _scoring(seen: Survey) -> dict[str, Any]:
    limits = seen.election.limits
    lowest = limits.get("min_points", seen.least_value)
    highest = limits.get("max_points", seen.greatest_value)
    if (lowest, highest) == (-1, 1):
        return {"kind": "for-against"}
    return {"kind": "score", "from": lowest, "to": highest}


def _of_winners(seen: Survey, ballot: dict[str, Any], is_running: bool) -> Followed:
    """Rules that spend no budget: as many win as the file says, else as many as fit on a ballot, at most as there are."""
    official = seen.winners
    number = len(official) if official else min(ballot.get("most", defaults.FEW), len(seen.projects))
    counting = defaults.counting_for(BallotKind(ballot["kind"]))
    rule = _checked(seen, ballot, counting, is_running, winners=number)
    return Followed(rule, f"{counting['rule']}, {number} win: no budget is spent by this ballot")


def _checked(seen: Survey, ballot: dict[str, Any], counting: dict[str, Any], is_running: bool, **over: Any) -> Rule:
    channels: Sequence[str] = ["import", *(["site"] if is_running else []), *(["paper"] if seen.on_paper else [])]
    rule = defaults.of_vote(ballot, counting, channels=channels, **AS_CAST, **over)
    faults = checks.faults(rule)
    if faults:
        raise Broken([Damage(0, f"no rule here fits this file ({fault.part}): {fault.reason}") for fault in faults])
    return rule
