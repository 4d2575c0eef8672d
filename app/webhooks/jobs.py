"""Background work of webhooks: sent, told of, forgotten."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import delete, select

from app.accounts import emails
from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock, letters, mail
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.webhooks import posting
from app.webhooks.domain import sending
from app.webhooks.domain.spreading import spread
from app.webhooks.kinds import Event
from app.webhooks.models import Delivery, Outcome, Webhook
from campaigns.ideas.models import Idea

KEPT_FOR = timedelta(days=30)
AT_ONCE = 500


def spread_status(idea_ids: list[int], at: str) -> None:
    """These ideas have another status since a moment: told to whoever wants to know."""
    rows = select(Idea.id, Idea.campaign_id).where(Idea.id.in_(idea_ids)).order_by(Idea.id)
    with step():
        for idea_id, campaign_id in db.session.execute(rows).all():
            spread(Event.IDEA_STATUS, idea_id, campaign_id, datetime.fromisoformat(at))


def send(delivery_id: int) -> None:
    """Sends a delivery that is due. Sent twice, it has the same id."""
    with step():
        letter = sending.begin(delivery_id, clock.now())
    if letter is None:
        return
    # Nobody waits for a strange machine with a transaction open.
    answer = posting.post(letter.url, letter.body, letter.headers)
    with step():
        sending.end(delivery_id, answer, clock.now())


def tell_paused(webhook_id: int) -> None:
    """Those who keep an address learn that nothing reaches it. Sent again, the letters have the same Message-ID."""
    webhook = db.session.get(Webhook, webhook_id)
    if webhook is None or webhook.paused_at is None or not webhook.paused_why:
        return
    key = f"webhook-paused-{webhook.id}-{int(webhook.paused_at.timestamp())}"
    written = [_letter(account, webhook, f"{key}-{account.id}") for account in _keepers(webhook)]
    for letter in written:
        mail.send(letter)


def _keepers(webhook: Webhook) -> list[Account]:
    role = (
        (RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.scope == "platform")
        if webhook.campaign_id is None
        else (RoleGrant.role == Role.OWNER, RoleGrant.campaign_id == webhook.campaign_id)
    )
    held = select(RoleGrant.account_id).where(RoleGrant.ended_at.is_(None), *role)
    there = (Account.ended_at.is_(None), Account.email_confirmed_at.is_not(None), Account.email != "")
    return list(db.session.scalars(select(Account).where(Account.id.in_(held), *there).order_by(Account.id)))


def _letter(account: Account, webhook: Webhook, key: str) -> EmailMessage:
    url = letters.address("webhooks.show_webhook", webhook_id=webhook.id)
    values = {"name": account.given_name, "webhook": webhook.name, "url": url}
    subject, text = letters.write("webhooks_paused.txt", account.language, **values)
    return mail.compose(
        to=emails.deliverable(account.email), subject=subject, text=text, key=key, language=account.language
    )


def purge() -> None:
    """The journal forgets what is older than a month and does not wait."""
    before = clock.now() - KEPT_FOR
    old = select(Delivery.id).where(Delivery.made_at < before, Delivery.state != Outcome.WAITING)
    old = old.order_by(Delivery.id).limit(AT_ONCE)
    while True:
        with step():
            gone = db.session.execute(delete(Delivery).where(Delivery.id.in_(old))).rowcount  # type: ignore[attr-defined]
        if gone < AT_ONCE:
            return
