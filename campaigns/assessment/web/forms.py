"""What owners and experts send. Of several criteria each has a form of its own."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.errors import Reason
from app.foundation.forms import (
    NOT_OFFERED,
    Area,
    Between,
    Choice,
    Form,
    Line,
    Optional,
    Radio,
    Required,
    Whole,
    options,
)
from campaigns.assessment import cards, words
from campaigns.assessment.cards import Ask, Card, Criterion
from campaigns.assessment.domain import opening, passing
from campaigns.assessment.domain.assessing import MOST, Written
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.discussion.web.forms import Together

LONGEST_VERSION = 18
SCALES = [(str(highest), f"{lowest}–{highest}") for lowest, highest in cards.SCALES]


def version_of(word: str | None) -> int:
    """The version that a form was made from; 0 where it says none."""
    return int(word) if word and word.isascii() and word.isdigit() and len(word) <= LONGEST_VERSION else 0


class Ticks(SelectMultipleField):
    """Some of a list of words, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        said = {"invalid_value_message": NOT_OFFERED, "invalid_choice_message": NOT_OFFERED}
        super().__init__(label, choices=options(choices), **{**said, **kwargs})


class CriterionForm(Form):
    """One thing that is scored, or nothing."""

    title = Line(_l("What is scored"), [Optional()], most=cards.TITLE_MOST)
    weight = Whole(_l("Weight"), [Optional(), Between(1, cards.HEAVIEST)], default=1)
    low = Area(_l("The lowest score means"), [Optional()], most=cards.ANCHOR_MOST)
    middle = Area(_l("The middle one means"), [Optional()], most=cards.ANCHOR_MOST)
    high = Area(_l("The highest score means"), [Optional()], most=cards.ANCHOR_MOST)

    @property
    def criterion(self) -> Criterion | None:
        """What is typed; None where there is no name, which takes the criterion off."""
        if not self.title.data:
            return None
        low, middle, high = (" ".join((field.data or "").split()) for field in (self.low, self.middle, self.high))
        return Criterion(self.title.data, self.weight.data or 1, (low, middle, high))


class RestForm(Form):
    """All of a card but its criteria."""

    scale = Radio(_l("Scores go"), SCALES, default="5")
    asks = Ticks(_l("What else are experts asked?"), [(ask.value, label) for ask, label in words.ASKS.items()])
    ranges = Area(_l("Ranges of the cost, one a line"), [Optional()], most=(cards.RANGE_MOST + 1) * cards.MOST_RANGES)
    experts_per_idea = Whole(_l("How many experts assess each idea?"), [Required(), Between(1, cards.MOST_EXPERTS)])
    which = Radio(
        _l("Which ideas are assessed?"),
        [("selected", _l("those that were selected")), ("first", _l("the first by support, before the selection"))],
        default="selected",
    )
    first = Whole(_l("How many are the first?"), [Optional(), Between(1, cards.MOST_IDEAS)], default=30)
    names = Radio(
        _l("How are experts named beside their reasons?"),
        [("names", _l("by name")), ("numbers", _l("by number: Expert 1, Expert 2"))],
        default="names",
    )
    version = HiddenField()


class CardForms(Together):
    """A score-card as a page of forms, with one place more than it has criteria."""

    def __init__(self, card: Card | None = None, version: int = 0) -> None:
        typed = card is None
        places = cards.MOST_CRITERIA if typed else min(len(card.criteria) + 1, cards.MOST_CRITERIA) if card else 0
        values = [*card.criteria] if card else []
        self.rest = RestForm() if card is None else RestForm(formdata=None, data=_rest_of(card, version))
        self.criteria = [
            CriterionForm(prefix=f"c{number}-")
            if typed
            else CriterionForm(
                formdata=None, prefix=f"c{number}-", data=_typed(values[number - 1] if number <= len(values) else None)
            )
            for number in range(1, places + 1)
        ]

    @property
    def forms(self) -> Sequence[Form]:  # type: ignore[override]
        return [*self.criteria, self.rest]

    @property
    def shown(self) -> Sequence[CriterionForm]:
        """The places to show: those with anything in them, and one more."""
        full = [place for place, one in enumerate(self.criteria, 1) if one.title.data or one.low.data or one.errors]
        return self.criteria[: max(full, default=0) + 1]

    @property
    def version(self) -> int:
        return version_of(self.rest.version.data)

    def card(self) -> Card:
        """What is typed, once the shape is well."""
        rest = self.rest
        lowest, highest = next(scale for scale in cards.SCALES if str(scale[1]) == rest.scale.data)
        return Card(
            criteria=tuple(one.criterion for one in self.criteria if one.criterion),
            asks=tuple(map(Ask, rest.asks.data or ())),
            ranges=tuple(line for line in map(_one_line, (rest.ranges.data or "").split("\n")) if line),
            lowest=lowest,
            highest=highest,
            experts_per_idea=rest.experts_per_idea.data or 1,
            first_by_support=(rest.first.data or 30) if rest.which.data == "first" else 0,
            names_experts=rest.names.data == "names",
        )

    def take(self, faults: Sequence[tuple[str, Reason]]) -> None:
        """Shows what is wrong with the card beside the fields it is about."""
        filled = [one for one in self.criteria if one.criterion]
        for part, reason in faults:
            name, _dash, number = part.partition("-")
            where = filled[int(number) - 1] if number else self.criteria[0]
            fields = {"criteria": where.title, "title": where.title, "anchors": where.low, "ranges": self.rest.ranges}
            fields[name].errors = [*fields[name].errors, str(reason)]


