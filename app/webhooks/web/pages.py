"""Webhooks of a campaign or of the platform: listed, added, looked at, paused, tried out."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid, Missing
from app.foundation.unit_of_work import begin_writing
from app.webhooks import permissions, signing
from app.webhooks.domain import webhooks
from app.webhooks.kinds import LABELS
from app.webhooks.models import Delivery, Webhook
from app.webhooks.queries import journal
from app.webhooks.web.forms import WebhookForm
from app.webhooks.words import OUTCOMES, said_of, why
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import campaign_or_missing


def list_platform() -> ResponseReturnValue:
    """Webhooks of the platform, for administrators."""
    _require(require_person(), None)
    return _list(None, WebhookForm(formdata=None))


def add_to_platform() -> ResponseReturnValue:
    """Keeps an address that is told of all campaigns."""
    _require(current_actor(), None)
    return _add(None)


def list_campaign(slug: str) -> ResponseReturnValue:
    """Webhooks of a campaign, for its owners."""
    return _list(_planned(slug), WebhookForm(formdata=None))


def add_to_campaign(slug: str) -> ResponseReturnValue:
    """Keeps an address that is told of this campaign."""
    return _add(_planned(slug))


def show_webhook(webhook_id: int) -> str:
    """One address with its journal."""
    webhook, campaign = _own(webhook_id)
    page = journal.page_of(webhook_id, request.args.get("after"))
    return render_template(
        "webhooks/show.html",
        webhook=webhook,
        back=_place(campaign),
        page=page,
        labels=LABELS,
        outcomes=OUTCOMES,
        said_of=said_of,
        why=why(webhook.paused_why),
    )


def pause(webhook_id: int) -> ResponseReturnValue:
    """Nothing is sent any more for now."""
    return _changed(webhook_id, lambda webhook: webhooks.pause(webhook, clock.now()))


def go_on(webhook_id: int) -> ResponseReturnValue:
    """What waits is sent."""
    return _changed(webhook_id, lambda webhook: webhooks.go_on(webhook, clock.now()))


def try_out(webhook_id: int) -> ResponseReturnValue:
    """Sends something to see whether it arrives."""
    return _changed(webhook_id, lambda webhook: webhooks.try_out(webhook, clock.now()))


def remove(webhook_id: int) -> ResponseReturnValue:
    """The address goes."""
    _webhook, campaign = _own(webhook_id)
    place = _place(campaign)
    begin_writing()
    webhook, _campaign = _own(webhook_id)
    webhooks.remove(current_actor(), webhook, clock.now())
    flash(_("“%(name)s” is removed.", name=webhook.name))
    return redirect(place, 303)


def renew_secret(webhook_id: int) -> ResponseReturnValue:
    """Another secret, shown this once."""
    _own(webhook_id)
    begin_writing()
    webhook, campaign = _own(webhook_id)
    webhooks.renew_secret(webhook)
    return _secret(webhook, campaign)


def send_again(delivery_id: int) -> ResponseReturnValue:
    """Sends a delivery once more."""
    webhook_id = _of(delivery_id).webhook_id
    return _changed(webhook_id, lambda webhook: webhooks.send_again(webhook, _of(delivery_id), clock.now()))


def _of(delivery_id: int) -> Delivery:
    delivery = journal.delivery_or_missing(delivery_id)
    _own(delivery.webhook_id)
    return delivery


def _own(webhook_id: int) -> tuple[Webhook, Campaign | None]:
    """The webhook, for those who keep it. Raises NotAllowed, Missing; one that was removed has its journal alone."""
    actor = require_person()
    webhook, campaign = journal.webhook_or_missing(webhook_id, actor)
    _require(actor, campaign)
    if webhook.removed_at is not None and request.method == "POST":
        raise Missing
    return webhook, campaign


def _planned(slug: str) -> Campaign:
    actor = current_actor()
    campaign = campaign_or_missing(slug, actor)
    _require(require_person(), campaign)
    return campaign


def _require(actor: Actor, campaign: Campaign | None) -> None:
    permissions.require(actor, campaign, clock.now())


def _place(campaign: Campaign | None) -> str:
    if campaign is None:
        return url_for("webhooks.list_platform")
    return url_for("webhooks.list_campaign", slug=campaign.slug)


def _add(campaign: Campaign | None) -> ResponseReturnValue:
    form, actor = WebhookForm(), current_actor()
    if not form.validate():
        return _list(campaign, form), 422
    campaign_id = campaign.id if campaign else None
    begin_writing()
    try:
        webhook = webhooks.add(actor, campaign_id, form.wanted, clock.now())
    except (Invalid, Conflict) as refusal:
        return _list(campaign, form, [str(refusal.reason)]), refusal.status
    return _secret(webhook, campaign)


def _list(campaign: Campaign | None, form: WebhookForm, problems: list[str] | None = None) -> str:
    return render_template(
        "webhooks/list.html",
        **({"campaign": campaign} if campaign else {}),
        lines=journal.of(campaign.id if campaign else None),
        form=form,
        problems=problems or [],
        action=_place(campaign),
        labels=LABELS,
        outcomes=OUTCOMES,
    )


def _secret(webhook: Webhook, campaign: Campaign | None) -> ResponseReturnValue:
    page = render_template(
        "webhooks/secret.html",
        webhook=webhook,
        back=_place(campaign),
        secret=signing.secret_of(webhook),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _changed(webhook_id: int, change: Callable[[Webhook], None]) -> ResponseReturnValue:
    _own(webhook_id)
    begin_writing()
    webhook, _campaign = _own(webhook_id)
    change(webhook)
    return redirect(url_for("webhooks.show_webhook", webhook_id=webhook_id), 303)
