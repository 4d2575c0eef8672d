"""Saying that one is old enough for a project that asks for it."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts.personal import ages
from app.accounts.personal.web.forms import AgeForm
from app.accounts.web.answers import with_form
from app.accounts.web.forms import come_back
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing

PAGE = "personal/age.html"


def show_age() -> Response:
    """The one question: whether the age was reached."""
    account, years = own_account(), _years()
    form = _form(years, next=come_back(request.args.get("next")))
    return with_form(PAGE, form, years=years, declared=ages.declared(account.id))


def declare_age() -> ResponseReturnValue:
    """Keeps that it was."""
    account, years = own_account(), _years()
    form = _form(years)
    if not form.validate():
        return with_form(PAGE, form, 422, years=years, declared=ages.declared(account.id))
    begin_writing()
    ages.declare(account.id, years, clock.now())
    return redirect(form.next.data or url_for("personal.show_data"), 303)


def _years() -> int:
    years = request.args.get("years", "")
    if not (years.isascii() and years.isdigit() and len(years) < 3 and ages.LEAST <= int(years) <= ages.MOST):
        raise Missing
    return int(years)


def _form(years: int, **data: str) -> AgeForm:
    label = ngettext("I am %(num)s year old or older", "I am %(num)s years old or older", years)
    return AgeForm(label, data=data or None)
