"""Two accounts of one person become one: the other one is shown to be theirs, what will happen is read, and then it is done."""

from flask import Response, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import throttle
from app.accounts.domain import entrance
from app.accounts.factors import fresh
from app.accounts.factors import queries as factors
from app.accounts.identity import numbers, providers
from app.accounts.identity.domain import joining
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.throttle import Attempt
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import EMAIL
from app.accounts.web.lookups import own_account
from app.foundation import clock
from app.foundation.addresses import network
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason, TooMany
from app.foundation.forms import Form, Line, Required, Secret
from app.foundation.unit_of_work import begin_writing

PAGE = "identity/join.html"
JOINING = "joining"
# How long it holds that somebody has shown that another account is theirs.
SHOWN_SECONDS = 15 * 60


class OtherForm(Form):
    """How somebody signs in to their other account."""

    email = Line(_l("E-mail or number of the other account"), [Required()], most=254, render_kw=EMAIL)
    password = Secret(_l("Its password"), [Required()], render_kw={"autocomplete": "off"})


def remember(account: Account, other: Account) -> None:
    """This browser has shown that the other account is of the same person."""
    session[JOINING] = [account.id, other.id, clock.now().timestamp()]


def _shown(account: Account) -> Account | None:
    """The account that somebody has shown to be theirs, too, in the last minutes."""
    account_id, other_id, at = session.get(JOINING) or (0, 0, 0.0)
    in_time = 0 <= clock.now().timestamp() - at < SHOWN_SECONDS
    return people.living(other_id) if account_id == account.id and in_time else None


def show_join() -> Response:
    """What is to be shown first; then what will happen."""
    fresh.require()
    return _page(OtherForm(formdata=None))


def _page(form: OtherForm, status: int = 200, reason: Reason | None = None) -> Response:
    account = own_account()
    other = _shown(account)
    shut = reason
    if other is not None and reason is None:
        shut = joining.refusal(account.id, other.id, clock.now())
    return with_form(
        PAGE,
        form,
        status,
        account=account,
        other=other,
        shut=shut,
        number=numbers.shown(other.email_key) if other else "",
        providers=providers.all_of(),
    )


def show_other() -> ResponseReturnValue:
    """Somebody signs in to their other account, without leaving this one."""
    fresh.require()
    account, form = own_account(), OtherForm()
    if not form.validate():
        return _page(form, 422)
    key = numbers.key_of(form.email.data)
    attempt = Attempt(key, network())
    try:
        throttle.require_attempt(attempt)
        known = entrance.recognise(key, form.password.data)
        if known is None:
            throttle.count_failure(attempt)
            raise Invalid(entrance.WRONG)
        if factors.has_any(known.account_id):
            raise NotAllowed(joining.SECOND_STEP)
    except (TooMany, Invalid, NotAllowed) as refusal:
        context = {"account": account, "other": None, "shut": None, "number": "", "providers": providers.all_of()}
        return refused(PAGE, form, refusal, **context)
    throttle.forgive(attempt)
    other = people.living(known.account_id)
    if other is None:
        raise Missing
    remember(account, other)
    return redirect(url_for("identity.show_join"), 303)


def join() -> ResponseReturnValue:
    """Makes the two one."""
    fresh.require()
    begin_writing()
    account = own_account()
    other = _shown(account)
    if other is None:
        return redirect(url_for("identity.show_join"), 303)
    try:
        joining.join(account.id, other.id, clock.now())
    except Conflict as refusal:
        return _page(OtherForm(formdata=None), refusal.status, refusal.reason)
    session.pop(JOINING, None)
    flash(_("The two accounts are one now. All that was yours stands on this page."))
    return redirect(url_for("accounts.my_page"), 303)
