"""Signing up and confirming an address."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts import emails, links, passwords, sessions, throttle
from app.accounts.domain import entrance, registration
from app.accounts.domain.registration import Newcomer
from app.accounts.factors import ways
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.web import letters_sent
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import AddressForm, ClaimForm, RegistrationForm, come_back
from app.foundation import clock, mailboxes
from app.foundation.addresses import from_this_machine, network
from app.foundation.errors import Invalid, NotAllowed, TooMany
from app.foundation.unit_of_work import begin_writing
from app.guards import forms as guards
from app.guards import newcomers

# In the session of the browser that signed up: it need not type the password again after the letter.
REGISTERED_HERE = "registered"
PAGE, CLAIM = "accounts/register.html", "accounts/claim.html"
# What the forms are called that a script may not take for one another.
REGISTRATION, LETTER = "registration", "letter"


def show_registration() -> Response:
    """The form to sign up."""
    form = RegistrationForm(data={"next": come_back(request.args.get("next"))})
    return with_form(PAGE, form, bits=_bits())


def register() -> ResponseReturnValue:
    """Signs up. The answer is the same whether or not the address is known."""
    form, sent = RegistrationForm(), guards.sent(REGISTRATION)
    if not form.validate():
        return with_form(PAGE, form, 422, bits=_bits())
    try:
        sent.require_person()
        throttle.require_first_letter(emails.key_of(form.email.data))
        later = newcomers.admit(sent, network())
    except (Invalid, TooMany) as refusal:
        return refused(PAGE, form, refusal, bits=_bits())
    hashed = passwords.hash_of(form.password.data)
    begin_writing()
    registration.register(_newcomer(form, hashed), next_address=form.next.data or "", now=clock.now(), later=later)
    session[REGISTERED_HERE] = passwords.mark_of(hashed)
    letters_sent.remember("accounts.mend_address", form.email.data, later)
    return redirect(url_for("accounts.letter_sent"), 303)


def _bits() -> int:
    """How hard the sum is that the browser does while somebody types; 0 as a rule."""
    return newcomers.bits_for(network(), clock.now())


def _newcomer(form: RegistrationForm, password_hash: str) -> Newcomer:
    return Newcomer(
        email=form.email.data,
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        password_hash=password_hash,
        language=str(get_locale()),
        territory_id=form.territory_id.data,
    )


def mend_address() -> ResponseReturnValue:
    """The address had a slip: the letter goes to another one. The answer is the same where nobody has signed up here."""
    form = AddressForm()
    if not form.validate():
        return with_form("accounts/resend.html", form, 422)
    typed, mark = letters_sent.last_address(), session.get(REGISTERED_HERE)
    try:
        throttle.require_letter(emails.key_of(form.email.data), network())
    except TooMany as refusal:
        return refused("accounts/resend.html", form, refusal)
    begin_writing()
    account = people.by_email_key(emails.key_of(typed)) if typed else None
    if account is not None and account.email_confirmed_at is None and mark == passwords.mark_of(account.password_hash):
        registration.change_address(account, form.email.data)
    letters_sent.remember("accounts.mend_address", form.email.data)
    return redirect(url_for("accounts.letter_sent"), 303)


def show_confirmation(word: str) -> ResponseReturnValue:
    """The page of one button. Opening it changes nothing: scanners of mail open links."""
    found = links.confirmed_by(word)
    if found is None:
        return render_template("accounts/link_broken.html", again=url_for("accounts.show_resend")), 410
    account, _next = found
    if _is_doubtful(account):
        return with_form(CLAIM, ClaimForm(account.email), word=word, account=account)
    is_paused = mailboxes.pause_of(emails.deliverable(account.email)) is not None
    return render_template("accounts/confirm.html", word=word, account=account, is_paused=is_paused)


def confirm(word: str) -> ResponseReturnValue:
    """Confirms the address; who signed up in this browser is signed in, others are asked to."""
    found = links.confirmed_by(word)
    if found is not None and _is_doubtful(found[0]):
        return _claim(word, found[0])
    begin_writing()
    found = links.confirmed_by(word)
    if found is None:
        return render_template("accounts/link_broken.html", again=url_for("accounts.show_resend")), 410
    account, next_address = found
    first_time = account.email_confirmed_at is None
    was_paused = mailboxes.pause_of(emails.deliverable(account.email)) is not None
    registration.confirm(account, clock.now())
    here = session.get(REGISTERED_HERE) == passwords.mark_of(account.password_hash)
    if first_time and here and _enters(account):
        flash(_("Your e-mail is confirmed, and you are signed in."))
        return redirect(ways.onwards(come_back(next_address) or url_for("accounts.my_page")), 303)
    if was_paused:
        flash(_("The letter has arrived. From now on letters come as before."))
    if sessions.current_actor().id == account.id:
        return redirect(come_back(next_address) or url_for("accounts.my_page"), 303)
    return redirect(url_for("accounts.sign_in", next=come_back(next_address) or None, confirmed=1), 303)


def _is_doubtful(account: Account) -> bool:
    """Whether others may have chosen the password: not where the last who signed up sits at this browser."""
    here = session.get(REGISTERED_HERE) == passwords.mark_of(account.password_hash)
    return registration.is_doubtful(account) and not here


def _claim(word: str, account: Account) -> ResponseReturnValue:
    """Whoever opens the letters of an address tells anew who they are; what others have told goes, their password too."""
    form = ClaimForm(account.email)
    if not form.validate():
        return with_form(CLAIM, form, 422, word=word, account=account)
    hashed = passwords.hash_of(form.password.data)
    begin_writing()
    found = links.confirmed_by(word)
    if found is None or found[0].email_confirmed_at:
        return render_template("accounts/link_broken.html", again=url_for("accounts.show_resend")), 409
    account, next_address = found
    registration.claim(account, _owner(form, account.email, hashed), clock.now())
    if not _enters(account):
        return redirect(url_for("accounts.sign_in", confirmed=1), 303)
    flash(_("Your e-mail is confirmed, and you are signed in."))
    return redirect(come_back(next_address) or url_for("accounts.my_page"), 303)


def _owner(form: ClaimForm, email: str, password_hash: str) -> Newcomer:
    names = form.given_name.data, form.family_name.data
    return Newcomer(email, *names, password_hash=password_hash, language=str(get_locale()))


def _enters(account: Account) -> bool:
    try:
        entrance.enter(account, from_here=from_this_machine())
    except NotAllowed:
        return False
    sessions.sign_in(account)
    return True


def show_resend() -> Response:
    """The form to ask for the letter again."""
    return with_form("accounts/resend.html", AddressForm())


def resend() -> ResponseReturnValue:
    """Sends the letter again where it is owed. The answer is the same where it is not."""
    form, sent = AddressForm(), guards.sent(LETTER)
    if not form.validate():
        return with_form("accounts/resend.html", form, 422)
    key = emails.key_of(form.email.data)
    try:
        sent.require_person()
        throttle.require_letter(key, network(), sent.weight)
    except (Invalid, TooMany) as refusal:
        return refused("accounts/resend.html", form, refusal)
    begin_writing()
    account = people.by_email_key(key)
    registration.ask_to_confirm(account.id if account else None)
    letters_sent.remember("accounts.resend", form.email.data)
    return redirect(url_for("accounts.letter_sent"), 303)
