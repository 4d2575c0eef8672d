"""Who takes part in a campaign, counted by day and by the territory of the person: for its owner."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.accounts.models import Account
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.ideas.models import Idea, Support

BEFORE = 0
# The number of a day and the id of a territory.
Key = tuple[int, int | None]


@dataclass(frozen=True)
class Tally:
    """How many ideas, comments and supports came, by the number of the day (BEFORE for earlier ones) and by territory."""

    ideas: Counter[Key]
    comments: Counter[Key]
    supports: Counter[Key]

    def of_day(self, day: int) -> tuple[int, int, int]:
        """Ideas, comments and supports of the day with this number."""
        return self._sums(lambda key: key[0] == day)

    def of_place(self, territory_id: int | None) -> tuple[int, int, int]:
        """The same of all days, by people of the territory; None for those who have not said theirs."""
        return self._sums(lambda key: key[1] == territory_id)

    def _sums(self, wanted: Callable[[Key], bool]) -> tuple[int, int, int]:
        ideas, comments, supports = (
            sum(count for key, count in found.items() if wanted(key))
            for found in (self.ideas, self.comments, self.supports)
        )
        return ideas, comments, supports


def tally(campaign_id: int, starts: Sequence[datetime]) -> Tally:
    """What everyone can read of the campaign, and its supports. Days are numbered from 1 by the instants at which they start;
    two statements, whatever there is to count."""
    texts = _texts(campaign_id, starts)
    return Tally(
        ideas=_counter(row for row in texts if row.kind == Kind.IDEA),
        comments=_counter(row for row in texts if row.kind == Kind.COMMENT),
        supports=_counter(_supports(campaign_id, starts)),
    )


def places_of(territory_id: int | None) -> list[tuple[int, str]]:
    """The territories that a campaign is about, by name: those below its own, down to the last, or itself where there is
    none; all that have none below them where the campaign names no territory."""
    rows = db.session.execute(select(Territory.id, Territory.name, Territory.parent_id)).all()
    parents = {row.parent_id for row in rows}
    within = (
        {row.id for row in rows}
        if territory_id is None
        else _below({row.id: row.parent_id for row in rows}, territory_id)
    )
    return sorted(((row.id, row.name) for row in rows if row.id in within - parents), key=lambda pair: pair[1])


def _below(parents: dict[int, int | None], top: int) -> set[int]:
    found = {top}
    while more := {id for id, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _texts(campaign_id: int, starts: Sequence[datetime]) -> Sequence[Any]:
    day = _day_of(Contribution.published_at, starts)
    return db.session.execute(
        select(day.label("day"), Account.territory_id, func.count().label("found"), Contribution.kind)
        .select_from(Contribution)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(Contribution.campaign_id == campaign_id, Contribution.kind.in_([Kind.IDEA, Kind.COMMENT]))
        .where(Contribution.state.in_(sorted(PUBLIC)))
        .group_by("day", Account.territory_id, Contribution.kind)
    ).all()


def _supports(campaign_id: int, starts: Sequence[datetime]) -> Sequence[Any]:
    day = _day_of(Support.since, starts)
    return db.session.execute(
        select(day.label("day"), Account.territory_id, func.count().label("found"))
        .select_from(Support)
        .join(Idea, Idea.id == Support.idea_id)
        .join(Account, Account.id == Support.account_id)
        # Each support once, as it was given: what came by joining ideas is no other.
        .where(Idea.campaign_id == campaign_id, Support.via_id.is_(None))
        .group_by("day", Account.territory_id)
    ).all()


def _day_of(at: Any, starts: Sequence[datetime]) -> ColumnElement[int]:
    # Most of a long campaign lies before the days that are drawn: that is asked first. Then from the latest day back, the
    # first start that is not later than the instant is that of its day.
    numbered = reversed(list(enumerate(starts, 1)))
    return case((at < starts[0], BEFORE), *((at >= start, number) for number, start in numbered))


def _counter(rows: Iterable[Any]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for row in rows:
        found[row.day, row.territory_id] += row.found
    return found
