"""The desk of assistants: people they may help, a new account, a sheet with a code, writing for somebody who is there."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.identity import codes, helping, numbers
from app.accounts.identity.domain import assisting
from app.accounts.identity.domain.accounts import Person
from app.accounts.identity.queries import assisted
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.accounts.web import places
from app.accounts.web.answers import with_form
from app.accounts.web.forms import is_name, language_choices, territory_choices
from app.accounts.web.lookups import account_of
from app.foundation import clock
from app.foundation.errors import Conflict, Missing, NotAllowed
from app.foundation.forms import Choice, Form, Line, Required, Tick
from app.foundation.unit_of_work import begin_writing

NEW = "identity/assist_new.html"
SHEET = "sheet"
# How long a code that was made can be printed once more from the same browser.
SHEET_SECONDS = 15 * 60


class OpenForm(Form):
    """Somebody who is there and wants an account."""

    given_name = Line(_l("Given name"), [Required(), is_name], most=60, render_kw={"autocomplete": "off"})
    family_name = Line(_l("Family name"), [Required(), is_name], most=60, render_kw={"autocomplete": "off"})
    territory_id = Choice(_l("Where they live"), ids=True, choices=territory_choices)
    language = Choice(_l("Language of their pages"), choices=language_choices)
    scope = Choice(_l("Where you help"))
    consent = Line(_l("How they agreed"), [Required()], most=200)
    has_read = Tick(
        _l("They have read the consent to the processing of personal data, or I have read it to them, and they agree"),
        [Required(_l("Without this consent we may not keep their account."))],
    )

    def offer(self, actor: Actor) -> "OpenForm":
        """Says where this assistant helps."""
        names = places.names()
        self.scope.choices = [(word, names.get(word, word)) for word in assisting.places_of(actor)]
        return self


def _assistant() -> Actor:
    actor = require_person()
    if actor.helper_id is not None:
        raise NotAllowed(helping.NOT_NOW)
    permissions.require(actor, Act.ASSIST)
    return actor


def show_desk() -> str:
    """People whom this assistant may help, with a search."""
    actor, words = _assistant(), request.args.get("q", "").strip()[:100]
    page = assisted.find(actor, words, request.args.get("after"))
    return render_template("identity/assist.html", page=page, words=words, shown=numbers.shown)


def new_account() -> Response:
    """The form of a new account."""
    form = OpenForm(data={"language": str(get_locale())}).offer(_assistant())
    return with_form(NEW, form)


def open_account() -> ResponseReturnValue:
    """Opens the account and leads to its sheet."""
    actor = _assistant()
    form = OpenForm().offer(actor)
    if not form.validate():
        return with_form(NEW, form, 422)
    person = Person(form.given_name.data, form.family_name.data, form.language.data, form.territory_id.data)
    begin_writing()
    account, code = assisting.open_account(actor, form.scope.data, person, form.consent.data, clock.now())
    return _to_sheet(account.id, code)


def show_assisted(account_id: int) -> str:
    """One person: how they sign in, and what may be done for them."""
    actor = _assistant()
    opened = assisted.opened(actor, account_id)
    if opened is None:
        raise Missing
    account = account_of(account_id)
    return render_template(
        "identity/assist_person.html",
        account=account,
        opened=opened,
        number=numbers.shown(account.email_key),
        code=assisted.code_of(account_id, clock.now()),
        acts=assisted.acts_for(account_id),
        words=helping.WORDS,
    )


def print_code(account_id: int) -> ResponseReturnValue:
    """Makes a new code and leads to its sheet."""
    actor = _assistant()
    begin_writing()
    try:
        code = assisting.print_code(actor, account_id, clock.now())
    except Conflict as refusal:
        flash(str(refusal.reason))
        return redirect(url_for("identity.show_assisted", account_id=account_id), 303)
    return _to_sheet(account_id, code)


def _to_sheet(account_id: int, code: str) -> ResponseReturnValue:
    # The code itself is kept nowhere but in the cookie of whoever prints it, for as long as that takes.
    session[SHEET] = [account_id, code, clock.now().timestamp()]
    return redirect(url_for("identity.show_sheet", account_id=account_id), 303)


def show_sheet(account_id: int) -> ResponseReturnValue:
    """The sheet for the person, to be printed."""
    actor, kept = _assistant(), session.get(SHEET)
    opened = assisted.opened(actor, account_id)
    if opened is None:
        raise Missing
    age = clock.now().timestamp() - kept[2] if kept else SHEET_SECONDS
    if not kept or kept[0] != account_id or not 0 <= age < SHEET_SECONDS:
        session.pop(SHEET, None)
        flash(_("The code is shown once. Print a new one if the sheet was lost."))
        return redirect(url_for("identity.show_assisted", account_id=account_id), 303)
    account = account_of(account_id)
    # Whoever reads the sheet is the person, whatever the assistant reads.
    with force_locale(account.language):
        return render_template(
            "identity/sheet.html",
            account=account,
            number=numbers.shown(account.email_key),
            code=codes.shown(kept[1]),
            kept=assisted.code_of(account_id, clock.now()),
            place=places.names().get(opened.scope, ""),
        )


def begin_help(account_id: int) -> ResponseReturnValue:
    """The assistant writes for the person who is there."""
    actor = _assistant()
    begin_writing()
    try:
        sitting = assisting.begin(actor, account_id, clock.now())
    except (Conflict, NotAllowed) as refusal:
        flash(str(refusal.reason))
        return redirect(url_for("identity.show_assisted", account_id=account_id), 303)
    session.pop(SHEET, None)
    helping.turn(sitting.id)
    return redirect(url_for("plan.list_campaigns"), 303)


def finish_help() -> ResponseReturnValue:
    """The assistant is done with this person."""
    actor = require_person()
    helper_id = actor.helper_id or actor.id or 0
    begin_writing()
    assisting.finish(helper_id, clock.now())
    helping.turn(None)
    return redirect(url_for("identity.show_desk"), 303)


def show_help() -> str:
    """What assistants did in the name of the one who is signed in."""
    account = account_of(require_person().id or 0)
    opened = assisted.of_person(account.id)
    if opened is None:
        raise Missing
    return render_template(
        "identity/help.html",
        opened=opened,
        place=places.names().get(opened.scope, ""),
        acts=assisted.acts_for(account.id),
        words=helping.WORDS,
    )


def let_help() -> ResponseReturnValue:
    """The person says whether assistants may act for them."""
    account = account_of(require_person().id or 0)
    begin_writing()
    assisting.let_help(account.id, "allow" in request.form, clock.now())
    return redirect(url_for("identity.show_help"), 303)
