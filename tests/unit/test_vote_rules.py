"""The rule of a vote: what may be published, what is wrong with the rest, and how people read it."""

import json
from typing import Any

import pytest

from app.foundation import canonical
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.rules import checks, defaults, shape
from campaigns.rounds.rules.shape import BallotKind, Counting, Rule

USUAL = defaults.of_vote({"kind": "approve", "least": 1, "most": 3}, {"rule": "most votes"})
WHO = {"roles": ["resident"], "verification": "email", "territories": [], "registered_before": None}


def usual(**over: Any) -> Rule:
    return {**USUAL, **over}


def found(rule: Any) -> list[tuple[str, str]]:
    return [(fault.part, fault.reason.code) for fault in checks.faults(rule)]


@pytest.mark.parametrize(("kind", "named"), [(kind, named) for kind in BallotKind for named in shape.FITS[kind]])
def test_every_counting_that_fits_a_ballot_may_be_published_as_is_usual(kind: BallotKind, named: Counting) -> None:
    rule = defaults.of_vote(defaults.ballot_of(kind, 1000), defaults.counting_for(kind, named, 1000))

    assert found(rule) == []
    assert shape.of(rule) == rule


# By hand: which counting fits which ballot.
FITTING = {
    ("approve", "most votes"),
    ("approve", "greedy"),
    ("approve", "equal shares"),
    ("for-against", "net"),
    ("for-against", "most votes"),
    ("budget", "greedy"),
    ("budget", "equal shares"),
    ("choose-one", "most votes"),
    ("choose-one", "greedy"),
    ("choose-one", "equal shares"),
    ("score", "mean"),
    ("points", "most votes"),
    ("points", "greedy"),
    ("points", "equal shares"),
    ("ranking", "borda"),
}


@pytest.mark.parametrize(
    ("kind", "named"), [(kind, named) for kind in BallotKind for named in Counting if (kind, named) not in FITTING]
)
def test_every_other_counting_does_not_fit(kind: BallotKind, named: Counting) -> None:
    rule = defaults.of_vote(defaults.ballot_of(kind, 1000), defaults.counting_for(kind, named, 1000))

    assert found(rule) == [("counting", "rule.unfit")]


@pytest.mark.parametrize(
    ("over", "part", "code"),
    [
        ({"version": 2}, "rule", "rule.unreadable"),
        ({"source": "supports"}, "rule", "rule.unreadable"),
        ({"colour": "red"}, "rule", "rule.unreadable"),
        ({"who": {**WHO, "roles": []}}, "who", "rule.nobody"),
        ({"who": {**WHO, "roles": ["guest"]}}, "who", "rule.nobody"),
        ({"who": {**WHO, "verification": "passport"}}, "who", "rule.unreadable"),
        ({"who": {**WHO, "territories": ["1"]}}, "who", "rule.unreadable"),
        ({"who": {**WHO, "territories": [True]}}, "who", "rule.unreadable"),
        ({"who": {**WHO, "registered_before": "tomorrow"}}, "who", "rule.instant"),
        ({"who": {**WHO, "registered_before": "2026-11-01T00:00:00"}}, "who", "rule.instant"),
        ({"who": {}}, "who", "rule.unreadable"),
        ({"ballot": {"kind": "guess"}}, "ballot", "rule.ballot"),
        ({"ballot": {"kind": ["approve"]}}, "ballot", "rule.ballot"),
        ({"ballot": {"kind": "approve", "most": 3}}, "ballot", "rule.unreadable"),
        ({"ballot": {"kind": "approve", "least": 1, "most": 0}}, "ballot", "rule.how-many"),
        ({"ballot": {"kind": "approve", "least": 4, "most": 3}}, "ballot", "rule.how-many"),
        ({"ballot": {"kind": "approve", "least": 1, "most": 2.5}}, "ballot", "rule.how-many"),
        ({"ballot": {"kind": "approve", "least": 1, "most": float("nan")}}, "ballot", "rule.how-many"),
        ({"counting": {"rule": "applause"}}, "counting", "rule.counting"),
        ({"counting": {"rule": "most votes", "by": "score"}}, "counting", "rule.counting"),
        ({"winners": 0}, "winners", "rule.winners"),
        ({"winners": None}, "winners", "rule.winners"),
        ({"winners": True}, "winners", "rule.winners"),
        ({"threshold": -1}, "threshold", "rule.number"),
        ({"quorum": "many"}, "quorum", "rule.number"),
        ({"ties": "coin"}, "ties", "rule.unreadable"),
        ({"counts": "sometimes"}, "counts", "rule.unreadable"),
        ({"receipt": "none"}, "receipt", "rule.unreadable"),
        ({"options": "mine"}, "options", "rule.unreadable"),
        ({"channels": []}, "channels", "rule.channels"),
        ({"channels": ["pigeon"]}, "channels", "rule.channels"),
        ({"channels": ["site", "paper"], "paper_days": 15}, "paper_days", "rule.paper-days"),
        ({"paper_days": 3}, "paper_days", "rule.no-paper"),
        ({"apart": ["minutes"]}, "apart", "apart.no-rule"),
        ({"apart": [{"code": "minutes"}]}, "apart", "apart.no-rule"),
        ({"apart": [apart.usual("swarm"), apart.usual("swarm")]}, "apart", "apart.twice"),
        ({"result": "cleaned", "apart": []}, "result", "rule.nothing-apart"),
    ],
)
def test_what_cannot_be_published_is_said(over: dict[str, Any], part: str, code: str) -> None:
    assert found(usual(**over)) == [(part, code)]


