"""Plays how ideas that ask for the same are joined."""

from collections.abc import Callable, Iterator
from datetime import datetime

from app.accounts.roles import Role
from app.demo.stage import Stage
from app.demo.story import Pair
from app.foundation.unit_of_work import step
from search.joining.domain import proposals, sets

Act = Callable[[datetime], None]


def happenings(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """What happens to the pairs of the story."""
    for pair in stage.story.pairs:
        begun: list[int] = []
        yield stage.at(pair.day), _propose(stage, pair, begun)
        if pair.agreed_on is not None:
            yield stage.at(pair.agreed_on), _agree(stage, pair, begun)


def _place(stage: Stage, title: str) -> int:
    return next(place for place, told in enumerate(stage.story.ideas) if told.title == title)


def _propose(stage: Stage, pair: Pair, begun: list[int]) -> Act:
    def act(at: datetime) -> None:
        idea, into = (stage.ideas[_place(stage, title)] for title in (pair.title, pair.into))
        with step():
            begun.append(proposals.propose(stage.troupe.member(Role.FACILITATOR), idea, into, pair.reason, at).id)

    return act


def _agree(stage: Stage, pair: Pair, begun: list[int]) -> Act:
    def act(at: datetime) -> None:
        for title in (pair.title, pair.into):
            author = stage.story.ideas[_place(stage, title)].author
            with step():
                proposals.answer(stage.troupe.resident(author), begun[0], True, "", at)
        with step():
            sets.settle(begun[0], at)

    return act
