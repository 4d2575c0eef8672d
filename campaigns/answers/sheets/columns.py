"""The columns of a sheet of answers. Their codes stand in a hidden row above the heads, so that heads may be renamed and columns moved."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from campaigns.answers.models import Outcome
from campaigns.answers.words import CHOICES, OUTCOMES

MARK = "veche."
KEY, VERSION, OFFICE, AGAIN = "answer", "version", "office", "again"


@dataclass(frozen=True)
class Column:
    """A column: its code, its head, how wide it is in characters, and whether people fill it in. Without a head it is hidden."""

    code: str
    head: Any = ""
    width: int = 8
    is_filled: bool = False

    @property
    def mark(self) -> str:
        """How the column is named in the hidden row."""
        return MARK + self.code


COLUMNS = (
    Column(KEY),
    Column(VERSION),
    Column(OFFICE),
    Column("number", _l("Number"), 8),
    Column("title", _l("Idea"), 40),
    Column("campaign", _l("Project"), 22),
    Column("department", _l("Department"), 24),
    Column("beside", _l("Works on it, too"), 20),
    Column("due", _l("Answer by, inclusive"), 14),
    Column("page", _l("Page of the answer"), 22),
    Column("stands", _l("How it stands"), 18),
    Column("outcome", _l("What becomes of the idea"), 22, is_filled=True),
    Column("reasons", _l("Reasons"), 60, is_filled=True),
    Column("link", _l("Link"), 26, is_filled=True),
    Column("referred_to", _l("Where the author can turn"), 26, is_filled=True),
    Column("signer", _l("Who signs: name"), 26, is_filled=True),
    Column("post", _l("Position"), 26, is_filled=True),
    Column("letter_number", _l("Number of the letter"), 16, is_filled=True),
    Column("letter_on", _l("Date of the letter"), 14, is_filled=True),
    Column(AGAIN),
)
BY_CODE = {column.code: column for column in COLUMNS}
FILLED = tuple(column.code for column in COLUMNS if column.is_filled)
# Who signs is filled in beforehand: a row with nothing besides was not begun.
GIVEN_BEFORE = frozenset({"signer", "post"})
NEEDED = (KEY, VERSION)


def heads() -> dict[str, str]:
    """The code of each column by what may stand at its head: its mark, or its name in any of our languages, without capitals."""
    known = {column.mark: column.code for column in COLUMNS}
    for language in _languages():
        with force_locale(language):
            known |= {_plain(column.head): column.code for column in COLUMNS if column.head}
    return known


def outcomes() -> dict[str, Outcome]:
    """The outcomes by what may be chosen for them: short and long, in any of our languages, without capitals."""
    known = {one.value: one for one in Outcome}
    for language in _languages():
        with force_locale(language):
            known |= {_plain(words[one]): one for words in (OUTCOMES, CHOICES) for one in Outcome}
    return known


def _languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = current_app.extensions["veche.settings"].LANGUAGES
    return languages


def _plain(words: Any) -> str:
    return " ".join(str(words).split()).casefold()
