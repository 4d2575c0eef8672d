"""The texts that people agree to, each in versions that stay readable. The words are those of the site (`app.site.texts`)."""

from collections.abc import Mapping

from flask_babel import LazyString

from app.site import texts
from app.site.texts import Text

PERSONAL_DATA, FULL_NAME = "personal-data", "full-name"

# What a consent is called in our records, and the text of the site that says what is agreed to.
TEXTS: Mapping[str, str] = {PERSONAL_DATA: texts.CONSENT, FULL_NAME: texts.FULL_NAME_CONSENT}

TITLES: Mapping[str, LazyString] = {name: texts.TITLES[text] for name, text in TEXTS.items()}


def present(name: str, language: str) -> Text:
    """The text as it is agreed to today. Raises KeyError for a name that is no consent."""
    return texts.current(TEXTS[name], language)


def find(name: str, version: str | None, language: str) -> Text | None:
    """A text in a version (the present one where none is named), or None where there is no such."""
    if name not in TEXTS:
        return None
    return texts.find(TEXTS[name], version, language) if version else present(name, language)
