"""Addresses of e-mail, Cyrillic ones and those written around the sign too; mailboxes of a role are only suggested."""

import re
import string

from flask_babel import lazy_gettext as _l

from campaigns.contributions.findings import Finding

CODE = "personal.email"
EXPLANATION = _l("This looks like an e-mail address. Everyone will be able to write to it.")

_MAILBOX = frozenset(string.ascii_letters + string.digits + "._%+-абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")
_SIGN_AND_DOMAIN = re.compile(
    r"(?:@|[ ]?[\[(](?:at|собака|равлик)[\])][ ]?)([\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)", re.IGNORECASE
)
_ROLES = re.compile(
    r"(?:info|office|support|help|mail|admin|press|pr|priem|priemnaya|kanc|contacts?|hello|feedback|hotline|no-?reply"
    r"|webmaster|postmaster)",
    re.IGNORECASE,
)
LONGEST = 64


def find(text: str) -> list[Finding]:
    """Addresses of e-mail in a text."""
    found = []
    for match in _SIGN_AND_DOMAIN.finditer(text):
        start = _start_of_mailbox(text, match.start())
        if start < match.start() and _is_public_suffix(match[1]):
            score = 0.3 if _ROLES.fullmatch(text, start, match.start()) else 0.9
            found.append(Finding(CODE, score, start, match.end(), EXPLANATION))
    return found


def _start_of_mailbox(text: str, sign: int) -> int:
    place = sign
    while place > max(0, sign - LONGEST) and text[place - 1].lower() in _MAILBOX:
        place -= 1
    return place


def _is_public_suffix(domain: str) -> bool:
    last = domain.rpartition(".")[2]
    return last.isalpha() and len(last) > 1
