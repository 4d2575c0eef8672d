"""Who it is, once more, before a grave act; what was typed before is offered to be sent again."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sessions
from app.accounts.factors import fresh
from app.accounts.factors.web import proving
from app.accounts.factors.web.forms import AgainForm
from app.accounts.models import Account
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import come_back
from app.accounts.web.lookups import own_account
from app.foundation.errors import Invalid, TooMany
from app.foundation.unit_of_work import begin_writing

PAGE = "factors/again.html"
# A form that was sent elsewhere has none of this name: by it ours is known from one that was led here with all that was typed.
OURS, KEPT = "again", "kept."
OWN_FIELDS = {"csrf_token", OURS}
SECRET = {"password", "current_password", "new_password", "code", "sheet"}
MOST_KEPT = 200


def show_again() -> ResponseReturnValue:
    """Asks who it is. `shown`: it was done in a window of its own, while a form waits in another."""
    address = come_back(request.args.get("next"))
    account = own_account()
    if "shown" in request.args and fresh.is_fresh():
        return render_template("factors/shown.html")
    return _page(account, AgainForm(data={"next": address}), [])


def ask_again() -> ResponseReturnValue:
    """Takes the proof; or, where a form was led here, asks for it and keeps what was typed."""
    account, address = own_account(), come_back(request.args.get("next"))
    if OURS not in request.form:
        kept = [(n, v) for n, v in request.form.items(multi=True) if n not in OWN_FIELDS | SECRET][:MOST_KEPT]
        return _page(account, AgainForm(formdata=None, data={"next": address}), kept, was_sent=True)
    form = AgainForm()
    form.validate()
    kept = [(n.removeprefix(KEPT), v) for n, v in request.form.items(multi=True) if n.startswith(KEPT)][:MOST_KEPT]
    was_sent = request.form[OURS] == "sent"
    # A form that waits: it may have been shown in another window meanwhile.
    is_shown = was_sent and fresh.is_fresh()
    try:
        is_strong = not is_shown and proving.require_again(account, form)
    except (TooMany, Invalid) as refusal:
        return refused(PAGE, form, refusal, **_shown(account, kept, was_sent))
    if not is_shown:
        begin_writing()
        sessions.prove(is_strong=is_strong)
    if was_sent and form.next.data:
        return Response(render_template("factors/send_again.html", address=form.next.data, kept=kept))
    return redirect(form.next.data or url_for("accounts.my_page"), 303)


def _page(account: Account, form: AgainForm, kept: list[tuple[str, str]], was_sent: bool = False) -> Response:
    return with_form(PAGE, form, **_shown(account, kept, was_sent))


def _shown(account: Account, kept: list[tuple[str, str]], was_sent: bool) -> dict[str, Any]:
    ways = proving.ways_of(account, with_password=True)
    minutes = int(fresh.HOLDS.total_seconds() // 60)
    return {
        "ways": ways,
        "kept": kept,
        "was_sent": was_sent,
        "minutes": minutes,
        "has_address": bool(account.email),
    }
