"""The operator's words in their present and their earlier versions; what the platform says where nothing was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.foundation import letters, site
from app.foundation.db import db
from app.site.models import TextVersion
from app.site.present import Written, snapshot

HOW_IT_WORKS, RULES, TERMS = "how-it-works", "rules", "terms"
DATA_POLICY, CONSENT, FULL_NAME_CONSENT = "data-policy", "consent", "full-name-consent"
ACCESSIBILITY, CONTACTS = "accessibility", "contacts"

TITLES: Mapping[str, LazyString] = {
    HOW_IT_WORKS: _l("How it works"),
    RULES: _l("Rules of the site"),
    TERMS: _l("Terms of use"),
    DATA_POLICY: _l("Personal data"),
    CONSENT: _l("Consent to the processing of personal data"),
    FULL_NAME_CONSENT: _l("Consent to showing the full name"),
    ACCESSIBILITY: _l("Accessibility"),
    CONTACTS: _l("Contacts"),
}
NAMES = tuple(TITLES)
# What the platform itself says, the latest last. Its words stand in templates/site/texts/<name>-<version>.txt; once people agreed to
# them they never change: other words are a file with another version.
BUILT_IN: Mapping[str, Sequence[str]] = {name: ("1", "1.1") if name == CONSENT else ("1",) for name in NAMES}
FIRST_WRITTEN = 2


@dataclass(frozen=True)
class Text:
    """A text in one version and language: `body` is Markdown. Without `written_at` it is what the platform itself says."""

    name: str
    version: str
    language: str
    title: str
    body: str
    written_at: datetime | None = None


def current(name: str, language: str) -> Text:
    """The present text in a language; where it was written in other languages alone, in the one of the site or in any of them.

    No statement: other processes hear of a new version within seconds. Raises KeyError for a name that is no text.
    """
    written, usual = {text.language: text for text in written_in(name)}, site.chosen().default_language
    found = next((written[code] for code in (language, usual, *sorted(written)) if code in written), None)
    return found or built_in(name, language)


def written_in(name: str) -> list[Text]:
    """The present text in each language in which the operator has written one."""
    TITLES[name]
    present = snapshot().texts.values()
    return [_of(one) for one in present if one.name == name]


def find(name: str, version: str, language: str) -> Text | None:
    """A text in a version, in whatever language that was written; None where there is no such version.

    `language` counts for what the platform itself says alone.
    """
    if name not in TITLES:
        return None
    if version in BUILT_IN[name]:
        return built_in(name, language, version)
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        return None
    row = db.session.scalar(select(TextVersion).where(TextVersion.name == name, TextVersion.number == int(version)))
    return _of(row) if row else None


def versions(name: str) -> Sequence[TextVersion]:
    """All versions that were written, the latest first."""
    return db.session.scalars(
        select(TextVersion).where(TextVersion.name == name).order_by(TextVersion.number.desc())
    ).all()


def next_number(name: str) -> int:
    """The number of the version that is written next."""
    last = db.session.scalar(select(func.max(TextVersion.number)).where(TextVersion.name == name))
    return max(FIRST_WRITTEN, (last or 0) + 1)


def says_already(name: str, language: str, title: str, body: str) -> bool:
    """Whether the present version in this language has these very words."""
    row = db.session.scalar(
        select(TextVersion)
        .where(TextVersion.name == name, TextVersion.language == language)
        .order_by(TextVersion.number.desc())
        .limit(1)
    )
    return row is not None and (row.title, row.body) == (title, body)


def built_in(name: str, language: str, version: str = "") -> Text:
    """What the platform itself says, in its last version where none is named."""
    said = version or BUILT_IN[name][-1]
    licence_name, licence_url = current_app.extensions["veche.settings"].licence
    with force_locale(language):
        body = current_app.jinja_env.get_template(f"site/texts/{name}-{said}.txt").render(
            site=site.chosen(), url_for=letters.path, licence_name=licence_name, licence_url=licence_url
        )
        return Text(name, said, language, str(TITLES[name]), body.strip() + "\n")


def _of(row: TextVersion | Written) -> Text:
    return Text(row.name, str(row.number), row.language, row.title, row.body, row.written_at)
