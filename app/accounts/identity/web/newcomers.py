"""Somebody whom a provider knows and who has no account here yet: they agree to have one."""

from typing import Any

from flask import session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.accounts import emails, sessions
from app.accounts.domain import entrance
from app.accounts.identity.domain import accounts, arrivals
from app.accounts.identity.domain.accounts import Person
from app.accounts.identity.domain.arrivals import Said
from app.accounts.identity.models import Answer
from app.accounts.identity.web.openid import NEWCOMER, STATE, failed, onwards
from app.accounts.queries import people
from app.accounts.web.answers import with_form
from app.accounts.web.forms import AGREE, is_name, territory_choices
from app.foundation import clock
from app.foundation.addresses import from_this_machine
from app.foundation.errors import Invalid
from app.foundation.forms import Choice, Form, Line, Required, Tick
from app.foundation.unit_of_work import begin_writing

PAGE = "identity/newcomer.html"


class NewcomerForm(Form):
    """What is still wanted of somebody whom a provider knows."""

    given_name = Line(_l("Given name"), [Required(), is_name], most=60, render_kw={"autocomplete": "given-name"})
    family_name = Line(_l("Family name"), [Required(), is_name], most=60, render_kw={"autocomplete": "family-name"})
    territory_id = Choice(_l("Where you live"), ids=True, choices=territory_choices)
    consent = Tick(_l("I agree to the processing of my personal data"), [Required(AGREE)])


def show_newcomer() -> ResponseReturnValue:
    """The form, with what the provider has said."""
    answer = _answer()
    if answer is None:
        return failed(Invalid(STATE))
    found = Said(**answer.found)
    form = NewcomerForm(
        data={
            "given_name": found.given_name,
            "family_name": found.family_name,
            "territory_id": found.territory_id or "",
        }
    )
    return with_form(PAGE, form, **_shown(found))


def open_account() -> ResponseReturnValue:
    """Opens the account and signs the person in."""
    form = NewcomerForm()
    is_sound = form.validate()
    begin_writing()
    answer = _answer()
    if answer is None:
        return failed(Invalid(STATE))
    found = Said(**answer.found)
    if not is_sound:
        return with_form(PAGE, form, 422, **_shown(found))
    address = session[NEWCOMER][1]
    person = Person(
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        language=str(get_locale()),
        territory_id=form.territory_id.data,
        email="" if _is_taken(found.email) else found.email,
    )
    now = clock.now()
    account = accounts.open_for(person, now)
    arrivals.connect(account, found, now)
    answer.found = {}
    entrance.enter(account, from_here=from_this_machine())
    sessions.sign_in(account)
    return onwards(address)


def _answer() -> Answer | None:
    kept = session.get(NEWCOMER)
    return arrivals.newcomer(kept[0], clock.now()) if kept and sessions.current_actor().is_guest else None


def _is_taken(email: str) -> bool:
    known = people.by_email_key(emails.key_of(email)) if email else None
    return known is not None and (known.email_confirmed_at is not None or known.ended_at is not None)


def _shown(found: Said) -> dict[str, Any]:
    return {"email": found.email, "is_taken": _is_taken(found.email)}
