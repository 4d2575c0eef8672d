"""The way out: asking to be erased, and thinking better of it."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.factors import fresh
from app.accounts.personal import erasing, terms
from app.accounts.personal.web.forms import LeavingForm
from app.accounts.slots import LeftTexts
from app.accounts.web.answers import refused, with_form
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing

PAGE = "personal/leave.html"


def show_leaving() -> Response:
    """What leaving means, and the form to ask for it."""
    account = own_account()
    fresh.require()
    return with_form(PAGE, LeavingForm(), account=account, days=terms.REFLECTION.lasts.days)


def ask_leaving() -> ResponseReturnValue:
    """Asks that the person is erased."""
    account = own_account()
    fresh.require()
    form, days = LeavingForm(), terms.REFLECTION.lasts.days
    if not form.validate():
        return with_form(PAGE, form, 422, account=account, days=days)
    begin_writing()
    try:
        asked = erasing.ask(account, LeftTexts(form.texts.data), clock.now())
    except Conflict as refusal:
        return refused(PAGE, form, refusal, account=account, days=days)
    flash(_("Until %(day)s you can still change your mind on this page.", day=format_date(asked.due_at, "d MMMM y")))
    return redirect(url_for("personal.show_data"), 303)


def stay() -> ResponseReturnValue:
    """The person stays after all."""
    account = own_account()
    begin_writing()
    erasing.cancel(account.id, clock.now())
    flash(_("Good that you stay. Nothing was erased."))
    return redirect(url_for("personal.show_data"), 303)
