"""What the links in letters about factors and addresses mean."""

from app.accounts.factors import queries
from app.accounts.factors.domain import addresses
from app.accounts.factors.models import EmailChange, Recovery
from app.foundation import clock, tokens
from app.foundation.db import db

STOP, STOP_SECONDS = "factors.stop", 30 * 24 * 3600
ADDRESS, ADDRESS_SECONDS = "factors.address", int(addresses.LASTS.total_seconds())


def stopping(recovery: Recovery) -> str:
    """The word of a link that stops a recovery."""
    return tokens.sign(STOP, [recovery.id, recovery.account_id])


def stopped_by(word: str) -> Recovery | None:
    """The recovery that this link stops; None where it is broken, or there is nothing to stop any more."""
    value = tokens.read(STOP, word, STOP_SECONDS)
    if not isinstance(value, list) or [type(part) for part in value] != [int, int]:
        return None
    recovery = db.session.get(Recovery, value[0])
    return recovery if recovery and recovery.is_open and recovery.account_id == value[1] else None


def agreeing(change: EmailChange, side: str) -> str:
    """The word of a link by which a mailbox agrees to the change of an address."""
    return tokens.sign(ADDRESS, [change.account_id, change.secret, side])


def agreed_by(word: str) -> tuple[EmailChange, str] | None:
    """The change that this link is about and whose mailbox it came to; None where it is broken, too old or replaced."""
    value = tokens.read(ADDRESS, word, ADDRESS_SECONDS)
    if not isinstance(value, list) or [type(part) for part in value] != [int, str, str]:
        return None
    change = queries.email_change_of(value[0])
    if change is None or change.secret != value[1] or not addresses.is_open(change, clock.now()):
        return None
    return change, value[2]
