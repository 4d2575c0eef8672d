"""What was suggested and is still worth telling: groups of published ideas that are in no theme and that nobody dismissed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from search.themes.grouping import FEWEST
from search.themes.models import DismissedTheme, ThemeSearch
from search.themes.queries import named, texts

# Of a suggestion with so much in common with a dismissed one, in percent of both together, nobody wants to hear again.
ALIKE = 50
SHOWN = 3


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it stands now. `ideas` are the lines of the first of them, `ids` all that are left, the most central first."""

    key: str
    words: Sequence[str]
    ids: Sequence[int]
    tight: int
    ideas: Sequence[Any]


@dataclass(frozen=True)
class Dismissed:
    """A dismissed suggestion: how many ideas it had, and the first that is still public."""

    id: int
    ideas: int
    first: Any


@dataclass(frozen=True)
class Search:
    """The last search. `done` is how far one is that is being made, in percent; `is_stale`: ideas have come, gone or changed since.

    `alone` is how many of the ideas that were looked at are in no suggestion.
    """

    done: int | None
    made_at: datetime | None
    is_stale: bool
    looked_at: int
    alone: int
    suggested: Sequence[Suggested]
    dismissed: Sequence[Dismissed]


NOTHING = Search(None, None, False, 0, 0, (), ())


def of_campaign(campaign_id: int, shown: int = SHOWN) -> Search:
    """The suggestions of a campaign, with so many ideas of each."""
    search = db.session.get(ThemeSearch, campaign_id)
    if search is None:
        return NOTHING
    rows = db.session.scalars(
        select(DismissedTheme).where(DismissedTheme.campaign_id == campaign_id).order_by(DismissedTheme.id)
    ).all()
    wanted = {id for one in search.found for id in one["ideas"]} | {row.ideas[0] for row in rows if row.ideas}
    known = named.lines(sorted(wanted))
    away = [set(row.ideas) for row in rows]
    told = [one for one in search.found if not any(_alike(one["ideas"], other) for other in away)]
    return Search(
        search.done if search.asked_at else None,
        search.made_at,
        search.made_at is not None and search.grounds != texts.grounds(campaign_id),
        search.looked_at,
        search.looked_at - sum(len(one["ideas"]) for one in search.found),
        [one for one in (_suggested(row, known, shown) for row in told) if one],
        [Dismissed(row.id, len(row.ideas), known.get(row.ideas[0]) if row.ideas else None) for row in rows],
    )


def one_of(campaign_id: int, key: str, shown: int) -> Suggested | None:
    """A suggestion by its key; None where it is told no more."""
    return next((one for one in of_campaign(campaign_id, shown).suggested if one.key == key), None)


def _alike(ids: Collection[int], other: set[int]) -> bool:
    common = len(other.intersection(ids))
    return 100 * common >= ALIKE * (len(ids) + len(other) - common)


def _suggested(row: dict[str, Any], known: dict[int, Any], shown: int) -> Suggested | None:
    left = [id for id in row["ideas"] if id in known and known[id].theme_id is None]
    if len(left) < FEWEST:
        return None
    return Suggested(row["key"], row["words"], left, row["tight"], [known[id] for id in left[:shown]])
