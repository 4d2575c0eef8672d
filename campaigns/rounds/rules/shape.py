"""The shape of the rule of a vote: what it fixes, and which counting fits which ballot. Standard library only.

A rule is plain JSON: it is spelled canonically, fingerprinted, kept and published as it is. `of` brings one into the form in
which equal rules are equal; `checks.py` says what is wrong with one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Rule = dict[str, Any]
VERSION = 3
BALLOTS = "ballots"


class BallotKind(StrEnum):
    """What people fill in."""

    APPROVE = "approve"
    FOR_AGAINST = "for-against"
    BUDGET = "budget"
    CHOOSE_ONE = "choose-one"
    SCORE = "score"
    POINTS = "points"
    RANKING = "ranking"


class Counting(StrEnum):
    """How winners follow from ballots."""

    MOST_VOTES = "most votes"
    NET = "net"
    MEAN = "mean"
    BORDA = "borda"
    GREEDY = "greedy"
    EQUAL_SHARES = "equal shares"


# The three that owners are offered; the others stand under details.
OFFERED = (BallotKind.APPROVE, BallotKind.FOR_AGAINST, BallotKind.BUDGET)

# The first is the usual one.
FITS: dict[BallotKind, tuple[Counting, ...]] = {
    BallotKind.APPROVE: (Counting.MOST_VOTES, Counting.GREEDY, Counting.EQUAL_SHARES),
    BallotKind.FOR_AGAINST: (Counting.NET, Counting.MOST_VOTES),
    BallotKind.BUDGET: (Counting.GREEDY, Counting.EQUAL_SHARES),
    BallotKind.CHOOSE_ONE: (Counting.MOST_VOTES, Counting.GREEDY, Counting.EQUAL_SHARES),
    BallotKind.SCORE: (Counting.MEAN,),
    BallotKind.POINTS: (Counting.MOST_VOTES, Counting.GREEDY, Counting.EQUAL_SHARES),
    BallotKind.RANKING: (Counting.BORDA,),
}

# Countings that spend a budget: every option has a cost, and nobody says how many win.
SPENDS = frozenset({Counting.GREEDY, Counting.EQUAL_SHARES})

ROLES = ("resident", "expert", "facilitator", "moderator", "official")
VERIFICATIONS = ("email", "person", "resident")
TIES = ("earliest", "lot")
COUNTS = ("hidden", "open")
RESULTS = ("raw", "cleaned")
# "import": ballots that were cast elsewhere and brought in by a command.
CHANNELS = ("site", "code", "paper", "meeting", "import")
ON_PAPER = frozenset({"paper", "meeting"})
RECEIPTS = ("unlinked", "linked")
OPTIONS = ("selected", "published")
BY = ("votes", "score")
OVER = ("skip", "stop")
COMPLETIONS = ("add-one and fill", "add-one", "fill", "none")
CONFIDENCES = ("0.9", "0.95", "0.99")

MOST_PAPER_DAYS = 14
MOST_POINTS = 1000
MOST_CHOICES = 1000
HIGHEST_SCORE = 100
MOST_PEOPLE = 1_000_000_000
MOST_MONEY = 10**15


def of(rule: Mapping[str, Any]) -> Rule:
    """The rule with lists in one order, without repeats and without the days for paper where there are none."""
    given = {**rule}
    if not given.get("paper_days"):
        given.pop("paper_days", None)
    who = {**given.get("who", {})}
    who["roles"] = [role for role in ROLES if role in who.get("roles", ())]
    who["territories"] = sorted(set(who.get("territories", ())))
    given["who"] = who
    given["channels"] = [channel for channel in CHANNELS if channel in given.get("channels", ())]
    given["apart"] = sorted(given.get("apart", ()), key=lambda one: str(one.get("code")))
    return given


def instant(at: datetime) -> str:
    """An instant as rules spell it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def kind_of(rule: Mapping[str, Any]) -> BallotKind:
    """What people fill in by this rule."""
    return BallotKind(rule["ballot"]["kind"])


def counting_of(rule: Mapping[str, Any]) -> Counting:
    """How this rule counts."""
    return Counting(rule["counting"]["rule"])


def spends(rule: Mapping[str, Any]) -> bool:
    """Whether the rule spends a budget, so that each option has a cost."""
    return counting_of(rule) in SPENDS or kind_of(rule) == BallotKind.BUDGET


def budget_of(rule: Mapping[str, Any]) -> int | None:
    """How much there is to spend; None where nothing is spent."""
    amount = rule["counting"].get("budget", rule["ballot"].get("budget"))
    return None if amount is None else int(amount)


def paper_days(rule: Mapping[str, Any]) -> int:
    """For how many days after the bell paper from before it may be entered."""
    return int(rule.get("paper_days", 0))
