"""What the rules of the checks are called in a few words; what each has found is told by its own explanation."""

from typing import Any

from flask_babel import lazy_gettext as _l

RULES: dict[str, Any] = {
    "personal.phone": _l("phone number"),
    "personal.email": _l("e-mail address"),
    "personal.card": _l("bank card"),
    "personal.passport": _l("passport"),
    "personal.snils": _l("SNILS"),
    "personal.taxpayer": _l("taxpayer’s number"),
    "personal.address": _l("home address"),
    "personal.name": _l("full name"),
    "profanity": _l("swearing"),
    "spam": _l("advertising"),
    "spam.invitation": _l("invitation into a chat"),
    "spam.shortened": _l("shortened link"),
    "spam.repeated": _l("repeated by its author"),
    "spam.copied": _l("repeated by others"),
    "links": _l("many links"),
    "shouting": _l("shouting"),
    "twin": _l("similar idea"),
    "language": _l("another language"),
    "short": _l("too short"),
    "wave": _l("wave of accounts"),
}


def rule_of(code: str) -> str:
    """The rule by which cases with a finding of this code are filtered: signs of advertising count as one."""
    return code if code in RULES else code.partition(".")[0]


def rule_name(code: str) -> str:
    """What a rule is called; its code, where it has no other name yet."""
    return str(RULES.get(code, code))
