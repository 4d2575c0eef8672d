"""The second step of a sign-in, and signing in by a passkey alone."""

from flask import Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sessions
from app.accounts.domain import entrance
from app.accounts.factors.web import proving
from app.accounts.factors.web.forms import SecondForm
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import come_back
from app.foundation.addresses import from_this_machine
from app.foundation.errors import Invalid, NotAllowed, Refusal, TooMany
from app.foundation.unit_of_work import begin_writing

PAGE = "factors/second.html"


def show_second() -> ResponseReturnValue:
    """Asks whoever has shown the first half of a sign-in for the second."""
    account = _half_way()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=come_back(request.args.get("next")) or None), 303)
    form = SecondForm(data={"next": come_back(request.args.get("next"))})
    return with_form(PAGE, form, ways=proving.ways_of(account, with_password=False))


def pass_second() -> ResponseReturnValue:
    """Takes a code or a passkey, and signs in."""
    form, account = SecondForm(), _half_way()
    form.validate()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=form.next.data or None), 303)
    try:
        proving.require_second(account.id, form)
    except (TooMany, Invalid) as refusal:
        return _refused(account, form, refusal)
    sessions.sign_in(account, is_strong=True)
    return redirect(form.next.data or url_for("accounts.my_page"), 303)


def _half_way() -> Account | None:
    half = sessions.half_way()
    account = people.living(half[0]) if half else None
    return account if account is not None and half is not None and account.session_epoch == half[1] else None


def _refused(account: Account, form: SecondForm, refusal: Refusal) -> Response:
    return refused(PAGE, form, refusal, ways=proving.ways_of(account, with_password=False))


def give_up() -> ResponseReturnValue:
    """Forgets the first half: somebody else signs in."""
    session.pop(sessions.HALF_WAY, None)
    return redirect(url_for("accounts.sign_in"), 303)


def enter_by_passkey() -> ResponseReturnValue:
    """Signs in whoever holds a passkey: no password is asked for. Says the same whatever was wrong with it."""
    form = SecondForm()
    form.validate()
    try:
        shown = proving.require_passkey(None, form)
        account = people.living(shown.account_id)
        if account is None:
            raise Invalid(proving.WRONG_PASSKEY)
        begin_writing()
        entrance.enter(account, from_here=from_this_machine())
    except (TooMany, Invalid, NotAllowed) as refusal:
        return refused("factors/passkey_refused.html", form, refusal)
    sessions.sign_in(account, is_strong=True)
    return redirect(form.next.data or url_for("accounts.my_page"), 303)
