"""What a state is called on pages, and its tone there."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.models import State

LABELS: dict[State, Any] = {
    State.DRAFT: _l("Draft"),
    State.SUBMITTED: _l("Waiting for a check"),
    State.RETURNED: _l("Returned to mend"),
    State.PUBLISHED: _l("Published"),
    State.JOINED: _l("Joined with a similar one"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.HIDDEN: _l("Hidden"),
    State.REJECTED: _l("Not published"),
}

TONES: dict[State, str] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "now",
    State.RETURNED: "now",
    State.PUBLISHED: "done",
    State.JOINED: "brand",
    State.WITHDRAWN: "neutral",
    State.HIDDEN: "refused",
    State.REJECTED: "refused",
}
