"""Advertisements: several signs of one close together, words that hide from checks, invitations into chats.

How sure the check is grows with each sign beside the first: of weights a, b, c it is 1 - (1 - a)(1 - b)(1 - c). Every sign is
named with its own words, so that a person sees why. Weights were set on one half of the texts that docs/moderation.md names
and measured on the other.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks import letters
from moderation.checks.signs import SIGNS

LETTERS, INVITATION, SHORTENED = "spam.letters", "spam.invitation", "spam.shortened"
# The pay that is named is a sum: it tells nothing more.
PAY, SUM = "spam.pay", "spam.sum"
EXPLANATIONS: dict[str, Any] = {
    **{sign.code: sign.explanation for sign in SIGNS},
    LETTERS: _l("Letters of another alphabet stand in these words: advertisements hide so from checks."),
    INVITATION: _l("This invites to a chat or a channel."),
    SHORTENED: _l("This link hides where it leads."),
}

# Signs further apart than this tell nothing of each other. A text is looked at as far as the longest field goes; who fills it
# with one sign tells nothing more by the fortieth.
CLOSE, LONGEST, MOST_EACH = 300, 10_000, 40
# What a few signs say together; less is not worth a moderator's eyes.
SUGGEST_FROM = 0.6
SURE = 0.95
MASKED, ONE_MASKED = 0.8, 0.2
INVITED, HIDDEN = 0.75, 0.5
# An offer has said all in a line or two. A text as short that names something of the town is none.
BRIEF, BREVITY = 200, 0.4
_TOWN = re.compile(
    r"(?<!\w)(?:поликлини|больни[цч]|регистратур|врач|школ|детск\w+ сад|садик|библиотек|автобус|троллейбус|трамва|маршрутк|остановк"
    r"|проезд(?!\w)|воды?(?!\w)|воду(?!\w)|отоплен|квитанц|управляющ|коммунал|портал|госуслуг|мфц|администрац|мэри|городск|районн|жител"
    r"|жильц|тротуар|освещен|светофор|лікарн|поліклінік|реєстратур|садочок|бібліотек|тролейбус|зупин|опален|місто|міськ|мешкан"
    r"|librar|school|clinic|hospital|town|city|council|residents?)"
)

_INVITATION = re.compile(
    r"(?<![\w.])(?:https?://)?(?:(?:t|telegram)\.me/(?:\+|joinchat/|[\w]+bot\b)|chat\.whatsapp\.com/|invite\.viber\.com/"
    r"|discord\.gg/|tg://(?:join|resolve))[^\s<>\"»]{0,100}",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"(?<![\w.])(?:https?://)?(?:bit\.ly|clck\.ru|goo\.gl|tinyurl\.com|is\.gd|cutt\.ly|vk\.cc|u\.to|t\.ly|rb\.gy|ow\.ly)/\w{1,50}",
    re.IGNORECASE,
)
_LINKS = ((_INVITATION, INVITATION, INVITED), (_SHORTENED, SHORTENED, HIDDEN))


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign at its place."""

    start: int
    end: int
    code: str
    weight: float


def find(text: str) -> list[Finding]:
    """The signs that stand together where most of them do, each invitation, each link that hides its aim."""
    looked_at = text[:LONGEST]
    bare = letters.unmask(looked_at)
    together = _surest(_signs(looked_at, bare))
    says_more = any(one.code != SUM for one in together)
    is_brief = says_more and len(text) < BRIEF and not _TOWN.search(bare)
    score = round(min(SURE, 1 - (1 - _together(together)) * (1 - BREVITY * is_brief)), 2)
    found = [Finding(one.code, score, one.start, one.end, EXPLANATIONS[one.code]) for one in together]
    links = [
        Finding(code, weight, match.start(), match.end(), EXPLANATIONS[code])
        for pattern, code, weight in _LINKS
        for match in pattern.finditer(looked_at)
    ]
    return [*(found if score >= SUGGEST_FROM else ()), *links]


def _signs(text: str, bare: str) -> list[Seen]:
    seen = [
        Seen(*match.span(), sign.code, sign.weight)
        for sign in SIGNS
        for match in islice(sign.pattern.finditer(bare), MOST_EACH)
    ]
    masked = letters.masked(text)
    if masked:
        # One such word is a slip of the keyboard; the second tells that it was none.
        weight = MASKED if len(masked) > 1 else ONE_MASKED
        seen.append(Seen(masked[0][0], masked[min(len(masked), 9) - 1][1], LETTERS, weight))
    return sorted(seen, key=lambda one: one.start)


def _surest(seen: Sequence[Seen]) -> list[Seen]:
    """Of all stretches of a text the one whose signs say most."""
    starts = [one.start for one in seen]
    best: list[Seen] = []
    for start in dict.fromkeys(starts):
        near = _different(seen[bisect_left(starts, start) : bisect_left(starts, start + CLOSE)])
        if _together(near) > _together(best):
            best = near
    return sorted(best, key=lambda one: one.start)


def _different(seen: Iterable[Seen]) -> list[Seen]:
    """Each sign once, the weightiest first; what lies inside another one is not counted again."""
    taken: dict[str, Seen] = {}
    for one in sorted(seen, key=lambda one: (-one.weight, one.start)):
        inside = any(other.start <= one.start and one.end <= other.end for other in taken.values())
        if one.code not in taken and not inside:
            taken[one.code] = one
    if PAY in taken:
        taken.pop(SUM, None)
    return list(taken.values())


def _together(seen: Iterable[Seen]) -> float:
    return 1 - prod(1 - one.weight for one in seen)
