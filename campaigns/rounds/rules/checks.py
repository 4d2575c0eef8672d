"""What is wrong with the rule of a vote: each fault with the part of the rule it is about."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.errors import Reason
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.rules import sayings, shape
from campaigns.rounds.rules.shape import BallotKind, Counting

KEYS = frozenset(
    {
        "version",
        "source",
        "who",
        "ballot",
        "counting",
        "winners",
        "threshold",
        "quorum",
        "ties",
        "counts",
        "apart",
        "result",
        "channels",
        "receipt",
        "options",
    }
)
WHO = frozenset({"roles", "verification", "territories", "registered_before"})
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "ties": shape.TIES,
    "counts": shape.COUNTS,
    "result": shape.RESULTS,
    "receipt": shape.RECEIPTS,
    "options": shape.OPTIONS,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which part of the rule."""

    part: str
    reason: Reason


def faults(rule: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong with a rule; empty where it may be published. Never raises, whatever it is given."""
    if rule.get("version") != shape.VERSION or rule.get("source") != shape.BALLOTS or set(rule) - KEYS - {"paper_days"}:
        return [Fault("rule", sayings.NO_RULE)]
    missing = sorted(KEYS - set(rule))
    if missing:
        return [Fault(part, sayings.MISSING) for part in missing]
    return [fault for check in CHECKS for fault in check(rule)]


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _who(rule: Mapping[str, Any]) -> Iterator[Fault]:
    who = rule["who"]
    if not isinstance(who, dict) or set(who) != WHO:
        yield Fault("who", sayings.NO_RULE)
        return
    if not who["roles"] or not _all_of(who["roles"], shape.ROLES):
        yield Fault("who", sayings.NOBODY)
    if who["verification"] not in shape.VERIFICATIONS:
        yield Fault("who", sayings.NO_RULE)
    places = who["territories"]
    if not isinstance(places, list) or not all(_is_whole(place, 1, shape.MOST_PEOPLE) for place in places):
        yield Fault("who", sayings.NO_RULE)
    if not _is_instant(who["registered_before"]):
        yield Fault("who", sayings.NO_INSTANT)


def _is_instant(value: Any) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and shape.instant(datetime.fromisoformat(value)) == value
    except ValueError:
        return False


def _all_of(values: Any, allowed: tuple[str, ...]) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) and one in allowed for one in values)


def _ballot(rule: Mapping[str, Any]) -> Iterator[Fault]:
    ballot = rule["ballot"]
    if not isinstance(ballot, dict) or ballot.get("kind") not in tuple(BallotKind):
        yield Fault("ballot", sayings.NO_BALLOT)
        return
    parts, check, reason = BALLOTS[BallotKind(ballot["kind"])]
    if set(ballot) != {"kind", *parts}:
        yield Fault("ballot", sayings.NO_RULE)
    elif not check(ballot):
        yield Fault("ballot", reason)


def _approves(ballot: Mapping[str, Any]) -> bool:
    most = ballot["most"]
    return _is_whole(most, 1, shape.MOST_CHOICES) and _is_whole(ballot["least"], 0, most)


def _scores(ballot: Mapping[str, Any]) -> bool:
    lowest = ballot["from"]
    return _is_whole(lowest, 0, shape.HIGHEST_SCORE) and _is_whole(ballot["to"], lowest + 1, shape.HIGHEST_SCORE)


BallotCheck = tuple[tuple[str, ...], Callable[[Mapping[str, Any]], bool], Reason]
BALLOTS: Mapping[BallotKind, BallotCheck] = {
    BallotKind.APPROVE: (("least", "most"), _approves, sayings.HOW_MANY),
    BallotKind.FOR_AGAINST: ((), lambda _ballot: True, sayings.NO_BALLOT),
    BallotKind.BUDGET: (("budget",), lambda ballot: _is_money(ballot["budget"]), sayings.HOW_MUCH),
    BallotKind.CHOOSE_ONE: ((), lambda _ballot: True, sayings.NO_BALLOT),
    BallotKind.SCORE: (("from", "to"), _scores, sayings.SCORES),
    BallotKind.POINTS: (("points",), lambda ballot: _is_whole(ballot["points"], 1, shape.MOST_POINTS), sayings.POINTS),
    BallotKind.RANKING: (("most",), lambda ballot: _is_whole(ballot["most"], 1, shape.MOST_CHOICES), sayings.PLACES),
}


def _is_money(value: Any) -> bool:
    return _is_whole(value, 1, shape.MOST_MONEY)


def _counting(rule: Mapping[str, Any]) -> Iterator[Fault]:
    ballot, counting = rule["ballot"], rule["counting"]
    if not isinstance(counting, dict) or counting.get("rule") not in tuple(Counting):
        yield Fault("counting", sayings.NO_COUNTING)
        return
    named = Counting(counting["rule"])
    if not isinstance(ballot, dict) or ballot.get("kind") not in tuple(BallotKind):
        return
    if named not in shape.FITS[BallotKind(ballot["kind"])]:
        yield Fault("counting", sayings.UNFIT)
        return
    yield from _parameters(named, BallotKind(ballot["kind"]), ballot, counting)
    yield from _winners(rule, named)


def _parameters(
    named: Counting, kind: BallotKind, ballot: Mapping[str, Any], counting: Mapping[str, Any]
) -> Iterator[Fault]:
    by_points = kind == BallotKind.POINTS
    wanted: dict[str, tuple[Any, ...]] = {}
    if named == Counting.MOST_VOTES and by_points:
        wanted = {"by": ("score",)}
    elif named == Counting.MEAN:
        wanted = {"confidence": shape.CONFIDENCES}
    elif named == Counting.GREEDY:
        wanted = {"by": shape.BY if by_points else ("votes",), "over": shape.OVER}
    elif named == Counting.EQUAL_SHARES:
        wanted = {"completion": shape.COMPLETIONS}
    has_budget = named in shape.SPENDS
    if set(counting) != {"rule", *wanted, *(("budget",) if has_budget else ())}:
        yield Fault("counting", sayings.NO_COUNTING)
        return
    if any(counting[part] not in allowed for part, allowed in wanted.items()):
        yield Fault("counting", sayings.NO_COUNTING)
    if has_budget and not _is_money(counting["budget"]):
        yield Fault("counting", sayings.HOW_MUCH)
    elif kind == BallotKind.BUDGET and counting["budget"] != ballot.get("budget"):
        yield Fault("counting", sayings.TWO_BUDGETS)


def _winners(rule: Mapping[str, Any], named: Counting) -> Iterator[Fault]:
    if named in shape.SPENDS:
        if rule["winners"] is not None:
            yield Fault("winners", sayings.WINNERS_BY_BUDGET)
    elif not _is_whole(rule["winners"], 1, shape.MOST_CHOICES):
        yield Fault("winners", sayings.WINNERS)


def _numbers(rule: Mapping[str, Any]) -> Iterator[Fault]:
    for part in ("threshold", "quorum"):
        if not _is_whole(rule[part], 0, shape.MOST_PEOPLE):
            yield Fault(part, sayings.NUMBER)


def _choices(rule: Mapping[str, Any]) -> Iterator[Fault]:
    for part, allowed in ONE_OF.items():
        if rule[part] not in allowed:
            yield Fault(part, sayings.NO_RULE)


def _channels(rule: Mapping[str, Any]) -> Iterator[Fault]:
    channels, paper_days = rule["channels"], rule.get("paper_days", 0)
    if not channels or not _all_of(channels, shape.CHANNELS):
        yield Fault("channels", sayings.NO_CHANNEL)
        return
    if not _is_whole(paper_days, 0, shape.MOST_PAPER_DAYS):
        yield Fault("paper_days", sayings.PAPER_DAYS)
    elif paper_days and not shape.ON_PAPER & set(channels):
        yield Fault("paper_days", sayings.NO_PAPER)


def _apart(rule: Mapping[str, Any]) -> Iterator[Fault]:
    found = apart.faults(rule["apart"])
    yield from (Fault("apart", reason) for reason in found)
    if rule["result"] == "cleaned" and not rule["apart"]:
        yield Fault("result", sayings.NOTHING_APART)


CHECKS = (_who, _ballot, _counting, _numbers, _choices, _channels, _apart)
