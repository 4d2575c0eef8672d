"""The words of news."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Kind
from campaigns.news.models import NewsItem
from moderation.texts.words import Part, Text


def read(ids: Collection[int]) -> dict[int, Text]:
    """One statement."""
    return {one.id: _text(one) for one in db.session.scalars(select(NewsItem).where(NewsItem.id.in_(ids)))}


def _text(one: NewsItem) -> Text:
    parts = (Part("title", _l("Title"), one.title), Part("body", _l("Text"), one.body))
    return Text(Kind.NEWS, one.title, None, parts, "news.show_news", {"news_id": one.id})
