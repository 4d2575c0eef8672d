"""Drafts of the operator's words, to be adapted with a lawyer: Markdown files whose first heading is the title.

A place where the operator's own words must come stands in double brackets: [[address of the operator]].
"""

import re
from dataclasses import dataclass
from pathlib import Path

from flask_babel import force_locale

from app.config import ROOT
from app.foundation import hosts, site
from app.site import texts

FOLDER = ROOT / "docs" / "legal"
GAP = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]")
TITLE = re.compile(r"\A#\s+(.+?)\s*\n")
NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)
MOST = 60_000


@dataclass(frozen=True)
class Draft:
    """A draft of a text."""

    name: str
    title: str
    body: str


def has_gaps(body: str) -> bool:
    """Whether the operator's own words are still missing somewhere."""
    return bool(GAP.search(body))


def there_are(language: str) -> bool:
    """Whether there are drafts in a language."""
    return (FOLDER / language).is_dir() and language in {"ru", "uk"}


def find(name: str, language: str) -> Draft | None:
    """The platform's draft of a text in a language, with what is known of the operator put in; None where there is none."""
    path = FOLDER / language / f"{name}.md"
    if name not in texts.NAMES or not there_are(language) or not path.is_file():
        return None
    return read(path, language)


def read(path: Path, language: str) -> Draft | None:
    """A draft from a file named like the text it is for; None where it has no title or too much text. Comments stay behind."""
    written = NOTE.sub("", path.read_text("utf-8-sig")).strip() + "\n"
    found = TITLE.match(written)
    if found is None or len(written) > MOST:
        return None
    return Draft(path.stem, found[1], _filled(written[found.end() :].strip() + "\n", language))


def _filled(body: str, language: str) -> str:
    """The body with what the site's settings say already in place of its gaps."""
    chosen = site.chosen()
    with force_locale(language):
        known = {
            "organiser": chosen.organiser,
            "contacts": chosen.contacts,
            "site": site.name(),
            "address": hosts.read(),
        }
    for word, value in known.items():
        if value:
            body = body.replace(f"{{{word}}}", value)
    return body.replace("{organiser}", "[[оператор]]").replace("{contacts}", "[[контакты]]")