@pytest.mark.parametrize("part", sorted(set(USUAL) - {"version", "source"}))
def test_no_part_may_be_missing(part: str) -> None:
    assert found({name: value for name, value in USUAL.items() if name != part}) == [(part, "rule.missing")]


MONEY: dict[str, Any] = {"rule": "greedy", "by": "votes", "over": "skip", "budget": 1000}


@pytest.mark.parametrize(
    ("over", "part", "code"),
    [
        ({"ballot": {"kind": "budget", "budget": 0}}, "ballot", "rule.how-much"),
        ({"ballot": {"kind": "budget", "budget": 900}}, "counting", "rule.two-budgets"),
        ({"counting": {**MONEY, "over": "borrow"}}, "counting", "rule.counting"),
        ({"counting": {**MONEY, "by": "score"}}, "counting", "rule.counting"),
        ({"winners": 3}, "winners", "rule.winners-by-budget"),
    ],
)
def test_what_is_wrong_with_a_budget_is_said(over: dict[str, Any], part: str, code: str) -> None:
    rule = {**defaults.of_vote({"kind": "budget", "budget": 1000}, MONEY), **over}

    assert (part, code) in found(rule)


@pytest.mark.parametrize("nonsense", [{}, {name: [] for name in USUAL}, dict.fromkeys(USUAL, 7)])
def test_nonsense_is_no_rule_and_raises_nothing(nonsense: dict[str, Any]) -> None:
    assert checks.faults({**nonsense, "version": 3, "source": "ballots"}) != []


def test_equal_rules_have_one_form_and_one_fingerprint() -> None:
    given = usual(
        channels=["paper", "site"],
        who={**WHO, "roles": ["expert", "resident"], "territories": [7, 3, 7]},
        apart=[{"code": "b"}, {"code": "a"}],
        paper_days=0,
    )
    other = usual(
        channels=["site", "paper"],
        who={**WHO, "roles": ["resident", "expert"], "territories": [3, 7]},
        apart=[{"code": "a"}, {"code": "b"}],
    )

    assert canonical.fingerprint(shape.of(given)) == canonical.fingerprint(shape.of(other))
    assert shape.of(json.loads(canonical.spell(shape.of(given)))) == shape.of(given)
