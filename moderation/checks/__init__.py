"""The checks: small rules that suggest or hold, and never decide.

A check takes a text and gives its findings in the order of the text. It needs time in proportion to the length and nothing
else: no database, no network, no language of the page (explanations are lazy sentences).
"""

from collections.abc import Callable, Iterable
from typing import Any

from campaigns.contributions.findings import Finding
from moderation.checks import addresses, cards, emails, links, names, passports, phones, shouting, snils, taxpayers

# What proves itself by check digits or a word nearby comes before what only looks alike: of two numbers found in one place
# the first is named.
CHECKS: tuple[Callable[[str], list[Finding]], ...] = (
    passports.find,
    snils.find,
    cards.find,
    taxpayers.find,
    phones.find,
    emails.find,
    addresses.find,
    names.find,
    links.find,
    shouting.find,
)

EXPLANATIONS: dict[str, Any] = {
    room.CODE: room.EXPLANATION
    for room in (passports, snils, cards, taxpayers, phones, emails, addresses, names, links, shouting)
}


def examine(text: str) -> list[Finding]:
    """What all checks find in a text, in its order; of personal data found in one place only the surest."""
    found: list[Finding] = []
    taken = bytearray(len(text))
    for check in CHECKS:
        for finding in check(text):
            if not finding.is_personal:
                found.append(finding)
            elif not any(taken[finding.start : finding.end]):
                found.append(finding)
                taken[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return sorted(names.with_company(found), key=lambda finding: (finding.start, finding.end))


def holds(findings: Iterable[Finding]) -> bool:
    """Whether a text with these findings should wait for a person before others read it."""
    return any(finding.holds for finding in findings)
