"""Signing in and out."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import emails, sessions, throttle
from app.accounts.domain import entrance
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import SignInForm, come_back
from app.foundation.addresses import from_this_machine, network
from app.foundation.errors import Invalid, NotAllowed, Refusal, TooMany
from app.foundation.unit_of_work import begin_writing

PAGE = "accounts/sign_in.html"


def sign_in() -> Response:
    """The form to sign in."""
    form = SignInForm(data={"next": come_back(request.args.get("next"))})
    return with_form(PAGE, form, unconfirmed=False, confirmed="confirmed" in request.args)


def enter() -> ResponseReturnValue:
    """Signs in and leads to where the person wanted to go."""
    form = SignInForm()
    if not form.validate():
        return with_form(PAGE, form, 422, unconfirmed=False, confirmed=False)
    try:
        _enter(emails.key_of(form.email.data), form.password.data)
    except (TooMany, Invalid, NotAllowed) as refusal:
        return _refused(form, refusal)
    return redirect(form.next.data or url_for("accounts.my_page"), 303)


def _enter(email_key: str, password: str) -> None:
    throttle.require_attempt(email_key, network())
    known = entrance.recognise(email_key, password)
    if known is None:
        throttle.count_failure(email_key, network())
        raise Invalid(entrance.WRONG)
    throttle.forgive(email_key, network())
    begin_writing()
    sessions.sign_in(entrance.admit(known, from_here=from_this_machine()))


def _refused(form: SignInForm, refusal: Refusal) -> Response:
    return refused(PAGE, form, refusal, unconfirmed=refusal.reason == entrance.UNCONFIRMED, confirmed=False)


def sign_out() -> ResponseReturnValue:
    """Signs out in this browser."""
    sessions.sign_out()
    return redirect(url_for("web.home"), 303)
