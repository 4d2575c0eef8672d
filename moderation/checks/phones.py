"""Phone numbers as people of Russia and Ukraine write them. Hotlines and the numbers of offices are left alone."""

import re

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks import allowed
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, few, words

CODE = "personal.phone"
EXPLANATION = _l("This looks like a phone number. Everyone will be able to call it.")

_GAP = r"[ \t\u00a0\u2007\u2009\u202f().\-\u2010-\u2015\u2212]{0,3}+"
_BEGINS = r"(?:(?<![\w/=+].)(?<!\d[.,:].)|(?<=wa\.me/.))"
_PHONE = re.compile(
    rf"""
    (?: [78] {_BEGINS} (?:{_GAP}\d){{10}}+                                              # 8, then ten digits
      | \+   {_BEGINS} (?: 7 (?:{_GAP}\d){{10}}+ | 38 {_GAP} 0 (?:{_GAP}\d){{9}}+ )       # +7 and +38
      | 3    {_BEGINS} 8 {_GAP} 0 (?:{_GAP}\d){{9}}+
      | \(   {_BEGINS} [ ]? [09] (?:{_GAP}\d){{9}}+                                     # as called inside the country
      | [09] {_BEGINS} (?:{_GAP}\d){{9}}+
    )
    (?! \d | [-.]\d )
    """,
    re.VERBOSE,
)
_ABROAD = re.compile(rf"\+(?<![\w/=+].)(?!7|38)[1-9](?:{_GAP}\d){{8,13}}+(?!\d|[-.,]\d)")
_SHORT = re.compile(r"\d(?<![\w.,/-].)(?<!\d .)\d{1,2}(?:[- ]\d\d[- ]\d\d|(?<=\d{3})-\d{3})(?![\w-]|[.,]\d)")
_DIGITS = re.compile(r"\d+")
_AMOUNT = re.compile(r"[\s\u00a0]{0,2}(?:руб|₽|р\.|грн|гривен|uah|rub|₴|коп|тыс|тис|млн|млрд|[$€%])", re.IGNORECASE)
_SIGN_OF_NUMBER = re.compile(r"[№#$€₽₴][\s:.\u00a0]{0,2}")
_NUMBER_OF_SOMETHING = words(
    *(
        rf"{word}[^\W\d]{{0,4}}[\s:.\u00a0]{{0,2}}"
        for word in "огрн инн іпн рнокпп снилс єдрпоу заказ замовлен заявк обращени звернен догов[оі]р ticket request order".split()
    )
)
_WORD = words(
    *(
        rf"{word}(?!\w)\.?"
        for word in (r"тел(?:ефон\w{0,3})?", "phone", "landline", "моб", r"домашн\w{1,4}", r"городск[аио]\w{1,2}")
    )
)
_MOBILE = "039 050 063 066 067 068 073 075 077 089 091 092 093 094 095 096 097 098 099"
_FIXED = "03[1-8] 04[1-8] 05[1-7] 06[1-9]"
_OF_UKRAINE = re.compile("|".join(f"{_MOBILE} {_FIXED}".split()))
_MOBILE_OF_UKRAINE = frozenset(_MOBILE.split())
MOST_BRACKETS = 2


def find(text: str) -> list[Finding]:
    """Phone numbers of a text."""
    # Found once for the whole text: who fills it with numbers is not looked at number by number.
    low = lowered(text)
    counted = {match.end() for pattern in (_SIGN_OF_NUMBER, _NUMBER_OF_SOMETHING) for match in pattern.finditer(low)}
    whole = [match for match in few(_PHONE, text) if _is_grouped_like_one(match[0])]
    found = [
        Finding(CODE, 0.9, match.start(), match.end(), EXPLANATION)
        for match in (*whole, *few(_ABROAD, text))
        if match.start() not in counted and not _AMOUNT.match(text, match.end())
    ]
    return allowed.without_offices(low, found + _short(low), _is_mobile)


def written(text: str) -> list[str]:
    """Whatever is written like a phone number, of offices too: for a text that everybody may read anyway."""
    return [match[0] for pattern in (_PHONE, _ABROAD, _SHORT) for match in few(pattern, text)]


def _short(low: str) -> list[Finding]:
    """Numbers called inside a city. They look like any number and are only suggested, behind the word."""
    named = Places(_WORD, low)
    if not named:
        return []
    return [
        Finding(CODE, 0.6, match.start(), match.end(), EXPLANATION)
        for match in few(_SHORT, low)
        if named.near(*match.span(), before=12) and not _AMOUNT.match(low, match.end())
    ]


def _is_mobile(written: str) -> bool:
    digits = "".join(_DIGITS.findall(written))[-10:]
    return len(digits) == 10 and (digits[0] == "9" or digits[:3] in _MOBILE_OF_UKRAINE)


def _is_grouped_like_one(written: str) -> bool:
    """A phone has its area code in one piece, amounts and dates do not."""
    if written.count("(") > MOST_BRACKETS:
        return False
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
        return (len(groups[0]) >= 3 or len(digits) == 12 or _is_behind_nought(groups)) and bool(_OF_UKRAINE.match(area))
    return len(groups[0]) >= 3 and area[0] in "34789" and not area.startswith("80")


def _is_behind_nought(groups: list[str]) -> bool:
    """Whether a nought stands apart from the two digits of an operator: 0 97 218 40 66."""
    return groups[0] == "0" and len(groups[1]) == 2 and "0" + groups[1] in _MOBILE_OF_UKRAINE
