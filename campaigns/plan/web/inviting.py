"""Inviting people by a list of addresses: it is looked at first, and nothing is sent before somebody says so."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict, Refusal
from app.foundation.forms import Area, Form, Required
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.addresses import MOST
from campaigns.plan.domain import members as verbs
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.queries import inviting
from campaigns.plan.queries.inviting import Look
from campaigns.plan.web.owned import inviting_to

SHOWN = 100


class ListForm(Form):
    """Addresses, one a line."""

    addresses = Area(_l("E-mail addresses, one on each line"), [Required()], most=200_000)


def invite_list(slug: str) -> ResponseReturnValue:
    """Shows what the list would do; once that was seen, puts its addresses on the list of the invited. Lines that are no
    address stay in the field.
    """
    actor, form = current_actor(), ListForm()
    campaign = inviting_to(slug, actor)
    if campaign.audience != Audience.INVITED:
        raise Conflict(verbs.OPEN)
    if not form.validate():
        return _page(campaign, form), 422
    found = inviting.look(campaign, form.addresses.data)
    if len(found.sound) > MOST:
        form.addresses.errors = [str(verbs.TOO_MANY.sentence)]
        return _page(campaign, form), 422
    if request.form.get("do") != "send" or not found.sound:
        return _page(campaign, form, found), 200 if found.sound else 422
    begin_writing()
    try:
        new = verbs.invite(campaign, found.sound, actor=actor, now=clock.now())
    except Refusal as refused:
        form.addresses.errors = [str(refused.reason)]
        return _page(campaign, form), refused.status
    flash(ngettext("%(num)s address is new on the list.", "%(num)s addresses are new on the list.", new))
    if not found.broken:
        return redirect(url_for("plan.show_members", slug=slug), 303)
    form.addresses.data = "\n".join(found.broken)
    return _page(campaign, form, inviting.look(campaign, form.addresses.data), is_rest=True)


def _page(campaign: Campaign, form: ListForm, found: Look | None = None, *, is_rest: bool = False) -> str:
    return render_template(
        "plan/invite_list.html", campaign=campaign, form=form, found=found, is_rest=is_rest, shown=SHOWN
    )
