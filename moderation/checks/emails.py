"""Addresses of e-mail, Cyrillic ones, those written around the sign and those spelled out; mailboxes of a role are only suggested."""

import re
import string

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding
from moderation.checks.letters import lowered
from moderation.checks.nearness import few

CODE = "personal.email"
EXPLANATION = _l("This looks like an e-mail address. Everyone will be able to write to it.")

_MAILBOX = frozenset(string.ascii_letters + string.digits + "._%+-абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")
_SIGN_AND_DOMAIN = re.compile(r"(?:@|[\[(](?:at|собака|равлик)[\])][ ]?)([\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)")
_DOT = r"[ ]{0,2}[\[(]?(?:точка|крапка|dot)[\])]?[ ]{0,2}"
_SPELLED = re.compile(
    rf"(?:at|собака|равлик)[\])]?[ ]?[a-z\d-]{{1,63}}+(?:(?:{_DOT}|\.)[a-z\d-]{{1,63}}+){{0,4}}"
    rf"{_DOT}[a-z]{{2,8}}+(?!\w)"
)
_SPELLED_BOX = re.compile(
    r"(?<![\w.-])[a-z\d._+-]{1,64}+(?:[ ](?:точка|крапка|dot)[ ][a-z\d_-]{1,64}+){0,3}$", re.IGNORECASE
)
# "Look at example dot com" names a site: a mailbox of one plain word is taken for one only where the sign is no English word.
_PLAIN_WORD = re.compile(r"[a-z]+")
_ROLES = re.compile(
    r"(?:info|office|support|help|mail|admin|press|pr|priem|priemnaya|prijom|kanc|contacts?|hello|feedback|hotline|no-?reply"
    r"|webmaster|postmaster|partners|sales|team|legal|abuse|service|zvernen\w{0,4}|reception|gorod|city|mayor|mer)",
    re.IGNORECASE,
)
LONGEST = 64


def find(text: str) -> list[Finding]:
    """Addresses of e-mail in a text."""
    found = []
    low = lowered(text)
    for match in few(_SIGN_AND_DOMAIN, low):
        sign = match.start() - (low[match.start()] != "@" and low[: match.start()].endswith(" "))
        start = _start_of_mailbox(low, sign)
        if start < sign and _is_public_suffix(match[1]):
            score = 0.3 if _ROLES.fullmatch(low, start, sign) else 0.9
            found.append(Finding(CODE, score, start, match.end(), EXPLANATION))
    return found + _spelled_out(low, text)


def _spelled_out(low: str, text: str) -> list[Finding]:
    found = []
    for match in few(_SPELLED, low):
        opening = low[max(0, match.start() - 1) : match.start()]
        sign = match.start() - (opening in {"[", "("})
        begin = max(0, sign - 2 * LONGEST)
        box = _SPELLED_BOX.search(low[begin:sign].rstrip(" ")) if opening in {" ", "[", "("} else None
        if box and not (opening == " " and _PLAIN_WORD.fullmatch(box[0]) and text.startswith("at", match.start())):
            found.append(Finding(CODE, 0.9, begin + box.start(), match.end(), EXPLANATION))
    return found


def _start_of_mailbox(low: str, sign: int) -> int:
    place = sign
    while place > max(0, sign - LONGEST) and low[place - 1] in _MAILBOX:
        place -= 1
    return place


def _is_public_suffix(domain: str) -> bool:
    last = domain.rpartition(".")[2]
    return last.isalpha() and len(last) > 1
