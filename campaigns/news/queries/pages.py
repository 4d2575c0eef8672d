"""One piece of news with all that its page says."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import Contribution, Version
from campaigns.contributions.visibility import visible_to
from campaigns.news.models import NewsItem
from campaigns.plan.models import Campaign

MOST_VERSIONS = 10


@dataclass(frozen=True)
class NewsRead:
    """A piece of news as one person may read it, with its common row and its campaign."""

    item: NewsItem
    byline: str

    @property
    def contribution(self) -> Contribution:
        return self.item.contribution

    @property
    def campaign(self) -> Campaign:
        return self.item.contribution.campaign


def news_or_missing(actor: Actor, news_id: int) -> NewsRead:
    """The news at this address. Raises Missing where there is none or the actor may not know of it."""
    row = db.session.execute(
        select(NewsItem, *byline_columns())
        .join(NewsItem.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(Territory, Territory.id == Account.territory_id)
        .where(NewsItem.id == news_id, visible_to(actor))
        .options(contains_eager(NewsItem.contribution).contains_eager(Contribution.campaign))
    ).one_or_none()
    if row is None:
        raise Missing
    return NewsRead(row.NewsItem, byline(row.written, row.given_name, row.family_name, None))


def history_of(news_id: int) -> list[Version]:
    """What the news said after each of the last edits, the latest first, with the text before them; empty where it was never
    changed.
    """
    query = (
        select(Version).where(Version.contribution_id == news_id).order_by(Version.number.desc()).limit(MOST_VERSIONS)
    )
    return list(db.session.scalars(query))
