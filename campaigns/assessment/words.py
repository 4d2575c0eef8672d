"""The words of the assessment: what experts are asked, the card that is offered, and how numbers are said."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import force_locale, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from campaigns.assessment.cards import Ask, Card, Criterion

ASKS: dict[Ask, Any] = {
    Ask.FEASIBLE: _l("Can it be carried out?"),
    Ask.COST: _l("What would it cost?"),
    Ask.TERM: _l("How long would it take?"),
    Ask.COMPETENCE: _l("In whose power is it?"),
}

ANSWERS: dict[str, dict[str, Any]] = {
    Ask.FEASIBLE: {"yes": _l("yes, as it is written"), "changes": _l("yes, with changes"), "no": _l("no")},
    Ask.COST: {},
    Ask.TERM: {
        "month": _l("up to a month"),
        "half-year": _l("up to half a year"),
        "year": _l("up to a year"),
        "longer": _l("longer than a year"),
    },
    Ask.COMPETENCE: {
        "municipality": _l("of the municipality"),
        "region": _l("of the region"),
        "country": _l("of the country"),
        "others": _l("of others: a company, owners, residents themselves"),
    },
}
UNSURE = _l("I cannot tell")


def answers_to(ask: Mapping[str, Any]) -> dict[str, str]:
    """The answers to what a card asks, by their codes, in their order."""
    said = {code: str(words) for code, words in ANSWERS[ask["code"]].items()}
    said |= {str(number): words for number, words in enumerate(ask.get("ranges", ()), 1)}
    return {**said, "unsure": str(UNSURE)}


def usual(language: str) -> Card:
    """The card that is offered to owners who have none yet, in the language of their campaign."""
    with force_locale(language):
        return Card(criteria=tuple(_criteria()), ranges=tuple(map(str, _ranges())))


def _criteria() -> list[Criterion]:
    rows = [
        (
            3,
            _("Benefit for people"),
            _("Hardly anybody would notice it"),
            _("Something that people do often gets easier"),
            _("It solves a problem that troubles people every day"),
        ),
        (
            2,
            _("How many people it reaches"),
            _("A few people"),
            _("One group of people or one place"),
            _("People everywhere in the territory"),
        ),
        (
            2,
            _("How well the problem is shown"),
            _("Nothing shows that the problem exists"),
            _("The problem is described"),
            _("The problem is shown by examples or numbers"),
        ),
        (
            1,
            _("How easily it is carried out"),
            _("It needs new laws or years of work"),
            _("It needs one department and some months"),
            _("It can be done with what there is"),
        ),
    ]
    return [Criterion(title, weight, (low, middle, high)) for weight, title, low, middle, high in rows]


def _ranges() -> list[str]:
    return [
        _("up to 100 thousand"),
        _("from 100 thousand to 1 million"),
        _("from 1 to 10 million"),
        _("more than 10 million"),
    ]


def said(number: Fraction) -> str:
    """A score with two digits after the point, rounded from the exact fraction."""
    return str(format_decimal(Decimal(round(number * 100)) / 100, format="#,##0.00"))


def expert(number: int, name: str) -> str:
    """An expert as readers know them."""
    return name or str(_("Expert %(number)s", number=number))


def stepped_back(count: int) -> str:
    """That experts gave an idea back; nothing where none did."""
    if not count:
        return ""
    return str(ngettext("One expert stepped back.", "%(num)s experts stepped back.", count))


def finding(mean: Fraction | None, highest: int) -> str:
    """What came of an idea, in some words."""
    if mean is None:
        return str(_("No expert has assessed it."))
    return str(_("%(mean)s of %(most)s", mean=said(mean), most=highest))


def experts(count: int) -> str:
    """How many experts have assessed it."""
    return str(ngettext("%(num)s expert", "%(num)s experts", count))
