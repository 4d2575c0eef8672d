"""The operator's words: each text as it is now, and every version it had."""

from babel import Locale
from flask import render_template
from flask_babel import get_locale

from app.accounts.personal.terms import TERMS
from app.foundation import markup
from app.foundation.errors import Missing
from app.site import texts
from app.site.texts import Text
from app.web import display


def page(name: str) -> str:
    """A text of the operator as it is now."""
    if name not in texts.NAMES:
        raise Missing
    text = texts.current(name, display.language())
    kept = TERMS if name == texts.DATA_POLICY else ()
    body = markup.render(text.body)
    return render_template("site/text.html", text=text, body=body, elsewhere=_elsewhere(text), terms=kept)


def page_versions(name: str) -> str:
    """All versions of a text, the latest first, and what the platform said before them."""
    if name not in texts.NAMES:
        raise Missing
    return render_template(
        "site/versions.html",
        name=name,
        title=texts.current(name, display.language()).title,
        versions=texts.versions(name),
        built_in=texts.BUILT_IN[name][::-1],
        named=_named,
    )


def page_version(name: str, version: str) -> str:
    """A text as it was in one version."""
    text = texts.find(name, version, display.language())
    if text is None:
        raise Missing
    is_present = texts.current(name, text.language).version == version
    return render_template(
        "site/version.html",
        text=text,
        body=markup.render(text.body),
        is_present=is_present,
        elsewhere=_elsewhere(text),
    )


def _elsewhere(text: Text) -> str:
    """The language of a text that is not in the language of the page; empty where it is."""
    return "" if text.language == display.language() else _named(text.language)


def _named(language: str) -> str:
    return Locale.parse(language).get_display_name(get_locale()) or language
