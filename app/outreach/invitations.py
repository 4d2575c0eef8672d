"""The owner's page of invitations: a list is brought, looked at, and sent."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Refusal
from app.foundation.forms import Area, Form, Optional, Required, Tick
from app.foundation.tables import text_of
from app.foundation.unit_of_work import begin_writing
from app.outreach import domain, lists
from app.outreach.lists import Sorted
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.web.owned import planned

MOST_TOLD = 20
LONGEST_FILE = 1024 * 1024
MAY = _l("Say that you may write to these people: they gave you their addresses for this.")


class ListForm(Form):
    """Addresses, one person a line."""

    addresses = Area(_l("E-mail addresses, one on each line"), [Optional()], most=200_000)
    may = Tick(_l("I may write to these people"), [Required(MAY)])


def show_invitations(slug: str) -> str:
    """The list to be filled in."""
    return _page(planned(slug, current_actor()), ListForm(), None)


def send_invitations(slug: str) -> ResponseReturnValue:
    """Shows what is on the list; once that was seen, sends the letters."""
    actor, form = current_actor(), ListForm()
    campaign = planned(slug, actor)
    form.validate()
    text = "\n".join(part for part in (form.addresses.data, _uploaded(form)) if part)
    sorted_ = lists.sort(campaign, lists.read(text))
    is_sending = request.form.get("do") == "send"
    if not is_sending:
        form.may.errors = []
    if not text.strip() and not form.addresses.errors:
        form.addresses.errors = [_("Write or choose at least one address.")]
    if form.errors:
        return _page(campaign, form, sorted_ if text.strip() else None), 422
    form.addresses.data = "\n".join(sorted_.new.values())
    if not is_sending:
        return _page(campaign, form, sorted_)
    begin_writing()
    try:
        sent = domain.invite(campaign, sorted_.new, actor=actor, now=clock.now())
    except Refusal as refused:
        form.addresses.errors = [str(refused.reason)]
        return _page(campaign, form, sorted_), refused.status
    flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", sent))
    return redirect(url_for("outreach.show_invitations", slug=slug), 303)


def _uploaded(form: ListForm) -> str:
    file = request.files.get("file")
    if file is None or not file.filename:
        return ""
    raw = file.read(LONGEST_FILE + 1)
    if len(raw) > LONGEST_FILE:
        form.addresses.errors = [_("The file is larger than a megabyte. Send it in parts.")]
        return ""
    return text_of(raw)


def _page(campaign: Campaign, form: ListForm, found: Sorted | None) -> str:
    values: dict[str, Any] = {"most_told": MOST_TOLD, "is_closed": campaign.audience == Audience.INVITED}
    return render_template("outreach/invitations.html", campaign=campaign, form=form, found=found, **values)
