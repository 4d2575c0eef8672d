"""Passwords that were forgotten, and those that are changed."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import emails, links, passwords, sessions, throttle
from app.accounts.domain import entrance, profile
from app.accounts.factors import ways
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.throttle import Attempt
from app.accounts.web import letters_sent
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import AddressForm, ChangePasswordForm, NewPasswordForm
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.addresses import from_this_machine, network
from app.foundation.errors import Invalid, NotAllowed, TooMany
from app.foundation.unit_of_work import begin_writing
from app.guards import forms as guards

RESET = "reset"


def forgotten() -> Response:
    """The form to ask for a letter that sets a new password."""
    return with_form("accounts/forgotten.html", AddressForm())


def ask_reset() -> ResponseReturnValue:
    """Sends the letter. The answer is the same where nobody has the address."""
    form, sent = AddressForm(), guards.sent(RESET)
    if not form.validate():
        return with_form("accounts/forgotten.html", form, 422)
    key = emails.key_of(form.email.data)
    try:
        sent.require_person()
        throttle.require_letter(key, network(), sent.weight)
    except (Invalid, TooMany) as refusal:
        return refused("accounts/forgotten.html", form, refusal)
    begin_writing()
    account = people.by_email_key(key)
    profile.ask_to_reset(account.id if account else None)
    letters_sent.remember("accounts.ask_reset", form.email.data)
    return redirect(url_for("accounts.letter_sent"), 303)


def show_reset(word: str) -> ResponseReturnValue:
    """The form of a new password, by the link of a letter."""
    account = links.reset_by(word)
    if account is None:
        return _broken(410)
    return with_form("accounts/reset.html", NewPasswordForm(account.email), word=word)


def reset(word: str) -> ResponseReturnValue:
    """Sets the new password, once, and signs in."""
    account = links.reset_by(word)
    if account is None:
        return _broken(410)
    form = NewPasswordForm(account.email)
    if not form.validate():
        return with_form("accounts/reset.html", form, 422, word=word)
    hashed = passwords.hash_of(form.password.data)
    begin_writing()
    account = links.reset_by(word)
    if account is None:
        return _broken(409)
    profile.set_by_letter(account, hashed, clock.now())
    try:
        entrance.enter(account, from_here=from_this_machine())
    except NotAllowed:
        return redirect(url_for("accounts.sign_in"), 303)
    sessions.sign_in(account)
    flash(_("The new password is set. On other devices you are signed out."))
    return redirect(ways.onwards(url_for("accounts.my_page")), 303)


def _broken(status: int) -> ResponseReturnValue:
    return render_template("accounts/link_broken.html", again=url_for("accounts.forgotten")), status


def show_password() -> Response:
    """The form of a new password for the one who is signed in."""
    return with_form("accounts/password.html", ChangePasswordForm(own_account().email))


def change_password() -> ResponseReturnValue:
    """Sets a new password; other devices are signed out."""
    account = own_account()
    form = ChangePasswordForm(account.email)
    if not form.validate():
        return with_form("accounts/password.html", form, 422)
    try:
        _require_present(account, form.current_password.data)
    except (TooMany, Invalid) as refusal:
        return refused("accounts/password.html", form, refusal)
    hashed = passwords.hash_of(form.password.data)
    begin_writing()
    profile.change_password(account, hashed)
    sessions.renew(account)
    flash(_("The new password is set. On other devices you are signed out."))
    return redirect(url_for("accounts.my_page"), 303)


def _require_present(account: Account, password: str) -> None:
    attempt = Attempt(account.email_key, network(), sessions.as_browser())
    throttle.require_attempt(attempt)
    if passwords.fits(password, account.password_hash):
        throttle.forgive(attempt)
        return
    throttle.count_failure(attempt)
    raise Invalid(profile.WRONG_PRESENT)
