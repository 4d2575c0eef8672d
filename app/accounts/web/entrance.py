"""Signing in and out."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import browsers, sessions, throttle
from app.accounts.domain import entrance
from app.accounts.factors import ways
from app.accounts.factors.domain import passkeys
from app.accounts.identity import numbers
from app.accounts.throttle import Attempt
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import SignInForm, come_back
from app.foundation.addresses import from_this_machine, network
from app.foundation.errors import Invalid, NotAllowed, Refusal, TooMany
from app.foundation.unit_of_work import begin_writing

PAGE = "accounts/sign_in.html"


def sign_in() -> Response:
    """The form to sign in."""
    form = SignInForm(data={"next": come_back(request.args.get("next"))})
    return with_form(PAGE, form, **_shown(confirmed="confirmed" in request.args))


def _shown(*, refusal: Refusal | None = None, confirmed: bool = False) -> dict[str, Any]:
    question = passkeys.ask() if passkeys.are_possible() else None
    reason = refusal.reason if refusal else None
    unconfirmed, waits = reason == entrance.UNCONFIRMED, isinstance(refusal, TooMany)
    return {"unconfirmed": unconfirmed, "waits": waits, "confirmed": confirmed, "question": question}


def enter() -> ResponseReturnValue:
    """Signs in and leads to where the person wanted to go."""
    form = SignInForm()
    if not form.validate():
        return with_form(PAGE, form, 422, **_shown())
    try:
        _enter(numbers.key_of(form.email.data), form.password.data)
    except (TooMany, Invalid, NotAllowed) as refusal:
        return _refused(form, refusal)
    return redirect(ways.onwards(form.next.data or url_for("accounts.my_page")), 303)


def _enter(email_key: str, password: str) -> None:
    attempt = Attempt(email_key, network(), browsers.word_of(email_key))
    throttle.require_attempt(attempt)
    known = entrance.recognise(email_key, password)
    if known is None:
        throttle.count_failure(attempt)
        raise Invalid(entrance.WRONG)
    throttle.forgive(attempt)
    begin_writing()
    sessions.sign_in(entrance.admit(known, from_here=from_this_machine()))


def _refused(form: SignInForm, refusal: Refusal) -> Response:
    return refused(PAGE, form, refusal, **_shown(refusal=refusal))


def sign_out() -> ResponseReturnValue:
    """Signs out in this browser."""
    sessions.sign_out()
    return redirect(url_for("web.home"), 303)
