"""What a query finds: for the page and for the commands, through the same code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam

from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.bylines import byline
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.models import Idea, Outcome
from search import engines
from search.engine import Facet, Hit, Hits, Query, Shelf
from search.queries import marks
from search.queries.names import Names, names_of, visible_campaigns
from search.queries.narrowing import Narrowing, narrow
from search.queries.rows import page_of, rows
from search.queries.wanted import DAYS, Wanted
from search.query import Asked

PAGE = 20


@dataclass(frozen=True)
class Line:
    """A document found, as it stands in the database now, with what the index marked in it.

    `about` is what a comment stands under. `number` and `supports` are those of an idea. `endpoint` and `values` lead to it.
    """

    hit: Hit
    kind: Kind
    about: str
    number: int | None
    byline: str
    campaign: str
    state: State
    outcome: Outcome | None
    language: str
    published_at: datetime | None
    changed_at: datetime
    supports: int | None
    endpoint: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One stretch of what was found; `total` counts the whole, of which the newest count where it `is_capped`.

    `facets` and `periods` are counts of what passes all filters but their own; `names` those of the facets' values. `narrowing`
    is how the search was understood, `without` what was subtracted.
    """

    total: int
    lines: Sequence[Line]
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    periods: Mapping[str, int] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    is_capped: bool = False
    narrowing: Narrowing = field(default_factory=lambda: Narrowing(Asked()))
    without: frozenset[int] = frozenset()


def find(
    wanted: Wanted | str,
    *,
    offset: int = 0,
    limit: int = PAGE,
    facets: frozenset[Facet] = frozenset(),
    published: tuple[datetime, datetime] | None = None,
) -> Found:
    """What guests may see and answers the search, of what was `published` in a half-open time alone where one is given.

    The index may lag behind: what changed since it was read is subtracted inside it, and what it gives is looked up by the one
    visibility rule before anything is shown. Values of facets that guests may not see are not counted. Raises Unready where the
    index has to be built first.
    """
    wanted, now = Wanted(wanted) if isinstance(wanted, str) else wanted, clock.now()
    narrowing = narrow(wanted, now)
    query = Query(
        narrowing.asked,
        narrowing.filters,
        _latest(narrowing.since, published and published[0]),
        _earliest(narrowing.until, published and published[1]),
        without=marks.changed_lately(),
        excluded=narrowing.excluded,
        sort=wanted.sort,
        offset=offset,
        limit=limit,
        facets=facets,
        periods={period: now - timedelta(days=days) for period, days in DAYS.items()} if facets else {},
    )
    hits, names = _asked(query)
    lines = _lines(hits.hits)
    total = hits.total - len(hits.hits) + len(lines)
    return Found(total, lines, hits.facets, hits.periods, names, hits.is_capped, narrowing, query.without)


def _asked(query: Query) -> tuple[Hits, Names]:
    """What the index answers, and the names of the values it counted.

    A project that guests may not see and the index has not heard of that yet is not counted: it is asked again without it.
    """
    engine = engines.of(Shelf.PUBLIC)
    hits = engine.query(query)
    if Facet.CAMPAIGN not in hits.facets:
        return hits, {}
    names = names_of(hits.facets)
    if hits.facets[Facet.CAMPAIGN].keys() - names.get(Facet.CAMPAIGN, {}).keys():
        hits = engine.query(replace(query, within=visible_campaigns()))
    return hits, names


def _latest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time), default=None)


def _earliest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time), default=None)


def _lines(hits: Sequence[Hit]) -> list[Line]:
    if not hits:
        return []
    rows = {row.id: row for row in db.session.execute(_rows(), {"ids": [hit.id for hit in hits]})}
    return [_line(hit, rows[hit.id]) for hit in hits if hit.id in rows]


@cache
def _rows() -> Executable:
    """One row for each of the texts `ids`, with what it hangs on. Putting the statement together takes longer than its answer."""
    return rows(Contribution.published_at, Contribution.changed_at, Idea.support_total).where(
        Contribution.id.in_(bindparam("ids", expanding=True)), public(), under_what_is_public(), marks.is_known()
    )


def _line(hit: Hit, row: Any) -> Line:
    endpoint, values = page_of(row)
    return Line(
        hit=hit,
        kind=row.kind,
        about=row.about,
        number=row.number,
        byline=row.office or byline(row.written, row.given_name, row.family_name, row.place),
        campaign=row.campaign,
        state=row.state,
        outcome=row.outcome,
        language=row.language,
        published_at=row.published_at,
        changed_at=row.changed_at,
        supports=row.support_total,
        endpoint=endpoint,
        values=values,
    )
