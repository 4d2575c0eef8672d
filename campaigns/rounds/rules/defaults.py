"""The rule of a vote that an owner gets without choosing anything, and the counting that goes with a ballot."""

from typing import Any

from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act, PhaseKind
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.rules import shape
from campaigns.rounds.rules.shape import BallotKind, Counting, Rule

FEW = 3
CONFIDENCE = "0.95"


def of_vote(ballot: dict[str, Any], counting: dict[str, Any], **over: Any) -> Rule:
    """The rule of a vote with this ballot and counting and all else as is usual; `over` says what else is to be otherwise."""
    rule = {
        "version": shape.VERSION,
        "source": shape.BALLOTS,
        "who": {"roles": ["resident"], "verification": "email", "territories": [], "registered_before": None},
        "ballot": ballot,
        "counting": counting,
        "winners": None if counting["rule"] in shape.SPENDS else FEW,
        "threshold": 1,
        "quorum": 0,
        "ties": "earliest",
        "counts": "hidden",
        "apart": [apart.usual(code) for code in apart.PARAMETERS],
        "result": "cleaned",
        "channels": ["site"],
        "receipt": "unlinked",
        "options": "published",
        **over,
    }
    return shape.of(rule)


def for_campaign(campaign: Campaign) -> Rule:
    """The rule for the votes of a campaign whose owner has set none: approve up to three, the three with most votes win.

    How much money there is only the owner knows: a campaign planned from the template of budgets gets no budget of itself.
    """
    return of_vote(ballot_of(BallotKind.APPROVE), counting_for(BallotKind.APPROVE), options=options_for(campaign))


def options_for(campaign: Campaign) -> str:
    """Which ideas are offered on the ballot: the selected ones where ideas gather support before the vote, else all."""
    gathers = any(window.kind == PhaseKind.IDEAS or Act.SUPPORT in window.value.allows for window in campaign.windows)
    return "selected" if gathers else "published"


def ballot_of(kind: BallotKind, budget: int | None = None) -> dict[str, Any]:
    """A ballot of this kind with its usual limits."""
    limits: dict[BallotKind, dict[str, Any]] = {
        BallotKind.APPROVE: {"least": 1, "most": FEW},
        BallotKind.BUDGET: {"budget": budget},
        BallotKind.SCORE: {"from": 1, "to": 5},
        BallotKind.POINTS: {"points": 10},
        BallotKind.RANKING: {"most": FEW},
    }
    return {"kind": kind.value, **limits.get(kind, {})}


def counting_for(kind: BallotKind, named: Counting | None = None, budget: int | None = None) -> dict[str, Any]:
    """The counting with its usual parameters; without a name the usual one of the ballot."""
    named = named or shape.FITS[kind][0]
    by_points = kind == BallotKind.POINTS
    parameters: dict[Counting, dict[str, Any]] = {
        Counting.MOST_VOTES: {"by": "score"} if by_points else {},
        Counting.MEAN: {"confidence": CONFIDENCE},
        Counting.GREEDY: {"by": "score" if by_points else "votes", "over": "skip", "budget": budget},
        Counting.EQUAL_SHARES: {"completion": shape.COMPLETIONS[0], "budget": budget},
    }
    return {"rule": named.value, **parameters.get(named, {})}
