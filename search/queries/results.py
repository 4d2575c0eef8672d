"""What a query finds: for the page and for the commands, through the same code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.accounts.models import Account
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search import engines
from search.engine import Hit, Query
from search.queries import marks
from search.query import parse

PAGE = 20


@dataclass(frozen=True)
class Line:
    """A document found, as it stands in the database now, with what the index marked in it."""

    hit: Hit
    number: int
    byline: str
    campaign: str
    state: State
    published_at: datetime | None
    supports: int


@dataclass(frozen=True)
class Found:
    """One stretch of what was found, best first; `total` counts the whole."""

    total: int
    lines: Sequence[Line]


def find(text: str, *, campaign_id: int | None = None, offset: int = 0, limit: int = PAGE) -> Found:
    """What guests may see and answers the text. Raises Unready where the index has to be built first.

    The index may lag behind: what changed since it was read is subtracted inside it, and what it gives is looked up by the one
    visibility rule before anything is shown.
    """
    without = marks.changed_lately()
    query = Query(parse(text), campaign_id=campaign_id, without=without, offset=offset, limit=limit)
    found = engines.current().query(query)
    lines = _lines(found.hits)
    return Found(found.total - len(found.hits) + len(lines), lines)


def _lines(hits: Sequence[Hit]) -> list[Line]:
    if not hits:
        return []
    query = (
        select(
            Idea.id,
            Idea.number,
            Idea.support_total,
            Contribution.state,
            Contribution.published_at,
            Campaign.title.label("campaign"),
            *byline_columns(),
        )
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .where(Contribution.id.in_([hit.id for hit in hits]), public(), marks.is_known())
    )
    rows = {row.id: row for row in db.session.execute(query)}
    return [_line(hit, rows[hit.id]) for hit in hits if hit.id in rows]


def _line(hit: Hit, row: Row[Any]) -> Line:
    author = byline(row.written, row.given_name, row.family_name, row.place)
    return Line(hit, row.number, author, row.campaign, row.state, row.published_at, row.support_total)
