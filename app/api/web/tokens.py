"""A person's tokens: made, shown once, taken back."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.factors import fresh
from app.accounts.sessions import require_person
from app.api.domain import tokens
from app.api.queries.tokens import of_person
from app.api.scopes import LABELS, Scope
from app.api.web.forms import TokenForm, new_form
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing


def list_tokens() -> ResponseReturnValue:
    """The tokens of the one who is signed in, and the form of another."""
    person = require_person()
    form = TokenForm(formdata=None, scopes=[Scope.READ.value], form=new_form())
    return _page(person.id or 0, form)


def make_token() -> ResponseReturnValue:
    """Makes a token and shows its word: this once, and to nobody who has not just shown who they are."""
    person = require_person()
    fresh.require()
    form = TokenForm()
    if not form.validate():
        return _page(person.id or 0, form), 422
    begin_writing()
    try:
        word = tokens.make(person.id or 0, form.wanted, clock.now())
    except Conflict as refusal:
        return _page(person.id or 0, form, [str(refusal.reason)]), refusal.status
    return _for_one_alone(render_template("api/made.html", word=word, name=form.name.data))


def revoke_token(token_id: int) -> ResponseReturnValue:
    """Takes a token back."""
    person = require_person()
    begin_writing()
    token = tokens.revoke(person.id or 0, token_id, clock.now())
    flash(_("“%(name)s” is taken back. The program that has it can do nothing any more.", name=token.name))
    return redirect(url_for("programs.list_tokens"), 303)


def _page(account_id: int, form: TokenForm, problems: list[str] | None = None) -> str:
    return render_template(
        "api/tokens.html",
        tokens=of_person(account_id, clock.now()),
        form=form,
        problems=problems or [],
        labels=LABELS,
        most=tokens.MOST,
    )


def _for_one_alone(page: str) -> ResponseReturnValue:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
