"""Addresses as those keep them who run a campaign or the platform."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from app.webhooks import addresses
from app.webhooks.domain.spreading import lay
from app.webhooks.kinds import PING, Event
from app.webhooks.models import Delivery, Outcome, Webhook

MOST = 10
TOO_MANY = Reason("webhooks.too-many", _l("There are as many addresses here as there can be. Remove one first."))
REMOVED = Reason("webhook.removed", _l("This address was removed."))
PAUSED = Reason("webhook.paused", _l("Nothing is sent to this address while it is paused. Let it go on first."))
ADDED, GONE = "webhook.add", "webhook.remove"


@dataclass(frozen=True)
class Wanted:
    """An address as it is asked for."""

    name: str
    url: str
    events: Sequence[Event]


def add(actor: Actor, campaign_id: int | None, wanted: Wanted, now: datetime) -> Webhook:
    """Keeps an address. Raises Invalid where nothing is ever sent to such a one, Conflict where there are too many."""
    url = addresses.checked(wanted.url)
    here = (Webhook.campaign_id == campaign_id, Webhook.removed_at.is_(None))
    if (db.session.scalar(select(func.count()).select_from(Webhook).where(*here)) or 0) >= MOST:
        raise Conflict(TOO_MANY)
    webhook = Webhook(
        campaign_id=campaign_id,
        name=wanted.name,
        url=url,
        events=[event.value for event in Event if event in wanted.events],
        salt=secrets.token_hex(16),
        made_by=actor.id,
        made_at=now,
    )
    db.session.add(webhook)
    db.session.flush()
    _log(ADDED, actor, webhook, now)
    return webhook


def pause(webhook: Webhook, now: datetime) -> None:
    """Nothing is sent any more, until it goes on. Twice is once."""
    _require_there(webhook)
    if webhook.paused_at is None:
        webhook.paused_at, webhook.paused_why = now, ""


def go_on(webhook: Webhook, now: datetime) -> None:
    """What waits is sent, and what happens from now on. What was given up is sent again by hand."""
    _require_there(webhook)
    if webhook.paused_at is None:
        return
    webhook.paused_at, webhook.paused_why = None, ""
    waiting = (Delivery.webhook_id == webhook.id, Delivery.state == Outcome.WAITING)
    ids = db.session.scalars(select(Delivery.id).where(*waiting).order_by(Delivery.id)).all()
    db.session.execute(update(Delivery).where(*waiting).values(next_at=now))
    for delivery_id in ids:
        outbox.ask("webhooks.send", delivery_id=delivery_id)


def remove(actor: Actor, webhook: Webhook, now: datetime) -> None:
    """The address goes, and whatever waited for it; its journal stays for its term. Twice is once."""
    if webhook.removed_at is not None:
        return
    webhook.removed_at = now
    waiting = (Delivery.webhook_id == webhook.id, Delivery.state == Outcome.WAITING)
    db.session.execute(update(Delivery).where(*waiting).values(state=Outcome.DROPPED, next_at=None, fault="removed"))
    _log(GONE, actor, webhook, now)


def renew_secret(webhook: Webhook) -> None:
    """What is sent is signed with another secret from now on."""
    _require_there(webhook)
    webhook.salt = secrets.token_hex(16)


def try_out(webhook: Webhook, now: datetime) -> None:
    """Sends something that says nothing, to see whether it arrives."""
    _require_there(webhook)
    if webhook.paused_at is not None:
        raise Conflict(PAUSED)
    lay(webhook.id, PING, webhook.id, now)


def send_again(webhook: Webhook, delivery: Delivery, now: datetime) -> None:
    """Sends a delivery once more, under the id it had. One that is on its way already goes at once."""
    _require_there(webhook)
    if webhook.paused_at is not None:
        raise Conflict(PAUSED)
    delivery.state, delivery.next_at, delivery.attempts, delivery.fault = Outcome.WAITING, now, 0, ""
    outbox.ask("webhooks.send", delivery_id=delivery.id)


def _require_there(webhook: Webhook) -> None:
    if webhook.removed_at is not None:
        raise Conflict(REMOVED)


def _log(act: str, actor: Actor, webhook: Webhook, now: datetime) -> None:
    # The path may hold a secret of the other program: the log names the host alone.
    host = urlsplit(webhook.url).hostname or ""
    about: dict[str, Any] = {"thing": "webhook", "thing_id": webhook.id, "campaign_id": webhook.campaign_id}
    chain.log(act, now=now, actor_id=actor.id, host=host, **about)
