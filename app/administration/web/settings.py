"""What the site is called, in which languages it speaks, and what it calls residents."""

from collections.abc import Mapping

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.factors import fresh
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.administration.domain import site as verbs
from app.administration.domain.site import Names
from app.administration.web.forms import SiteForm
from app.administration.web.languages import FORMS, named
from app.foundation import clock, site
from app.foundation.errors import Invalid
from app.foundation.texts import clean_line
from app.foundation.unit_of_work import begin_writing

PAGE = "administration/site.html"
LONGEST_WORD = 40
Words = Mapping[str, tuple[str, ...]]


def show_site() -> Response:
    """Names, languages and the words for residents."""
    permissions.require(require_person(), Act.KEEP_SITE)
    return _page(SiteForm(formdata=None, data=vars(site.chosen())), site.chosen().residents)


def call_site() -> ResponseReturnValue:
    """Keeps names and languages."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    fresh.require()
    form = SiteForm()
    if not form.validate():
        return _page(form, site.chosen().residents, 422)
    names = Names(
        form.name.data, form.organiser.data, form.contacts.data, form.languages.data or [], form.default_language.data
    )
    begin_writing()
    try:
        verbs.call(actor, names, clock.now())
    except Invalid as refusal:
        return _page(form, site.chosen().residents, 422, str(refusal.reason))
    flash(_("Saved. Every page says so within seconds."))
    return redirect(url_for("administration.show_site"), 303)


def call_residents() -> ResponseReturnValue:
    """Keeps what residents are called."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    fresh.require()
    words = {code: _typed(code) for code in _spoken()}
    if any(any(said) and not all(said) for said in words.values()):
        form = SiteForm(formdata=None, data=vars(site.chosen()))
        return _page(form, words, 422, str(_("Fill in all words of a language, or none of them.")))
    begin_writing()
    verbs.call_residents(actor, words, clock.now())
    flash(_("Saved. Every page says so within seconds."))
    return redirect(url_for("administration.show_site"), 303)


def _spoken() -> list[str]:
    return [code for code in current_app.extensions["veche.settings"].LANGUAGES if code in FORMS]


def _typed(code: str) -> tuple[str, ...]:
    fields = [*(f"{code}-{count}" for count in FORMS[code]), f"{code}-all"]
    return tuple(clean_line(request.form.get(name, ""))[:LONGEST_WORD] for name in fields)


def _page(form: SiteForm, residents: Words, status: int = 200, problem: str = "") -> Response:
    settings = current_app.extensions["veche.settings"]
    page = render_template(
        PAGE,
        form=form,
        problems=[problem] if problem else [],
        spoken=[(code, named(code), FORMS[code], residents.get(code) or ()) for code in _spoken()],
        usual={"name": settings.SITE_NAME, "organiser": settings.SITE_ORGANISER, "contacts": settings.SITE_CONTACTS},
    )
    return make_response(page, status)
