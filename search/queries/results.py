"""What a query finds: for the page and for the commands, through the same code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.comments.models import Comment
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public
from campaigns.discussion.models import Conclusion, Topic
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search import engines
from search.engine import Facet, Hit, Query, Shelf
from search.queries import marks
from search.query import parse

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
    published_at: datetime | None
    supports: int | None
    endpoint: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One stretch of what was found, best first; `total` counts the whole, `kinds` all kinds, those not asked for too."""

    total: int
    lines: Sequence[Line]
    kinds: Mapping[Kind, int] = field(default_factory=dict)


def find(
    text: str, *, campaign_id: int | None = None, kind: Kind | None = None, offset: int = 0, limit: int = PAGE
) -> Found:
    """What guests may see and answers the text. Raises Unready where the index has to be built first.

    The index may lag behind: what changed since it was read is subtracted inside it, and what it gives is looked up by the one
    visibility rule before anything is shown.
    """
    without = marks.changed_lately()
    filters = {Facet.KIND: kind, Facet.CAMPAIGN: campaign_id}
    query = Query(
        parse(text),
        filters={facet: frozenset({str(value)}) for facet, value in filters.items() if value is not None},
        without=without,
        offset=offset,
        limit=limit,
        facets=frozenset({Facet.KIND}),
    )
    found = engines.of(Shelf.PUBLIC).query(query)
    lines = _lines(found.hits)
    kinds = {Kind(name): times for name, times in found.facets[Facet.KIND].items()} if found.facets else {}
    return Found(found.total - len(found.hits) + len(lines), lines, kinds)


def _lines(hits: Sequence[Hit]) -> list[Line]:
    if not hits:
        return []
    rows = {row.id: row for row in db.session.execute(_rows([hit.id for hit in hits]))}
    return [_line(hit, rows[hit.id]) for hit in hits if hit.id in rows]


def _rows(ids: Sequence[int]) -> Executable:
    """One row a text, with what it hangs on."""
    idea, topic = aliased(Idea), aliased(Topic)
    return (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.state,
            Contribution.published_at,
            Idea.number,
            Idea.support_total,
            Campaign.slug,
            Campaign.title.label("campaign"),
            func.coalesce(idea.title, topic.title, "").label("about"),
            Conclusion.topic_id,
            *byline_columns(),
        )
        .join(Contribution.campaign)
        .outerjoin(Idea, Idea.id == Contribution.id)
        .outerjoin(Comment, Comment.id == Contribution.id)
        .outerjoin(Conclusion, Conclusion.id == Contribution.id)
        .outerjoin(idea, idea.id == Comment.thread_id)
        .outerjoin(topic, topic.id == Comment.thread_id)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .where(Contribution.id.in_(ids), public(), under_what_is_public(), marks.is_known())
    )


def _line(hit: Hit, row: Any) -> Line:
    endpoint, values = _page(row)
    return Line(
        hit=hit,
        kind=row.kind,
        about=row.about,
        number=row.number,
        byline=byline(row.written, row.given_name, row.family_name, row.place),
        campaign=row.campaign,
        state=row.state,
        published_at=row.published_at,
        supports=row.support_total,
        endpoint=endpoint,
        values=values,
    )


def _page(row: Any) -> tuple[str, dict[str, Any]]:
    match row.kind:
        case Kind.TOPIC:
            return "discussion.show_topic", {"slug": row.slug, "topic_id": row.id}
        case Kind.CONCLUSION:
            return "discussion.show_topic", {"slug": row.slug, "topic_id": row.topic_id}
        case Kind.COMMENT:
            return "comments.show_comment", {"comment_id": row.id}
        case Kind.NEWS:
            return "news.show_news", {"news_id": row.id}
        case _:
            return "ideas.show_idea", {"idea_id": row.id}
