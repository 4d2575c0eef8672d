"""The operator's words: what there is, writing a new version, and looking at it before it is kept."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import permissions
from app.accounts.factors import fresh
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.administration import drafts, queries
from app.administration.domain import texts as verbs
from app.administration.domain.texts import Words
from app.administration.web.forms import TextForm
from app.administration.web.languages import named
from app.foundation import clock, markup, site
from app.foundation.errors import Conflict, Missing
from app.foundation.unit_of_work import begin_writing
from app.site import texts

PAGE = "administration/text.html"


def list_texts() -> str:
    """Every text and how it stands in each language."""
    permissions.require(require_person(), Act.KEEP_SITE)
    languages = site.chosen().languages
    lines = [
        (name, {text.language: (text, drafts.has_gaps(text.body)) for text in texts.written_in(name)})
        for name in texts.NAMES
    ]
    return render_template(
        "administration/texts.html",
        lines=lines,
        titles=texts.TITLES,
        codes=languages,
        named=named,
        drafted=[code for code in languages if drafts.there_are(code)],
    )


def show_text(name: str, language: str) -> Response:
    """One text in one language, to be written anew: from the present words, or from a draft for a lawyer."""
    _keeper(name, language)
    text = texts.current(name, language)
    draft = drafts.find(name, language) if request.args.get("from") == "draft" else None
    start = {"title": draft.title, "body": draft.body} if draft else {"title": text.title, "body": text.body}
    form = TextForm(formdata=None, data={**start, "over": texts.next_number(name) - 1})
    return _page(name, language, form, is_draft=draft is not None)


def write_text(name: str, language: str) -> ResponseReturnValue:
    """Keeps a new version, or shows how it would read."""
    actor = _keeper(name, language)
    form = TextForm()
    if "preview" in request.form:
        return _page(name, language, form, preview=True)
    fresh.require()
    if not form.validate():
        return _page(name, language, form, 422)
    words = Words(name, language, form.title.data, form.body.data + "\n", form.why.data)
    begin_writing()
    try:
        version = verbs.write(actor, words, form.over.data, clock.now())
    except Conflict as refusal:
        return _page(name, language, form, refusal.status, problem=str(refusal.reason))
    flash(_("Version %(number)s is what people read now.", number=version.number))
    return redirect(url_for("administration.list_texts"), 303)


def _keeper(name: str, language: str) -> Actor:
    actor = require_person()
    permissions.require(actor, Act.KEEP_SITE)
    if name not in texts.NAMES or language not in site.chosen().languages:
        raise Missing
    return actor


def _page(
    name: str,
    language: str,
    form: TextForm,
    status: int = 200,
    problem: str = "",
    *,
    preview: bool = False,
    **more: Any,
) -> Response:
    versions = [version for version in texts.versions(name) if version.language == language]
    body = form.body.data or ""
    page = render_template(
        PAGE,
        name=name,
        language=language,
        title=texts.TITLES[name],
        own_name=named(language),
        form=form,
        problems=[problem] if problem else [],
        body=markup.render(body) if preview else None,
        gaps=drafts.has_gaps(body),
        versions=versions,
        writers=queries.writers(versions),
        has_draft=drafts.find(name, language) is not None,
        is_agreed_to=name in {texts.CONSENT, texts.FULL_NAME_CONSENT},
        **{"is_draft": False, **more},
    )
    return make_response(page, status)
