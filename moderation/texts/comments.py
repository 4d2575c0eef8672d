"""The words of comments, with what they are about and what they answer."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.discussion.models import Topic
from campaigns.ideas.models import Idea
from campaigns.news.models import NewsItem
from campaigns.plan.models import Campaign
from moderation.texts.words import Part, Place, Text, first_words

ABOUT: dict[Kind, Any] = {
    Kind.IDEA: _l("Under the idea"),
    Kind.TOPIC: _l("Under the topic"),
    Kind.NEWS: _l("Under the news"),
}
LONG_QUOTE = 300


def read(ids: Collection[int]) -> dict[int, Text]:
    """One statement, whatever the comments hang on."""
    host, answered, above = aliased(Contribution), aliased(Comment), aliased(Contribution)
    rows = db.session.execute(
        select(
            Comment.id,
            Comment.body,
            Comment.thread_id,
            Comment.parent_id,
            host.kind.label("host"),
            host.state.label("host_state"),
            above.state.label("answered_state"),
            Campaign.slug,
            answered.body.label("answered"),
            func.coalesce(Idea.title, Topic.title, NewsItem.title, "").label("about"),
        )
        .join(host, host.id == Comment.thread_id)
        .join(Campaign, Campaign.id == Comment.campaign_id)
        .outerjoin(answered, answered.id == Comment.parent_id)
        .outerjoin(above, above.id == Comment.parent_id)
        .outerjoin(Idea, Idea.id == Comment.thread_id)
        .outerjoin(Topic, Topic.id == Comment.thread_id)
        .outerjoin(NewsItem, NewsItem.id == Comment.thread_id)
        .where(Comment.id.in_(ids))
    )
    return {row.id: _text(row) for row in rows}


def _text(row: Any) -> Text:
    return Text(
        Kind.COMMENT,
        first_words(row.body),
        None,
        (Part("body", _l("Comment"), row.body),),
        "comments.show_comment",
        {"comment_id": row.id},
        tuple(place for place in (_host(row), _answered(row)) if place),
    )


def _host(row: Any) -> Place | None:
    if row.host not in ABOUT:
        return None
    endpoint, values = _page(row.host, row.thread_id, row.slug)
    return Place(ABOUT[row.host], row.about, endpoint, values, row.host_state in PUBLIC)


def _page(kind: Kind, id: int, slug: str) -> tuple[str, dict[str, Any]]:
    if kind == Kind.TOPIC:
        return "discussion.show_topic", {"slug": slug, "topic_id": id}
    if kind == Kind.NEWS:
        return "news.show_news", {"news_id": id}
    return "ideas.show_idea", {"idea_id": id}


def _answered(row: Any) -> Place | None:
    # Words that were taken back or hidden are quoted nowhere.
    if row.answered_state not in PUBLIC:
        return None
    quote = first_words(row.answered, LONG_QUOTE)
    return Place(_l("Answers the comment"), quote, "comments.show_comment", {"comment_id": row.parent_id})
