"""What those who moderate find: everything that was ever sent where they do, in every state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, Executable, func, select, true

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.bylines import byline
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Outcome
from campaigns.plan.models import Campaign
from search import engines
from search.engine import Facet, Hit, Query, Shelf
from search.queries import marks
from search.queries.rows import page_of, rows
from search.query import as_words, parse

PAGE = 20
FACETS = frozenset({Facet.KIND, Facet.STATUS, Facet.CAMPAIGN, Facet.LANGUAGE})


@dataclass(frozen=True)
class Line:
    """A text found, as it stands in the database now, with what the index marked in it.

    `about` is what a comment stands under; `number` and `outcome` are those of an idea. `endpoint` and `values` lead to it.
    """

    hit: Hit
    kind: Kind
    state: State
    outcome: Outcome | None
    number: int | None
    about: str
    language: str
    byline: str
    campaign: str
    sent_at: datetime | None
    endpoint: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One stretch of what was found; `total` counts the whole, `facets` what passes all filters but their own.

    `campaigns` are the titles of those that were counted, by their number as text.
    """

    total: int = 0
    lines: Sequence[Line] = ()
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    campaigns: Mapping[str, str] = field(default_factory=dict)


def find(
    actor: Actor, within: frozenset[int] | None, text: str, chosen: Mapping[Facet, str], *, offset: int = 0
) -> Found:
    """What the actor finds in these campaigns (None: in all of them); beyond them nothing is found, counted or named.

    What the index gives is looked up by the one visibility rule before it is shown. Raises Unready.
    """
    asked = parse(text)
    query = Query(
        # Names of places and projects are understood for guests, who see other ones: here they are words.
        as_words(asked, asked.asks),
        {facet: frozenset({value}) for facet, value in chosen.items()},
        _midnight(asked.since),
        _midnight(asked.until),
        within=within,
        without=marks.changed_lately(),
        offset=offset,
        limit=PAGE,
        facets=FACETS,
    )
    found = engines.of(Shelf.STAFF).query(query)
    lines = _lines(found.hits, actor, within)
    titles = _titles(found.facets.get(Facet.CAMPAIGN, {}))
    return Found(found.total - len(found.hits) + len(lines), lines, found.facets, titles)


def _midnight(day: date | None) -> datetime | None:
    zone = ZoneInfo(current_app.extensions["veche.settings"].TIME_ZONE)
    return datetime.combine(day, time.min, zone) if day else None


def _titles(values: Mapping[str, int]) -> dict[str, str]:
    if not values:
        return {}
    query = select(Campaign.id, Campaign.title).where(Campaign.id.in_(sorted(map(int, values))))
    return {str(row.id): row.title for row in db.session.execute(query)}


def _lines(hits: Sequence[Hit], actor: Actor, within: frozenset[int] | None) -> list[Line]:
    if not hits:
        return []
    here: ColumnElement[bool] = true() if within is None else Contribution.campaign_id.in_(sorted(within))
    found = db.session.execute(_rows([hit.id for hit in hits], here, visible_to(actor)))
    rows = {row.id: row for row in found}
    return [_line(hit, rows[hit.id]) for hit in hits if hit.id in rows]


def _rows(ids: Sequence[int], *seen: ColumnElement[bool]) -> Executable:
    """One row a text, with what it hangs on."""
    return rows(func.coalesce(Contribution.submitted_at, Contribution.published_at).label("sent_at")).where(
        Contribution.id.in_(ids), Contribution.state != State.DRAFT, *seen, marks.is_known()
    )


def _line(hit: Hit, row: Any) -> Line:
    endpoint, values = page_of(row)
    return Line(
        hit=hit,
        kind=row.kind,
        state=row.state,
        outcome=row.outcome,
        number=row.number,
        about=row.about,
        language=row.language,
        byline=row.office or byline(row.written, row.given_name, row.family_name, row.place),
        campaign=row.campaign,
        sent_at=row.sent_at,
        endpoint=endpoint,
        values=values,
    )
