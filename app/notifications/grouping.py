"""Notices put together: by project, within it by the idea or text they are about, within that by what happened. Pure over what was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from app.notifications.models import NoticeKind
from app.notifications.queries import NoticeRead, Place

# Of many that say the same, so many are named; the others are counted.
MOST_ITEMS = 3
T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """One notice within its line: its own words, where they are others than those of the thing, and where it leads."""

    title: str | None
    place: Place


@dataclass(frozen=True)
class Line:
    """What happened to a thing, once or often. `items` are the first few that lead elsewhere than to the thing itself."""

    kind: NoticeKind
    sentence: Any
    count: int
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return self.count - len(self.items) if self.items else 0


@dataclass(frozen=True)
class Group:
    """A thing, such as an idea or the project itself, with what happened to it. None of its words where it cannot be read any more."""

    campaign: str | None
    title: str | None
    place: Place | None
    lines: tuple[Line, ...]
    latest: datetime
    # Those of them that are new.
    unread: tuple[int, ...]


@dataclass(frozen=True)
class Project:
    """A project with its things; without a title where they belong to none."""

    title: str | None
    groups: tuple[Group, ...]


def grouped(notices: Sequence[NoticeRead]) -> list[Group]:
    """The notices thing by thing, in the order in which the first of each is given."""
    return [_group(of_one) for of_one in _together(notices, _thing)]


def by_project(groups: Sequence[Group]) -> list[Project]:
    """Groups project by project, what concerns the project as a whole first."""
    return [
        Project(of_one[0].campaign, tuple(sorted(of_one, key=lambda one: one.title != one.campaign)))
        for of_one in _together(groups, lambda one: one.campaign)
    ]


def _group(notices: list[NoticeRead]) -> Group:
    first = notices[0]
    lines = tuple(_line(of_one) for of_one in _together(notices, lambda one: one.kind))
    thing = first.thing
    return Group(
        campaign=first.campaign,
        title=thing.title if thing else None,
        place=thing.place if thing else None,
        lines=lines,
        latest=max(one.created_at for one in notices),
        unread=tuple(one.id for one in notices if one.is_unread),
    )


def _line(notices: list[NoticeRead]) -> Line:
    first, thing = notices[0], notices[0].thing
    elsewhere = {
        _key(one.place): Item(one.title if thing is None or one.title != thing.title else None, one.place)
        for one in notices
        if one.place and (thing is None or one.place != thing.place)
    }
    return Line(
        kind=first.kind,
        sentence=first.sentence,
        count=len(notices),
        items=tuple(elsewhere.values())[:MOST_ITEMS],
    )


def _thing(one: NoticeRead) -> Any:
    # What cannot be read any more is named by nothing: each stands by itself.
    return _key(one.thing.place) if one.thing else one.id


def _key(place: Place | None) -> Any:
    return place and (place.endpoint, tuple(sorted((name, str(value)) for name, value in place.values.items())))


def _together(things: Iterable[T], key: Any) -> list[list[T]]:
    found: dict[Any, list[T]] = {}
    for one in things:
        found.setdefault(key(one), []).append(one)
    return list(found.values())
