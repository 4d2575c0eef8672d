"""Capitals and exclamation marks in a row. They hold nothing: a loud text may be a good one."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "shouting"
EXPLANATION = _l("This is written in capitals or with many exclamation marks; it is harder to read.")

_UPPER = "A-ZА-ЯЁІЇЄҐ"
_LOUD = re.compile(rf"(?<!\w)[{_UPPER}]++(?!\w)(?:\W{{1,3}}+[{_UPPER}]++(?!\w)){{2,}}+")
_MARKS = re.compile(r"[!?]{4,}+")
_WORD = re.compile(r"\w+")

# Abbreviations in a row (МФЦ, СНИЛС, ЖКХ) are no shouting: one word at least must be longer than they are.
LONG_WORD, LETTERS = 6, 15


def find(text: str) -> list[Finding]:
    """Stretches of at least three words in capitals, and rows of exclamation marks."""
    loud = [match.span() for match in _LOUD.finditer(text) if _is_loud(_WORD.findall(match[0]))]
    marks = [match.span() for match in _MARKS.finditer(text)]
    return [Finding(CODE, 0.5, start, end, EXPLANATION) for start, end in sorted(loud + marks)]


def _is_loud(words: list[str]) -> bool:
    lengths = [len(word) for word in words]
    return max(lengths) >= LONG_WORD and sum(lengths) >= LETTERS
