"""Phone numbers as people of Russia and Ukraine write them; hotlines are left alone."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "personal.phone"
EXPLANATION = _l("This looks like a phone number. Everyone will be able to call it.")

_GAP = r"[ \t\u00a0\u2007\u2009\u202f().\-\u2010-\u2015\u2212]{0,3}+"
_PHONE = re.compile(
    rf"""
    (?: (?<![\w/=+]) (?<!\d[.,:]) | (?<=wa\.me/) )
    (?: (?:\+?7|8) (?:{_GAP}\d){{10}}+          # +7 or 8, then ten digits
      | \+?38 {_GAP} 0 (?:{_GAP}\d){{9}}+       # +38, then 0 and nine digits
      | \(? [09] (?:{_GAP}\d){{9}}+             # as called inside the country
    )
    (?! \d | [-.]\d )
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")
_AMOUNT = re.compile(r"[\s\u00a0]{0,2}(?:руб|₽|р\.|грн|₴|коп|тыс|тис|млн|млрд|[$€%])", re.IGNORECASE)
_NUMBER_OF_SOMETHING = re.compile(
    r"(?:[№#$€₽₴]|\b(?:огрн|инн|іпн|рнокпп|снилс|єдрпоу|заказ|заявк|обращени|звернен|договор)[^\W\d]{0,4})[\s:.\u00a0]{0,2}",
    re.IGNORECASE,
)


def find(text: str) -> list[Finding]:
    """Phone numbers of a text."""
    # Found once for the whole text: who fills it with numbers is not looked at number by number.
    counted = {match.end() for match in _NUMBER_OF_SOMETHING.finditer(text)}
    return [
        Finding(CODE, 0.9, match.start(), match.end(), EXPLANATION)
        for match in _PHONE.finditer(text)
        if match.start() not in counted and not _AMOUNT.match(text, match.end()) and _is_grouped_like_one(match[0])
    ]


def _is_grouped_like_one(written: str) -> bool:
    """A phone has its area code in one piece, amounts and dates do not."""
    groups = _DIGITS.findall(written)
    digits = "".join(groups)
    prefix = {11: 1, 12: 2}.get(len(digits), 0)
    while prefix and groups:
        cut = min(prefix, len(groups[0]))
        prefix -= cut
        groups[0] = groups[0][cut:]
        groups = groups if groups[0] else groups[1:]
    area = "".join(groups)
    if area[0] == "0":
        return (len(groups[0]) >= 3 or len(digits) == 12) and area[1] in "345679" and not area.startswith("0900")
    return len(groups[0]) >= 3 and area[0] in "34789" and not area.startswith("80")
