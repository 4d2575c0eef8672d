"""The ideas that were published last, for everyone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Account
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea

EXCERPT = 400


@dataclass(frozen=True)
class NewIdea:
    """An idea of a feed, with the beginning of what it is about."""

    id: int
    title: str
    beginning: str
    byline: str
    language: str
    published_at: datetime
    changed_at: datetime


def of_campaign(campaign_id: int, most: int) -> list[NewIdea]:
    """The ideas of a campaign, the latest first. One statement."""
    columns: tuple[Any, ...] = (
        Idea.id,
        Idea.title,
        func.substr(Idea.problem, 1, EXCERPT).label("beginning"),
        Contribution.language,
        Contribution.published_at,
        Contribution.changed_at,
        *byline_columns(),
    )
    rows = db.session.execute(
        select(*columns)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .where(
            Contribution.campaign_id == campaign_id,
            Contribution.kind == Kind.IDEA,
            Contribution.state == State.PUBLISHED,
            public(),
        )
        .order_by(Contribution.published_at.desc(), Idea.id.desc())
        .limit(most)
    )
    return [_read(row) for row in rows]


def _read(row: Any) -> NewIdea:
    name = byline(row.written, row.given_name, row.family_name, row.place)
    changed_at = max(row.published_at, row.changed_at)
    return NewIdea(row.id, row.title, row.beginning, name, row.language, row.published_at, changed_at)
