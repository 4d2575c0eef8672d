"""How far work has come, as pages call it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.implementation.models import WorkState

STATES: dict[WorkState, Any] = {
    WorkState.PLANNED: _l("Planned"),
    WorkState.IN_PROGRESS: _l("In progress"),
    WorkState.DONE: _l("Done"),
    WorkState.GIVEN_UP: _l("Given up"),
}

TONES: dict[WorkState, str] = {
    WorkState.PLANNED: "brand",
    WorkState.IN_PROGRESS: "now",
    WorkState.DONE: "done",
    WorkState.GIVEN_UP: "refused",
}

# The idea's state on its page, as a sentence.
SENTENCES: dict[WorkState, Any] = {
    WorkState.PLANNED: _l("The idea is accepted, and the work is planned"),
    WorkState.IN_PROGRESS: _l("The idea is being worked on"),
    WorkState.DONE: _l("The idea is done"),
    WorkState.GIVEN_UP: _l("The work on this idea is given up"),
}

# What a report with this state says happened, where the state before was another.
CAME: dict[WorkState, Any] = {
    WorkState.PLANNED: _l("Planned"),
    WorkState.IN_PROGRESS: _l("The work has begun"),
    WorkState.DONE: _l("Done"),
    WorkState.GIVEN_UP: _l("Given up"),
}
