"""What may be marked on a ballot of each kind. Pure functions; a choice that breaks the rule raises Invalid and says how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, format_decimal

from app.foundation.errors import Invalid, Reason
from campaigns.rounds.ballots import reasons
from campaigns.rounds.ballots.marks import Marks


@dataclass(frozen=True)
class Offered:
    """An idea that is on the ballot: what it is called there, what it costs, and whether it can still be chosen."""

    title: str
    cost: int | None = None
    stands: bool = True


Ballot = Mapping[str, Any]
Options = Mapping[int, Offered]


def require(ballot: Ballot, marks: Marks, options: Options) -> None:
    """Raises Invalid where the marks are no choice on this ballot. `options` hold at least those marked that are on it."""
    if not marks:
        raise Invalid(reasons.NOTHING)
    for idea_id, _ in marks:
        if idea_id not in options:
            raise Invalid(reasons.NOT_ON_BALLOT)
        if not options[idea_id].stands:
            raise Invalid(said(reasons.HIDDEN_SINCE, title=options[idea_id].title))
    _KINDS[ballot["kind"]](ballot, marks, options)


def said(reason: Reason, **values: Any) -> Reason:
    """The reason with its numbers, which are written as the reader writes them."""
    read = {
        name: LazyString(format_decimal, value) if isinstance(value, int) else value for name, value in values.items()
    }
    return Reason(reason.code, reason.sentence, read)


def _approve(ballot: Ballot, marks: Marks, _options: Options) -> None:
    _values(marks, 1, 1)
    _count(len(marks), ballot.get("least", 1), ballot["most"])


def _choose_one(_ballot: Ballot, marks: Marks, _options: Options) -> None:
    _values(marks, 1, 1)
    _count(len(marks), 1, 1)


def _for_against(_ballot: Ballot, marks: Marks, _options: Options) -> None:
    _values(marks, -1, 1)


def _budget(ballot: Ballot, marks: Marks, options: Options) -> None:
    _values(marks, 1, 1)
    cost = sum(options[idea_id].cost or 0 for idea_id, _ in marks)
    if cost > ballot["budget"]:
        raise Invalid(said(reasons.OVER_BUDGET, cost=cost, budget=ballot["budget"]))


def _score(ballot: Ballot, marks: Marks, _options: Options) -> None:
    _values(marks, ballot.get("from", 1), ballot.get("to", 5))


def _points(ballot: Ballot, marks: Marks, _options: Options) -> None:
    most = ballot["points"]
    _values(marks, 1, most)
    given = sum(value for _, value in marks)
    if given > most:
        raise Invalid(said(reasons.OVER_POINTS, count=given, points=most))


def _ranking(ballot: Ballot, marks: Marks, _options: Options) -> None:
    most = ballot.get("most") or len(marks)
    _count(len(marks), 1, most)
    _values(marks, 1, most)
    for place, value in enumerate(sorted(value for _, value in marks), 1):
        if value < place:
            raise Invalid(said(reasons.PLACE_TWICE, place=value))
        if value > place:
            raise Invalid(said(reasons.PLACE_GAP, place=place))


def _values(marks: Marks, least: int, most: int) -> None:
    if any(not least <= value <= most for _, value in marks):
        raise Invalid(said(reasons.OUT_OF_SCALE, least=least, most=most))


def _count(count: int, least: int, most: int) -> None:
    if count < least:
        raise Invalid(said(reasons.TOO_FEW, least=least, count=count))
    if count > most:
        raise Invalid(said(reasons.TOO_MANY, most=most, count=count, over=count - most))


_KINDS: dict[str, Callable[[Ballot, Marks, Options], None]] = {
    "approve": _approve,
    "choose-one": _choose_one,
    "for-against": _for_against,
    "budget": _budget,
    "score": _score,
    "points": _points,
    "ranking": _ranking,
}
