"""Numbers of taxpayers: INN of Russia, RNOKPP of Ukraine, with their check digits."""

import re
from collections.abc import Sequence
from operator import mul

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import Places, words

CODE = "personal.taxpayer"
EXPLANATION = _l("This looks like the number of a taxpayer. Nobody needs it to judge an idea.")

_NUMBER = re.compile(r"\d(?<![\d.,]\d)(?<!\d \d)(?:\d{11}|\d{9}|\d{3}(?: \d{4}){2})(?! ?\d)")
_WORD = words(
    *(rf"{word}(?!\w)" for word in ("инн", "inn", "tin", "іпн", "ипн", "рнокпп", "rnokpp")),
    r"ідент(?:ифікаційн|\.)",
    r"идент(?:ификационн|\.)",
    "код платник",
    r"податков\w{1,4}+ номер",
    "tax(?:payer)?(?:['’]?s)? (?:id|number|code)",
)

_ORGANISATION = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_PERSON = ((7, *_ORGANISATION), (3, 7, *_ORGANISATION))
_UKRAINE = (-1, 5, 7, 9, 4, 6, 10, 5, 7)

# RNOKPP begins with the day of birth, counted from the last day of 1899: people born from 1910 to 2020.
_BORN = range(3_654, 44_197)


def find(text: str) -> list[Finding]:
    """Numbers of taxpayers in a text. Without its word twelve digits are only suggested; so is an organisation's number."""
    named = Places(_WORD, lowered(text))
    found = []
    for match in _NUMBER.finditer(text):
        score = _score(
            [int(letter) for letter in match[0] if letter != " "], bool(named) and named.near(*match.span(), before=25)
        )
        if score:
            found.append(Finding(CODE, score, match.start(), match.end(), EXPLANATION))
    return found


def _score(digits: list[int], is_named: bool) -> float:
    if len(digits) == 12:
        return (0.95 if is_named else 0.5) if _is_person(digits) else 0.0
    if not is_named:
        return 0.0
    if _is_ukrainian(digits):
        return 0.95
    return 0.3 if _check(digits, _ORGANISATION) == digits[9] else 0.0


def _check(digits: list[int], weights: Sequence[int]) -> int:
    """The check digit that the weights give the digits before it."""
    total: int = sum(map(mul, digits, weights))
    return total % 11 % 10


def _is_person(digits: list[int]) -> bool:
    return all(_check(digits, weights) == digits[len(weights)] for weights in _PERSON) and any(digits)


def _is_ukrainian(digits: list[int]) -> bool:
    born = int("".join(map(str, digits[:5])))
    return born in _BORN and _check(digits, _UKRAINE) == digits[9]
