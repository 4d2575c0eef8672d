"""Agreeing to words that have changed, and to the full name being shown; taking the latter back."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts import consents, sessions
from app.accounts.models import Account
from app.accounts.personal import consenting
from app.accounts.personal.web.forms import ConsentForm, FullNameForm
from app.accounts.web.answers import with_form
from app.accounts.web.forms import come_back
from app.accounts.web.lookups import own_account
from app.foundation import clock, markup
from app.foundation.unit_of_work import begin_writing


def show_consent() -> Response:
    """The words as they stand now, for somebody who agreed to earlier ones."""
    account = own_account()
    return _consent(account, ConsentForm(data={"next": come_back(request.args.get("next"))}), 200)


def agree() -> ResponseReturnValue:
    """Keeps that the person agrees to the present words."""
    account, form = own_account(), ConsentForm()
    if not form.validate():
        return _consent(account, form, 422)
    begin_writing()
    consenting.agree(account, consents.PERSONAL_DATA, str(get_locale()), clock.now())
    sessions.owes_no_more()
    return redirect(form.next.data or url_for("accounts.my_page"), 303)


def _consent(account: Account, form: ConsentForm, status: int) -> Response:
    text = consents.present(consents.PERSONAL_DATA, str(get_locale()))
    given = consenting.standing(account.id, consents.PERSONAL_DATA)
    owes = consenting.owes(account.id)
    body, has_agreed = markup.render(text.body), given is not None and not owes
    return with_form("personal/consent.html", form, status, text=text, body=body, owes=owes, has_agreed=has_agreed)


def show_full_name() -> Response:
    """The text of the second consent, with the box."""
    own_account()
    return _full_name(FullNameForm(), 200)


def give_full_name() -> ResponseReturnValue:
    """The full name is shown from now on."""
    account, form = own_account(), FullNameForm()
    if not form.validate():
        return _full_name(form, 422)
    begin_writing()
    consenting.agree(account, consents.FULL_NAME, str(get_locale()), clock.now())
    flash(_("Your full name stands beside your texts from now on."))
    return redirect(url_for("personal.show_data"), 303)


def withdraw_full_name() -> ResponseReturnValue:
    """The full name is shown nowhere any more."""
    account = own_account()
    begin_writing()
    consenting.withdraw(account, consents.FULL_NAME, clock.now())
    flash(_("Others see your given name and one letter again, under older texts, too."))
    return redirect(url_for("personal.show_data"), 303)


def _full_name(form: FullNameForm, status: int) -> Response:
    text = consents.present(consents.FULL_NAME, str(get_locale()))
    return with_form("personal/full_name.html", form, status, text=text, body=markup.render(text.body))
