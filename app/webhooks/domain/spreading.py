"""A fact is laid out for every address that wants to be told, in the step that announces it."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.foundation import outbox
from app.foundation.db import db
from app.foundation.upserts import upsert
from app.webhooks.models import Delivery, Outcome, Webhook

NOW = timedelta(0)


def spread(event: str, thing_id: int, campaign_id: int, now: datetime, delay: timedelta = NOW) -> None:
    """Lays the fact out for the addresses of its campaign and of the platform. One statement where nobody wants to know."""
    wanted = select(Webhook.id, Webhook.events).where(
        Webhook.paused_at.is_(None),
        Webhook.removed_at.is_(None),
        or_(Webhook.campaign_id.is_(None), Webhook.campaign_id == campaign_id),
    )
    for webhook_id, events in db.session.execute(wanted.order_by(Webhook.id)).all():
        if event in events:
            lay(webhook_id, event, thing_id, now, delay)


def is_wanted(event: str) -> bool:
    """Whether any address wants to be told. One statement."""
    live = select(Webhook.events).where(Webhook.paused_at.is_(None), Webhook.removed_at.is_(None))
    return any(event in events for events in db.session.scalars(live))


def lay(webhook_id: int, event: str, thing_id: int, now: datetime, delay: timedelta = NOW) -> None:
    """Lays the fact out for one address; the same fact of the same moment once."""
    row = {
        "webhook_id": webhook_id,
        "word": f"msg_{secrets.token_hex(12)}",
        "event": event,
        "fact": f"{event}:{thing_id}:{now.isoformat()}",
        "thing_id": thing_id,
        "payload": "",
        "state": Outcome.WAITING,
        "made_at": now,
        "next_at": now + delay,
        "attempts": 0,
        "status": 0,
        "fault": "",
        "milliseconds": 0,
    }
    put = upsert(Delivery).values(**row).on_conflict_do_nothing(index_elements=["webhook_id", "fact"])
    laid = db.session.scalar(put.returning(Delivery.id))
    if laid is not None:
        outbox.ask("webhooks.send", delay=delay, delivery_id=laid)
