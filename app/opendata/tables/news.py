"""News of the organiser: what they told about the project, as it reads now."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.letters import link
from app.opendata.reading import BATCH, Reading
from app.opendata.shape import Row, Table, count, day, text
from campaigns.contributions.models import Contribution, Kind
from campaigns.news.models import NewsItem


def _news(reading: Reading) -> Iterator[Row]:
    query = (
        select(NewsItem.id, NewsItem.title, NewsItem.body, Contribution.language, Contribution.published_at)
        .join(Contribution, Contribution.id == NewsItem.id)
        .where(reading.is_public(Contribution, Kind.NEWS))
        .order_by(NewsItem.id)
    )
    for row in db.session.execute(query.execution_options(yield_per=BATCH)):
        url = link("news.show_news", news_id=row.id)
        yield row.id, row.title, row.body, row.language, reading.day(row.published_at), url


TABLES = (
    Table(
        "news",
        _l("News"),
        _l("What the organiser told about the project, as it reads now."),
        (
            count("id", _l("Id"), required=True),
            text("title", _l("Title"), required=True),
            text("text", _l("Text"), required=True),
            text("language", _l("Language"), _l("Code of the language: ru, uk, en."), required=True),
            day("published_on", _l("Published")),
            text("url", _l("Address"), required=True),
        ),
        ("id",),
        _news,
    ),
)
