"""How votes set apart are told of: the signs, and the sentence that stands in the open journal."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from campaigns.rounds.apart.models import LookOutcome
from campaigns.rounds.apart.rules import NEW_ACCOUNTS, SWARM
from campaigns.rounds.apart.signs import Sign

SIGNS: dict[Sign, Any] = {
    Sign.CHOICE: _l("the same choice"),
    Sign.ROOM: _l("one place and time"),
    Sign.NETWORK: _l("one network"),
    Sign.FRESH: _l("accounts made just before the vote"),
    Sign.BURST: _l("votes in one burst"),
    Sign.AGE: _l("accounts made at one time"),
    Sign.PROGRAM: _l("one program in different networks"),
    Sign.PATTERN: _l("addresses made by one pattern"),
    Sign.PACE: _l("the even pace of a machine"),
    Sign.CROWDED: _l("more new accounts at once than one room holds"),
}

RULES: dict[str, Any] = {
    NEW_ACCOUNTS: _l("New accounts that vote alike"),
    SWARM: _l("Groups in which several signs agree"),
}

OUTCOMES: dict[LookOutcome, Any] = {
    LookOutcome.COUNTED: _l("It is counted with all others"),
    LookOutcome.APART: _l("It stays counted apart"),
}


def name_of(code: str) -> str:
    """What the rule with this code is called."""
    return str(RULES.get(code) or _("By a person"))


def reason(code: str, signs: Iterable[Sign]) -> str:
    """Why a rule sets a vote apart, as everyone reads it in the journal."""
    agreed = "; ".join(str(SIGNS[sign]) for sign in signs)
    if code == NEW_ACCOUNTS:
        return str(_("Counted apart by the rule of new accounts. What agrees in the group: %(signs)s.", signs=agreed))
    return str(_("Counted apart by the rule of groups. What agrees in the group: %(signs)s.", signs=agreed))


def taken_back() -> str:
    """Why a vote that a rule has set apart is counted with all others again."""
    return str(_("The rule holds no more for this vote: it is counted with all others again."))
