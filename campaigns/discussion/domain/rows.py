"""The rows that verbs work on, locked so that two verbs do not cross."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.discussion.models import Conclusion, Topic
from campaigns.plan.models import Campaign


def topic_or_missing(actor: Actor, topic_id: int, *, shared: bool = False) -> Topic:
    """The topic with its common row and campaign, where the actor may see it; the common row is locked until the step ends.

    Shared, people do not wait for each other; those who change the topic wait for them all.
    """
    topic = db.session.scalar(
        select(Topic)
        .join(Topic.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Topic.contribution).contains_eager(Contribution.campaign))
        .where(Topic.id == topic_id, visible_to(actor))
        .with_for_update(read=shared, of=Contribution)
        .execution_options(populate_existing=True)
    )
    if topic is None:
        raise Missing()
    return topic


def conclusion_of(topic_id: int) -> Conclusion | None:
    """The conclusion of a topic with its common row, in whatever state."""
    return db.session.scalar(
        select(Conclusion)
        .join(Conclusion.contribution)
        .options(contains_eager(Conclusion.contribution))
        .where(Conclusion.topic_id == topic_id)
        .execution_options(populate_existing=True)
    )


def locked_campaign(campaign_id: int) -> Campaign:
    """The campaign; its row is locked until the step ends, so that places and twins of topics are told in turn."""
    return db.session.get_one(Campaign, campaign_id, with_for_update=True, populate_existing=True)
