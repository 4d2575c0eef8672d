"""Numbers of payment cards: digits of a payment system that pass the check of Luhn (ISO/IEC 7812-1)."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, few, words

CODE = "personal.card"
EXPLANATION = _l("This looks like the number of a bank card. It can be misused.")

_GAP = r"[ \u00a0.\u2013-]?"
_SIXTEEN = re.compile(
    r"[2456](?<!\d.)(?<!\d[ \u00a0-].)(?:(?<=2)(?:20[0-4]|2[2-9]\d|[3-6]\d\d|7[0-2]\d)|(?<=[45])\d{3}|(?<=6)(?:[0257]\d\d|39\d))"
    rf"(?:{_GAP}\d{{4}}){{3}}(?!\d)(?!{_GAP}\d{{4}})"
)
# Fifteen digits of one system, eighteen and nineteen of another; without the word they may be any number.
_OTHER = re.compile(
    rf"3(?<!\d.)[47]\d\d{_GAP}\d{{6}}{_GAP}\d{{5}}(?!\d)|[56](?<!\d.)[0-8]\d\d{_GAP}(?:\d{{4}}{_GAP}){{3}}\d{{2,3}}(?!\d)"
)
_WORD = words("карт", "card", "visa", "amex", "maestro", "маэстро")
_ORDER = re.compile(
    r"(?:заказ|замовлен|заявк|order|трек|track|обращени|звернен|договор|договір)\w{0,8}\W{1,3}$", re.IGNORECASE
)
_NEAR = 30


def find(text: str) -> list[Finding]:
    """Numbers of payment cards in a text."""
    found = [match.span() for match in few(_SIXTEEN, text) if _passes(match[0])]
    if named := Places(_WORD, lowered(text)):
        found += [m.span() for m in few(_OTHER, text) if named.near(*m.span(), _NEAR, _NEAR) and _passes(m[0])]
    return [
        Finding(CODE, 0.95, start, end, EXPLANATION)
        for start, end in found
        if not _ORDER.search(text, max(0, start - _NEAR), start)
    ]


def _passes(written: str) -> bool:
    digits = [int(letter) for letter in written if letter.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
