"""What stands, voices and orders are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.comments.models import Stand, Voice
from campaigns.comments.queries.threads import Order

STANDS: dict[Stand, Any] = {
    Stand.FOR: _l("For"),
    Stand.AGAINST: _l("Against"),
    Stand.UNSURE: _l("Hard to say"),
}

# The mark beside a name, and its tone. A resident has none.
VOICES: dict[Voice, tuple[Any, str]] = {
    Voice.OFFICIAL: (_l("Representative of a department"), "official"),
    Voice.EXPERT: (_l("Expert"), "brand"),
    Voice.FACILITATOR: (_l("Facilitator"), "brand"),
    Voice.OWNER: (_l("Organiser"), "brand"),
}

ORDERS: dict[Order, Any] = {
    Order.NEWEST: _l("Newest first"),
    Order.OLDEST: _l("Oldest first"),
    Order.USEFUL: _l("Most useful first"),
}
