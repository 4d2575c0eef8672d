"""Topics of a discussion."""

from typing import Any

from app.api import addresses, cursors
from app.api.calls import actor
from app.api.operations import reads
from app.api.shapes.texts import PageAskedSchema, TopicSchema, TopicsSchema
from campaigns.discussion.queries import topics
from campaigns.plan.queries.campaigns import campaign_or_missing

A_PAGE = 50


@reads(TopicsSchema, query=PageAskedSchema)
def list_topics(asked: dict[str, Any], slug: str) -> Any:
    """The topics of a campaign, in their order."""
    campaign, of = campaign_or_missing(slug, actor()), ("topics", slug)
    page = topics.page_of(actor(), campaign.id, cursors.given(asked.get("after"), *of), A_PAGE)
    items = [
        {**vars(line), "page": addresses.page("discussion.show_topic", slug=slug, topic_id=line.id)}
        for line in page.rows
    ]
    return {"items": items, "next": cursors.made(page.following, *of)}


@reads(TopicSchema)
def show_topic(slug: str, topic_id: int) -> Any:
    """One topic. What is said in it stands in its thread."""
    read = topics.topic_or_missing(actor(), slug, topic_id)
    return {
        "id": read.topic.id,
        "title": read.title,
        "background": read.background,
        "language": read.language,
        "byline": read.byline,
        "opinions": read.opinions,
        "is_closed": read.topic.closed_at is not None,
        "state": read.state,
        "published_at": read.contribution.published_at,
        "page": addresses.page("discussion.show_topic", slug=slug, topic_id=topic_id),
        "comments": addresses.own("list_comments", thread_id=topic_id),
    }
