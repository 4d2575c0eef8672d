"""One delivery on its way: what is sent, what came of it, when it is tried again, and when an address is given up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.foundation import outbox
from app.foundation.db import db
from app.webhooks import signing
from app.webhooks.models import Delivery, Outcome, Webhook
from app.webhooks.posting import Answer
from app.webhooks.queries import payloads

# After the first attempt, as Standard Webhooks have it: a day in all.
AGAIN = tuple(
    timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 7 * 3600, 9 * 3600 + 24 * 60)
)
MOST_PATIENCE = timedelta(hours=1)
GONE = 410


@dataclass(frozen=True)
class Letter:
    """What is posted, and where."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def begin(delivery_id: int, now: datetime) -> Letter | None:
    """What is to be sent now; None where it is not due, not wanted any more, or not everybody's any more."""
    row = db.session.execute(
        select(Delivery, Webhook)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(Delivery.id == delivery_id)
        .with_for_update(of=Delivery)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row.Delivery.state != Outcome.WAITING or row.Webhook.removed_at is not None:
        return None
    delivery, webhook = row.Delivery, row.Webhook
    if webhook.paused_at is not None or (delivery.next_at or now) > now:
        return None
    # Asked anew each time: what was hidden while it waited is told to nobody.
    told = payloads.of(delivery.event, delivery.thing_id, delivery.made_at)
    if told is None:
        delivery.state, delivery.next_at, delivery.fault = Outcome.DROPPED, None, "hidden"
        return None
    delivery.payload = json.dumps(told, ensure_ascii=False, sort_keys=True)
    headers = signing.headers_of(webhook, delivery.word, delivery.payload, int(now.timestamp()))
    return Letter(webhook.url, delivery.payload.encode(), headers)


def end(delivery_id: int, answer: Answer, now: datetime) -> None:
    """Keeps what came of an attempt and, where it failed, asks for the next; after the last the address is paused."""
    delivery = db.session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    if delivery is None:
        return
    delivery.attempts += 1
    delivery.tried_at, delivery.status = now, answer.status
    delivery.fault, delivery.milliseconds = answer.fault, answer.milliseconds
    if answer.is_taken:
        delivery.state, delivery.next_at = Outcome.DELIVERED, None
        return
    if answer.fault == "internal" or answer.status == GONE or delivery.attempts > len(AGAIN):
        _give_up(delivery, answer, now)
        return
    wait = max(AGAIN[delivery.attempts - 1], min(timedelta(seconds=answer.after), MOST_PATIENCE))
    delivery.next_at = now + wait
    outbox.ask("webhooks.send", delay=wait, delivery_id=delivery.id)


def _give_up(delivery: Delivery, answer: Answer, now: datetime) -> None:
    delivery.state, delivery.next_at = Outcome.FAILED, None
    webhook = db.session.get_one(Webhook, delivery.webhook_id, with_for_update=True, populate_existing=True)
    if webhook.paused_at is None and webhook.removed_at is None and not _has_worked_since(delivery):
        webhook.paused_at, webhook.paused_why = now, answer.fault or str(answer.status)
        outbox.ask("webhooks.tell_paused", webhook_id=webhook.id)


def _has_worked_since(delivery: Delivery) -> bool:
    """Whether the address has taken something else since: then it is this delivery that it does not want."""
    other = aliased(Delivery)
    query = select(other.id).where(
        other.webhook_id == delivery.webhook_id,
        other.state == Outcome.DELIVERED,
        other.tried_at >= delivery.made_at,
    )
    return db.session.scalar(query.limit(1)) is not None
