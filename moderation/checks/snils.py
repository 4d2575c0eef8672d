"""SNILS, the number of a person's pension account in Russia, with its two check digits."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, words

CODE = "personal.snils"
EXPLANATION = _l("This looks like a SNILS. Nobody needs it to judge an idea.")

_WRITTEN = re.compile(r"\d(?<![\d-]\d)\d\d[-\u2011\u2013]\d{3}[-\u2011\u2013]\d{3}[ \u00a0-]\d{2}(?![\d-])")
_PLAIN = re.compile(r"\d(?<!\d\d)(?:\d{10}|\d\d \d{3} \d{3} \d{2})(?!\d)")
_WORD = words("снилс", "snils", r"страхов\w{0,6}+ (?:свидетельств|номер)", "pension (?:account )?number")


def find(text: str) -> list[Finding]:
    """Numbers of SNILS in a text: by their form, or eleven digits behind the word."""
    named = Places(_WORD, lowered(text))
    plain = (match for match in _PLAIN.finditer(text) if named.near(*match.span(), before=25)) if named else ()
    return [
        Finding(CODE, 0.95, match.start(), match.end(), EXPLANATION)
        for match in (*_WRITTEN.finditer(text), *plain)
        if _passes([int(letter) for letter in match[0] if letter.isdigit()])
    ]


def _passes(digits: list[int]) -> bool:
    total = sum(digit * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return total > 0 and total % 101 % 100 == digits[9] * 10 + digits[10]
