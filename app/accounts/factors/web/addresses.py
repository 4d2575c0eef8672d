"""Another address for an account."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import emails, sessions, throttle
from app.accounts.factors import fresh, links, queries
from app.accounts.factors.domain import addresses
from app.accounts.factors.web.forms import EmailForm
from app.accounts.web.answers import refused, with_form
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Conflict, Invalid, TooMany
from app.foundation.unit_of_work import begin_writing

PAGE = "factors/email.html"


def show_email() -> ResponseReturnValue:
    """The form of another address, and what became of one that was asked for."""
    fresh.require()
    return _page(EmailForm())


def _page(form: EmailForm, status: int = 200) -> Response:
    account = own_account()
    change = queries.email_change_of(account.id)
    waiting = change if change and addresses.is_open(change, clock.now()) else None
    return with_form(PAGE, form, status, account=account, change=waiting)


def ask_email() -> ResponseReturnValue:
    """Sends a letter to both mailboxes. The answer is the same where the address is somebody's."""
    fresh.require()
    account, form = own_account(), EmailForm()
    if not form.validate():
        return _page(form, 422)
    key = emails.key_of(form.email.data)
    try:
        if key == account.email_key:
            raise Invalid(addresses.TAKEN)
        throttle.require_letter(key, network())
        throttle.require_letter(account.email_key, network())
    except (Invalid, TooMany) as refusal:
        return refused(PAGE, form, refusal, account=account, change=None)
    begin_writing()
    addresses.ask(account, form.email.data, clock.now())
    return redirect(url_for("factors.show_email"), 303)


def drop_email() -> ResponseReturnValue:
    """The person keeps the address they have."""
    account = own_account()
    begin_writing()
    addresses.drop(account.id)
    flash(_("The address stays as it is."))
    return redirect(url_for("accounts.my_page"), 303)


def show_agreement(word: str) -> ResponseReturnValue:
    """The page of one button, by the link of a letter to either mailbox."""
    found = links.agreed_by(word)
    if found is None:
        return _broken(410)
    return render_template("factors/email_agree.html", word=word, change=found[0], is_old=found[1] == addresses.OLD)


def agree(word: str) -> ResponseReturnValue:
    """One mailbox agrees; with the second one the address changes, and all sign-ins end."""
    begin_writing()
    found = links.agreed_by(word)
    if found is None:
        return _broken(410)
    try:
        is_done = addresses.agree(*found, clock.now())
    except Conflict:
        return _broken(409)
    if not is_done:
        return render_template("factors/email_half.html")
    if not sessions.current_actor().is_guest:
        sessions.sign_out()
    flash(_("The address has changed. Sign in with the new one."))
    return redirect(url_for("accounts.sign_in"), 303)


def _broken(status: int) -> ResponseReturnValue:
    return render_template("accounts/link_broken.html", again=url_for("factors.show_email")), status
