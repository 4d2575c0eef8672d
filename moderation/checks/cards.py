"""Numbers of bank cards: sixteen digits of a payment system that pass the check of Luhn (ISO/IEC 7812-1)."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "personal.card"
EXPLANATION = _l("This looks like the number of a bank card. It can be misused.")

_CARD = re.compile(r"(?<![\d])(?<!\d[ \u00a0-])[2456]\d{3}(?:[ \u00a0\u2013-]?\d{4}){3}(?!\d)")


def find(text: str) -> list[Finding]:
    """Numbers of bank cards in a text."""
    return [
        Finding(CODE, 0.95, match.start(), match.end(), EXPLANATION)
        for match in _CARD.finditer(text)
        if _passes([int(letter) for letter in match[0] if letter.isdigit()])
    ]


def _passes(digits: list[int]) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
