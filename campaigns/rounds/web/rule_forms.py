"""The rule of a vote as an owner sets it: three ways to vote first, all else under details, each with its usual value."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.identity.levels import Level
from app.foundation.forms import (
    NOT_OFFERED,
    Area,
    Between,
    Choice,
    Day,
    Form,
    Optional,
    Radio,
    Several,
    Whole,
    options,
)
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.plan.queries import places
from campaigns.plan.words import LEVELS
from campaigns.rounds.apart import rules as apart
from campaigns.rounds.rules import checks, defaults, shape, words
from campaigns.rounds.rules.shape import BallotKind, Counting, Rule

OFFERED_CHANNELS = ("site", "code", "paper", "meeting")
LIMIT_OF: dict[BallotKind, str] = {
    BallotKind.APPROVE: "most",
    BallotKind.BUDGET: "budget",
    BallotKind.SCORE: "highest",
    BallotKind.POINTS: "points",
    BallotKind.RANKING: "places",
}
FIELD_OF = {"who": "roles", "result": "result", "apart": "apart", "rule": "ballot"}


class Money(Whole):
    """A whole number that may be typed with spaces between its thousands."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(["".join(str(word).split()) for word in valuelist])


class Ticks(SelectMultipleField):
    """Some of a list of words, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        said = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(label, choices=options(choices), **{**said, **kwargs})


class RuleForm(Form):
    """The rule of a vote. A reason is asked for once the rule is published."""

    ballot = Radio(_l("How do people vote?"), list(words.BALLOTS.items()))
    most = Whole(_l("How many ideas may one person choose?"), [Optional(), Between(1, shape.MOST_CHOICES)])
    budget = Money(_l("How much money is there?"), [Optional(), Between(1, shape.MOST_MONEY)])
    winners = Whole(_l("How many ideas win?"), [Optional(), Between(1, shape.MOST_CHOICES)])
    channels = Ticks(_l("Where can people vote?"), [(channel, words.CHANNELS[channel]) for channel in OFFERED_CHANNELS])
    counts = Radio(
        _l("Who sees how the votes stand while people vote?"),
        [("hidden", _l("Nobody, until the result is published")), ("open", _l("Everyone"))],
    )

    least = Whole(
        _l("How many ideas must one person choose at the least?"), [Optional(), Between(0, shape.MOST_CHOICES)]
    )
    lowest = Whole(_l("Lowest score"), [Optional(), Between(0, shape.HIGHEST_SCORE)])
    highest = Whole(_l("Highest score"), [Optional(), Between(1, shape.HIGHEST_SCORE)])
    points = Whole(_l("How many points does one person share out?"), [Optional(), Between(1, shape.MOST_POINTS)])
    places = Whole(_l("How many ideas may one person put in order?"), [Optional(), Between(1, shape.MOST_CHOICES)])
    counting = Choice(
        _l("How are the votes counted?"), [("", _l("as is usual for this way of voting")), *words.COUNTINGS.items()]
    )
    over = Radio(
        _l("When the next idea does not fit into the money"),
        [("skip", _l("it is left out, and a cheaper one may follow")), ("stop", _l("the list ends"))],
    )
    completion = Choice(_l("What is done with money left over by equal shares?"), list(words.COMPLETIONS.items()))
    confidence = Choice(
        _l("How careful is a mean score?"), [(word, f"{float(word) * 100:g} %") for word in shape.CONFIDENCES]
    )
    threshold = Whole(_l("How many votes must an idea have to win?"), [Optional(), Between(0, shape.MOST_PEOPLE)])
    quorum = Whole(_l("How many people must vote, so that anybody wins?"), [Optional(), Between(0, shape.MOST_PEOPLE)])
    ties = Radio(
        _l("Of equal ideas"),
        [
            ("earliest", _l("the one published earlier comes first")),
            ("lot", _l("a lot that everyone can check decides")),
        ],
    )
    options = Radio(
        _l("Which ideas stand on the ballot?"),
        [("selected", _l("those that were selected")), ("published", _l("all that are published"))],
    )
    roles = Ticks(_l("Who may vote?"), list(words.ROLES.items()))
    verification = Radio(
        _l("How sure must it be who votes?"),
        [(level.value, LEVELS[level]) for level in Level],
        default=Level.EMAIL.value,
    )
    territories = Several(_l("Only people who live here"))
    registered_before = Day(_l("Only people who registered before this day"), [Optional()])
    apart = Ticks(_l("Which votes are counted apart?"), [(code, words.APART[code]) for code in apart.PARAMETERS])
    result = Radio(
        _l("Which count is the result?"),
        [("cleaned", _l("the one without votes counted apart")), ("raw", _l("the one of all votes"))],
    )
    receipt = Radio(
        _l("What does a control code show?"),
        [
            ("unlinked", _l("that the vote is counted, never what it was")),
            ("linked", _l("also what was chosen: whoever has the code can look")),
        ],
    )
    paper_days = Whole(
        _l("For how many days after the end may paper be entered?"), [Optional(), Between(0, shape.MOST_PAPER_DAYS)]
    )
    reason = Area(_l("Why does the rule change?"), [Optional()], most=1000)

    def offer_places(self) -> None:
        """Says which territories there are."""
        self.territories.offer(places.choices())

    def rule(self, campaign: Campaign, base: Rule) -> Rule:
        """The rule that was asked for. `base` is the one before: what the form does not speak of stays as it is there."""
        kind = BallotKind(self.ballot.data)
        named = Counting(self.counting.data) if self.counting.data else shape.FITS[kind][0]
        wanted = {
            **base,
            "who": self._who(campaign),
            "ballot": self._ballot(kind),
            "counting": self._counting(kind, named, base),
            "winners": None if named in shape.SPENDS else self.winners.data,
            "threshold": self.threshold.data or 0,
            "quorum": self.quorum.data or 0,
            "paper_days": self.paper_days.data or 0,
            "channels": list(self.channels.data or ()),
            "apart": self._apart(base),
            # Without any rule that counts votes apart there is but one count.
            "result": self.result.data if self.apart.data else "raw",
            **{name: self[name].data for name in ("ties", "counts", "receipt", "options")},
        }
        return shape.of(wanted)

    def _who(self, campaign: Campaign) -> dict[str, Any]:
        day: date | None = self.registered_before.data
        return {
            "roles": list(self.roles.data or ()),
            "verification": self.verification.data or Level.EMAIL.value,
            "territories": list(self.territories.data or ()),
            "registered_before": shape.instant(days.start_of(day, campaign.time_zone)) if day else None,
        }

    def _ballot(self, kind: BallotKind) -> dict[str, Any]:
        limits: dict[BallotKind, dict[str, Any]] = {
            BallotKind.APPROVE: {"least": 1 if self.least.data is None else self.least.data, "most": self.most.data},
            BallotKind.BUDGET: {"budget": self.budget.data},
            BallotKind.SCORE: {"from": self.lowest.data, "to": self.highest.data},
            BallotKind.POINTS: {"points": self.points.data},
            BallotKind.RANKING: {"most": self.places.data},
        }
        return {"kind": kind.value, **limits.get(kind, {})}

    def _counting(self, kind: BallotKind, named: Counting, base: Rule) -> dict[str, Any]:
        usual = defaults.counting_for(kind, named, self.budget.data)
        said = {"over": self.over.data, "completion": self.completion.data, "confidence": self.confidence.data}
        kept = {"by": base["counting"]["by"]} if base["counting"].get("rule") == named and "by" in usual else {}
        return {**usual, **{name: value for name, value in {**said, **kept}.items() if name in usual}}

    def _apart(self, base: Rule) -> list[dict[str, Any]]:
        present = {one["code"]: one for one in base["apart"]}
        return [present.get(code) or apart.usual(code) for code in self.apart.data or ()]

    def take(self, faults: list[checks.Fault]) -> None:
        """Shows what is wrong with the rule beside the fields it is about."""
        for fault in faults:
            field, said = self[self._field_of(fault)], str(fault.reason)
            field.errors = [*field.errors, *([said] if said not in field.errors else [])]

    def _field_of(self, fault: checks.Fault) -> str:
        kind = BallotKind(self.ballot.data)
        if fault.part == "ballot":
            return LIMIT_OF.get(kind, "ballot")
        if fault.part == "counting" and fault.reason.code in {"rule.how-much", "rule.two-budgets"}:
            return "budget"
        if fault.reason.code == "rule.instant":
            return "registered_before"
        return FIELD_OF.get(fault.part, fault.part)


def shown(rule: Rule, zone: str) -> dict[str, Any]:
    """The rule as values of the form. What the ballot at hand does not ask for has its usual value."""
    ballot, counting, who, kind = rule["ballot"], rule["counting"], rule["who"], shape.kind_of(rule)
    usual = {one: defaults.ballot_of(one) for one in BallotKind}
    limits = {**usual, kind: ballot}
    before = who["registered_before"]
    named = shape.counting_of(rule)
    return {
        "ballot": kind.value,
        "most": limits[BallotKind.APPROVE]["most"],
        "least": limits[BallotKind.APPROVE]["least"],
        "budget": shape.budget_of(rule),
        "lowest": limits[BallotKind.SCORE]["from"],
        "highest": limits[BallotKind.SCORE]["to"],
        "points": limits[BallotKind.POINTS]["points"],
        "places": limits[BallotKind.RANKING]["most"],
        "winners": rule["winners"] or defaults.FEW,
        "counting": "" if named == shape.FITS[kind][0] else named.value,
        "over": counting.get("over", "skip"),
        "completion": counting.get("completion", shape.COMPLETIONS[0]),
        "confidence": counting.get("confidence", defaults.CONFIDENCE),
        "roles": who["roles"],
        "verification": who["verification"],
        "territories": who["territories"],
        "registered_before": days.first_day(datetime.fromisoformat(before), zone) if before else None,
        "apart": [one["code"] for one in rule["apart"]],
        "paper_days": shape.paper_days(rule),
        **{
            name: rule[name]
            for name in ("channels", "counts", "threshold", "quorum", "ties", "options", "result", "receipt")
        },
    }
