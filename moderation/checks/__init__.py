"""The checks: small rules that suggest or hold, and never decide.

A check takes a text and gives its findings in the order of the text. It needs time in proportion to the length and nothing
else: no database, no network, no language of the page (explanations are lazy sentences).

Those of a request hold a text before anybody reads it. Those that come later, in a job, only suggest; what they need of other
texts is in moderation/neighbours.py.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import AS_USUAL, CheckSettings, Finding
from moderation.checks import (
    addresses,
    allowed,
    cards,
    emails,
    language,
    links,
    names,
    passports,
    phones,
    profanity,
    short,
    shouting,
    snils,
    spam,
    taxpayers,
    twins,
)

# What proves itself by check digits or a word nearby comes before what only looks alike: of two numbers found in one place
# the first is named.
Check = Callable[[str], list[Finding]]
OF_REQUEST: tuple[Check, ...] = (
    passports.find,
    snils.find,
    cards.find,
    taxpayers.find,
    phones.find,
    emails.find,
    addresses.find,
    names.find,
    profanity.find,
    links.find,
    spam.find,
)
LATER: tuple[Check, ...] = (shouting.find,)
CHECKS = OF_REQUEST + LATER

WAVE = _l("It came with a wave of new accounts that have much in common.")
EXPLANATIONS: dict[str, Any] = {
    room.CODE: room.EXPLANATION
    for room in (
        passports,
        snils,
        cards,
        taxpayers,
        phones,
        emails,
        addresses,
        names,
        profanity,
        links,
        shouting,
        short,
        language,
    )
} | {**spam.EXPLANATIONS, **twins.EXPLANATIONS, "wave": WAVE}


def examine(
    text: str, settings: CheckSettings = AS_USUAL, published: frozenset[str] = allowed.PUBLISHED
) -> list[Finding]:
    """What the checks of a request find in a text, in its order.

    `published` are phones and mailboxes that everybody may know, as `allowed.key` writes them.
    """
    return settings.judge(_found(text, OF_REQUEST, published))


def look_at(
    text: str, settings: CheckSettings = AS_USUAL, published: frozenset[str] = allowed.PUBLISHED
) -> list[Finding]:
    """What all checks find in one text that need nothing but it and what is `published`."""
    return settings.judge(_found(text, CHECKS, published))


def look_at_whole(
    texts: Sequence[str], languages: Collection[str], words: int, settings: CheckSettings = AS_USUAL
) -> list[Finding]:
    """What is to be said of all parts of a text together, the findings being places of the first of them.

    It should be in one of the languages and have as many words.
    """
    whole = "\n".join(texts)
    found = [*short.find_in(texts, words), *language.find_in(whole, languages)]
    return settings.judge(replace(one, end=min(one.end, len(texts[0]))) for one in found)


def _found(text: str, checks: Iterable[Check], published: frozenset[str]) -> list[Finding]:
    """In the order of the text; of personal data found in one place only the surest."""
    found: list[Finding] = []
    taken = bytearray(len(text))
    for check in checks:
        # Before anything is made of its company: a name beside a hotline stands alone.
        for finding in allowed.without_published(text, check(text), published):
            if not finding.is_personal:
                found.append(finding)
            elif not any(taken[finding.start : finding.end]):
                found.append(finding)
                taken[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return sorted(names.with_company(found), key=lambda finding: (finding.start, finding.end))


def holds(findings: Iterable[Finding]) -> bool:
    """Whether a text with these findings should wait for a person before others read it."""
    return any(finding.holds for finding in findings)
