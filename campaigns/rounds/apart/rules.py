"""The rules that set votes apart: their shape, what is wrong with one, and the sentences in which people read it.

They stand in the rule of a vote under "apart", each with its code and whole numbers, and are published with it. None of them ever
speaks because of a network or a mail domain alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.personal import terms
from app.foundation.errors import Reason

NEW_ACCOUNTS = "new-accounts"
SWARM = "swarm"

NO_RULE = Reason("apart.no-rule", _l("There is no such rule for counting votes apart."))
TWICE = Reason("apart.twice", _l("A rule for counting votes apart stands there twice."))
OUT_OF_RANGE = Reason(
    "apart.out-of-range", _l("A number in a rule for counting votes apart is too small or too large.")
)


@dataclass(frozen=True)
class Range:
    """What a number of a rule may be, and what it is where nobody chooses."""

    least: int
    most: int
    usual: int


# How many votes a group has at least; for how many days after the result traces are kept, by what people are told at most.
LEAST, DAYS = Range(8, 1000, 10), Range(1, terms.VOTE_TRACES.lasts.days, 30)
PARAMETERS: dict[str, dict[str, Range]] = {
    # `minutes`: how long before its vote an account was made at most.
    NEW_ACCOUNTS: {"minutes": Range(1, 120, 15), "least": LEAST, "days": DAYS},
    # `signs`: how many signs of their own agree, the same choice among them.
    SWARM: {"signs": Range(3, 5, 3), "least": LEAST, "days": DAYS},
}


def usual(code: str) -> dict[str, Any]:
    """The rule with its usual numbers. Raises KeyError where there is none with this code."""
    return {"code": code, **{name: span.usual for name, span in PARAMETERS[code].items()}}


def faults(rules: Any) -> list[Reason]:
    """All that is wrong with what stands under "apart"; empty where it may be published. Never raises."""
    if not isinstance(rules, list) or not all(isinstance(one, dict) for one in rules):
        return [NO_RULE]
    codes = [str(one.get("code")) for one in rules]
    found = [TWICE] if len(set(codes)) < len(codes) else []
    return [*found, *(fault for one in rules if (fault := _fault(one)))]


def _fault(one: Mapping[Any, Any]) -> Reason | None:
    parameters = PARAMETERS.get(str(one.get("code")))
    if parameters is None or set(one) != {"code", *parameters}:
        return NO_RULE
    fit = all(type(one[name]) is int and span.least <= one[name] <= span.most for name, span in parameters.items())
    return None if fit else OUT_OF_RANGE


def sentences(rules: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rules as people read them; nothing where no vote is set apart."""
    given = list(rules)
    if not given:
        return []
    return [
        *(_SENTENCES[one["code"]](one) for one in given),
        _("A network or a mail domain alone never sets a vote apart, nor do people who vote together in one room."),
        ngettext(
            "For this, shortened and coded traces of network and program are kept with votes, and erased %(num)s day after the result.",
            "For this, shortened and coded traces of network and program are kept with votes, and erased %(num)s days after the result.",
            days(given),
        ),
    ]


def days(rules: Iterable[Mapping[str, Any]]) -> int:
    """For how many days after the result traces are kept by these rules; 0 where none are kept at all."""
    return max((one["days"] for one in rules), default=0)


def _of_new_accounts(one: Mapping[str, Any]) -> str:
    return str(
        _(
            "Counted apart are votes of at least %(least)s accounts that were each made less than %(minutes)s minutes before it voted, "
            "that cast one same ballot, and that something more shows to be of one hand: one program in different networks, "
            "addresses made by one pattern, the even pace of a machine, or more of them in one place than a room holds.",
            least=one["least"],
            minutes=one["minutes"],
        )
    )


def _of_swarm(one: Mapping[str, Any]) -> str:
    return str(
        _(
            "Counted apart are groups of at least %(least)s votes in which at least %(signs)s signs of their own agree: the same choice, "
            "votes in one burst, accounts made at one time, one program in different networks, addresses made by one pattern, "
            "the even pace of a machine, more new accounts in one place than a room holds.",
            least=one["least"],
            signs=one["signs"],
        )
    )


_SENTENCES = {NEW_ACCOUNTS: _of_new_accounts, SWARM: _of_swarm}
