"""How it stands with deliveries, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.webhooks.models import Delivery, Outcome

OUTCOMES: dict[Outcome, tuple[Any, str]] = {
    Outcome.WAITING: (_l("on its way"), "now"),
    Outcome.DELIVERED: (_l("arrived"), "done"),
    Outcome.FAILED: (_l("given up"), "refused"),
    Outcome.DROPPED: (_l("not sent"), "neutral"),
}
FAULTS: dict[str, Any] = {
    "address": _l("no such address can be"),
    "internal": _l("the name leads into a network, so nothing is sent"),
    "name": _l("nobody knows this name"),
    "certificate": _l("the certificate does not fit"),
    "slow": _l("no answer in time"),
    "connection": _l("no connection"),
    "hidden": _l("not everybody’s any more when it was to be sent"),
    "removed": _l("the address was removed"),
}


def said_of(delivery: Delivery) -> str:
    """What came of the last attempt."""
    return why(delivery.fault or (str(delivery.status) if delivery.status else ""))


def why(word: str) -> str:
    """A fault or an HTTP status as a sentence; nothing of nothing."""
    if not word:
        return ""
    return str(FAULTS[word]) if word in FAULTS else _("answer %(status)s", status=word)
