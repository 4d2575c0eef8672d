"""The words of a piece of news."""

from app.foundation.db import db
from campaigns.contributions.rewriting import Change
from campaigns.news.models import NewsItem


def rewrite(news_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    item = db.session.get_one(NewsItem, news_id, populate_existing=True)
    item.title, item.body = change("title", item.title), change("body", item.body)
    db.session.flush()
