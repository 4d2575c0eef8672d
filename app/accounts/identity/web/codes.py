"""Coming in with a printed code, and choosing a password afterwards."""

from flask import Response, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import passwords, sessions, throttle
from app.accounts.domain import entrance, profile
from app.accounts.factors import ways
from app.accounts.identity import keys
from app.accounts.identity.domain import assisting
from app.accounts.throttle import Attempt
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import NewPasswordForm
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.addresses import from_this_machine, network
from app.foundation.errors import Invalid, Missing, NotAllowed, TooMany
from app.foundation.forms import Form, Line, Required
from app.foundation.unit_of_work import begin_writing

CODE, PASSWORD = "identity/code.html", "identity/password.html"
BY_CODE = "by-code"
# How long after a code somebody may choose a password without telling the present one.
CHOOSES_WITHIN = 30 * 60


class CodeForm(Form):
    """The code from the sheet."""

    code = Line(
        _l("Code from your sheet"),
        [Required()],
        most=40,
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


def show_code() -> Response:
    """The form to come in with a code."""
    return with_form(CODE, CodeForm())


def enter_by_code() -> ResponseReturnValue:
    """Lets whoever has the code in, once."""
    form = CodeForm()
    if not form.validate():
        return with_form(CODE, form, 422)
    # Each code has its own patience: nobody who tries codes bars the others, and no network tries many.
    attempt = Attempt(keys.of_code(form.code.data), network())
    try:
        throttle.require_attempt(attempt)
        begin_writing()
        account = assisting.use_code(form.code.data, clock.now())
        entrance.enter(account, from_here=from_this_machine())
    except Invalid as refusal:
        throttle.count_failure(attempt)
        return refused(CODE, form, refusal)
    except (TooMany, NotAllowed) as refusal:
        return refused(CODE, form, refusal)
    throttle.forgive(attempt)
    sessions.sign_in(account)
    session[BY_CODE] = [account.id, clock.now().timestamp()]
    return redirect(ways.onwards(url_for("identity.show_password")), 303)


def _chooser() -> NewPasswordForm:
    """The form for whoever has just come in by a code. Raises Missing for others."""
    account = own_account()
    account_id, at = session.get(BY_CODE) or (0, 0.0)
    if account_id != account.id or not 0 <= clock.now().timestamp() - at < CHOOSES_WITHIN:
        raise Missing
    return NewPasswordForm(account.email)


def show_password() -> Response:
    """The form of a password, for whoever has just come in by a code."""
    return with_form(PASSWORD, _chooser())


def choose_password() -> ResponseReturnValue:
    """Keeps the password: from now on the person signs in with their number and it."""
    form = _chooser()
    if not form.validate():
        return with_form(PASSWORD, form, 422)
    hashed = passwords.hash_of(form.password.data)
    begin_writing()
    account = own_account()
    profile.change_password(account, hashed)
    sessions.renew(account)
    flash(_("The password is set. Next time you sign in with it and with the number on your sheet."))
    return redirect(url_for("accounts.my_page"), 303)
