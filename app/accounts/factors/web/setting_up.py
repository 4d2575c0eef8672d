"""A person's factors: which there are, adding and taking away."""

from typing import Any

import segno
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from pyotp import TOTP

from app.accounts import sessions
from app.accounts.factors import attempts, fresh, keeping, queries, ways
from app.accounts.factors.domain import codes, keys, passkeys
from app.accounts.factors.web.forms import CodeForm, NewPasskeyForm
from app.accounts.factors.web.proving import WRONG_CODE, WRONG_PASSKEY
from app.accounts.models import Account
from app.accounts.web.answers import refused, with_form
from app.accounts.web.forms import come_back
from app.accounts.web.lookups import own_account
from app.accounts.words import ROLES
from app.foundation import clock, site
from app.foundation.errors import Invalid, TooMany
from app.foundation.unit_of_work import begin_writing

CODE_PAGE, PASSKEY_PAGE = "factors/code.html", "factors/passkey.html"


def show_factors() -> str:
    """The second step of a sign-in: what there is of it, and what a role wants."""
    account = own_account()
    wanted = ways.wanted_of(account)
    place = sessions.here()
    return render_template(
        "factors/factors.html",
        code=queries.code_of(account.id),
        passkeys=queries.passkeys_of(account.id),
        left=queries.backup_codes_left(account.id),
        passkeys_possible=passkeys.are_possible(),
        wanted=wanted,
        rests=wanted is not None and wanted.rests(clock.now()),
        is_strong=place is not None and place.is_strong,
        roles=ROLES,
        next=come_back(request.args.get("next")),
    )


def show_code() -> ResponseReturnValue:
    """The secret for an app, as a picture and as letters."""
    fresh.require()
    account = own_account()
    secret = codes.new_secret()
    form = CodeForm(data={"kept": keeping.seal(secret, _setting_up(account)), "next": _next()})
    return _code_page(account, form, secret)


def _next() -> str:
    return come_back(request.args.get("next"))


def _setting_up(account: Account) -> str:
    return f"setting up {account.id}.{account.session_epoch}"


def _code_page(account: Account, form: CodeForm, secret: str, refusal: Invalid | TooMany | None = None) -> Response:
    address = TOTP(secret).provisioning_uri(name=account.email or account.public_name, issuer_name=site.name())
    picture = segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
    shown: dict[str, Any] = {
        "picture": Markup(picture),  # noqa: S704 -- made here, of no one's words but as black and white squares
        "letters": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
    }
    return refused(CODE_PAGE, form, refusal, **shown) if refusal else with_form(CODE_PAGE, form, **shown)


def add_code() -> ResponseReturnValue:
    """The app is set up once it has shown a code that fits."""
    fresh.require()
    account, form = own_account(), CodeForm()
    is_whole = form.validate()
    secret = keeping.opened(form.kept.data, _setting_up(account))
    if secret is None:
        return redirect(url_for("factors.show_code", next=form.next.data or None), 303)
    if not is_whole:
        response = _code_page(account, form, secret)
        response.status_code = 422
        return response
    try:
        attempts.spend(account.id)
        step = codes.step_of(secret, form.code.data, clock.now())
        if step is None:
            raise Invalid(WRONG_CODE)
    except (Invalid, TooMany) as refusal:
        return _code_page(account, form, secret, refusal)
    attempts.forgive(account.id)
    begin_writing()
    codes.keep(account.id, secret, step, clock.now())
    return _added(account, "code-added", form.next.data)


def _added(account: Account, what: str, address: str) -> ResponseReturnValue:
    """Tells of a new factor; with the first one come the codes on paper."""
    sessions.prove(is_strong=True)
    keys.tell(account.id, what, clock.now(), account.id)
    if queries.backup_codes_left(account.id) == 0:
        return _paper(account, address)
    flash(_("It is added. It is asked for from the next sign-in on."))
    return redirect(url_for("factors.show_factors", next=address or None), 303)


def _paper(account: Account, address: str) -> Response:
    made = codes.make_backup_codes(account.id, clock.now())
    return Response(render_template("factors/paper.html", codes=made, next=address))


def make_backup_codes() -> ResponseReturnValue:
    """Ten new codes on paper, shown once."""
    fresh.require()
    account = own_account()
    begin_writing()
    if not queries.has_any(account.id):
        return redirect(url_for("factors.show_factors"), 303)
    keys.tell(account.id, "paper-made", clock.now(), account.id)
    return _paper(account, "")


def remove_code() -> ResponseReturnValue:
    """The app is asked no more."""
    fresh.require()
    account = own_account()
    begin_writing()
    keys.remove_code(account.id)
    return _removed(account, "code-removed")


def show_passkey() -> ResponseReturnValue:
    """The page on which a device makes a passkey."""
    fresh.require()
    return _passkey_page(own_account(), NewPasskeyForm(data={"next": _next()}))


def _passkey_page(account: Account, form: NewPasskeyForm, refusal: Invalid | None = None) -> Response:
    question = passkeys.ask_to_make(account) if passkeys.are_possible() else None
    form.credential.data = ""
    if refusal:
        return refused(PASSKEY_PAGE, form, refusal, question=question)
    return with_form(PASSKEY_PAGE, form, question=question)


def add_passkey() -> ResponseReturnValue:
    """Keeps the passkey that a device has made."""
    fresh.require()
    account, form = own_account(), NewPasskeyForm()
    if not form.validate():
        response = _passkey_page(account, form)
        response.status_code = 422
        return response
    made = passkeys.made_by(account.id, form.asked.data, form.credential.data)
    begin_writing()
    name = form.name.data or _("Passkey")
    if made is None or not passkeys.keep(account.id, made, name, clock.now()):
        return _passkey_page(account, form, Invalid(WRONG_PASSKEY))
    return _added(account, "passkey-added", form.next.data)


def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """A passkey is worth nothing any more."""
    fresh.require()
    account = own_account()
    begin_writing()
    keys.remove_passkey(account.id, passkey_id)
    return _removed(account, "passkey-removed")


def _removed(account: Account, what: str) -> ResponseReturnValue:
    keys.tell(account.id, what, clock.now(), account.id)
    flash(_("It is taken away."))
    return redirect(url_for("factors.show_factors"), 303)
