"""Webhooks as those see them who keep them, and the journal of what was sent to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from app.webhooks.models import Delivery, Outcome, Webhook
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_visible_to

PAGE = 30


@dataclass(frozen=True)
class Line:
    """A webhook in a list: with how many deliveries wait, and how the last one that was tried ended."""

    webhook: Webhook
    waiting: int
    last: Outcome | None


def of(campaign_id: int | None) -> list[Line]:
    """The webhooks of a campaign, or (without one) of the platform, but for those that were removed. One statement."""
    here = Delivery.webhook_id == Webhook.id
    waiting = select(func.count()).where(here, Delivery.state == Outcome.WAITING).correlate(Webhook).scalar_subquery()
    last = (
        select(Delivery.state)
        .where(here, Delivery.tried_at.is_not(None))
        .order_by(Delivery.id.desc())
        .limit(1)
        .correlate(Webhook)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (Webhook, waiting, last)
    query = select(*columns).where(Webhook.campaign_id == campaign_id, Webhook.removed_at.is_(None))
    return [Line(webhook, count, state) for webhook, count, state in db.session.execute(query.order_by(Webhook.id))]


def webhook_or_missing(webhook_id: int, actor: Actor) -> tuple[Webhook, Campaign | None]:
    """The webhook and its campaign. Raises Missing where there is none, or its campaign is none of the actor's business."""
    webhook = db.session.get(Webhook, webhook_id)
    if webhook is None:
        raise Missing
    if webhook.campaign_id is None:
        return webhook, None
    seen = select(Campaign).where(Campaign.id == webhook.campaign_id, campaigns_visible_to(actor))
    campaign = db.session.scalar(seen)
    if campaign is None:
        raise Missing
    return webhook, campaign


def delivery_or_missing(delivery_id: int) -> Delivery:
    """A delivery. Raises Missing where there is none."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None:
        raise Missing
    return delivery


def page_of(webhook_id: int, after: str | None) -> Page[Delivery]:
    """A page of the journal, the latest first."""
    key = unpack(after, int)
    query = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if key:
        query = query.where(Delivery.id < key[0])
    rows: Sequence[Delivery] = db.session.scalars(query.order_by(Delivery.id.desc()).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, is_first=key is None)