def _one_line(line: str) -> str:
    return " ".join(line.split())[: cards.RANGE_MOST]


def _typed(one: Criterion | None) -> dict[str, Any]:
    if one is None:
        return {"weight": 1}
    low, middle, high = one.anchors
    return {"title": one.title, "weight": one.weight, "low": low, "middle": middle, "high": high}


def _rest_of(card: Card, version: int) -> dict[str, Any]:
    return {
        "scale": str(card.highest),
        "asks": [ask.value for ask in card.asks],
        "ranges": "\n".join(card.ranges),
        "experts_per_idea": card.experts_per_idea,
        "which": "first" if card.first_by_support else "selected",
        "first": card.first_by_support or 30,
        "names": "names" if card.names_experts else "numbers",
        "version": str(version),
    }


class Sheet:
    """The form of one assessment: its fields follow from the card."""

    def __init__(self, card: ScoreCard, row: Assessment | None = None, *, typed: bool = False) -> None:
        self._card = card
        fields: dict[str, Any] = {one["code"]: self._scores(one) for one in card.criteria}
        fields |= {
            ask["code"]: Radio(words.ASKS[Ask(ask["code"])], list(words.answers_to(ask).items()), validate_choice=False)
            for ask in card.asks
        }
        fields["reasons"] = Area(_l("Your reasons"), [Optional()], most=MOST)
        fields["version"] = HiddenField()
        kind: Any = type("SheetForm", (Form,), fields)
        self.form: Any = kind() if typed else kind(formdata=None, data=_kept(row))

    def _scores(self, criterion: dict[str, Any]) -> Radio:
        anchors = criterion["anchors"]
        scores = range(self._card.lowest, self._card.highest + 1)
        labels = [(str(score), _score(score, anchors.get(str(score), ""))) for score in scores]
        return Radio(criterion["title"], labels, validate_choice=False)

    @property
    def written(self) -> Written:
        """What is typed. What is no number at all becomes a score that no card has."""
        scored = {one["code"]: self.form[one["code"]].data for one in self._card.criteria}
        told = {ask["code"]: self.form[ask["code"]].data for ask in self._card.asks}
        return Written(
            {code: version_of(word) or -1 for code, word in scored.items() if word},
            {code: word for code, word in told.items() if word},
            self.form.reasons.data or "",
        )

    @property
    def seen(self) -> int:
        return version_of(self.form.version.data)

    def take(self, faults: dict[str, Reason]) -> None:
        """Shows what is missing beside the questions."""
        for code, reason in faults.items():
            self.form[code].errors = [str(reason)]


def _score(score: int, anchor: str) -> str:
    return f"{score} — {anchor}" if anchor else str(score)


def _kept(row: Assessment | None) -> dict[str, Any]:
    if row is None:
        return {}
    scores = {code: str(score) for code, score in row.scores.items()}
    return {**scores, **row.told, "reasons": row.reasons, "version": str(row.version)}


class BackForm(Form):
    """Why an expert steps back."""

    why = Line(_l("What is your interest?"), [Required()], most=passing.MOST_WHY)


class PassForm(Form):
    """Whose ideas go to others, and why."""

    account_id = Choice(_l("Expert"), ids=True)
    why = Line(_l("Why?"), [Required()], most=passing.MOST_WHY)


class OpenForm(Form):
    """Why it is opened before everything is in."""

    reason = Area(_l("Why do you not wait for the rest?"), [Optional()], most=opening.MOST)
