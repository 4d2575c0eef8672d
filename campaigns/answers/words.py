"""How outcomes and standings of answers are called, and the tones they have."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.answers.models import Outcome
from campaigns.answers.queries.owed import Standing

OUTCOMES: dict[Outcome, Any] = {
    Outcome.ACCEPTED: _l("Accepted"),
    Outcome.PARTLY: _l("Partly accepted"),
    Outcome.POSTPONED: _l("Postponed"),
    Outcome.NOT_ACCEPTED: _l("Not accepted"),
    Outcome.WORKS_ALREADY: _l("Works already"),
    Outcome.REFERRED: _l("Belongs elsewhere"),
}

OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.ACCEPTED: "done",
    Outcome.PARTLY: "done",
    Outcome.POSTPONED: "now",
    Outcome.NOT_ACCEPTED: "refused",
    Outcome.WORKS_ALREADY: "done",
    Outcome.REFERRED: "neutral",
}

# The same as an official chooses it.
CHOICES: dict[Outcome, Any] = {
    Outcome.ACCEPTED: _l("Accepted: we will do it"),
    Outcome.PARTLY: _l("Partly accepted: we will do some of it"),
    Outcome.POSTPONED: _l("Postponed: not now, and we say when we come back to it"),
    Outcome.NOT_ACCEPTED: _l("Not accepted"),
    Outcome.WORKS_ALREADY: _l("Works already: we show where"),
    Outcome.REFERRED: _l("Belongs elsewhere: we say where to turn"),
}

STANDINGS: dict[Standing, Any] = {
    Standing.WAITING: _l("Waiting for an answer"),
    Standing.OVERDUE: _l("Overdue"),
    Standing.HELD: _l("Signed, held for the joint release"),
    Standing.IN_TIME: _l("Answered in time"),
    Standing.LATE: _l("Answered late"),
    Standing.CLOSED: _l("Closed without an answer"),
}

STANDING_TONES: dict[Standing, str] = {
    Standing.WAITING: "now",
    Standing.OVERDUE: "refused",
    Standing.HELD: "brand",
    Standing.IN_TIME: "done",
    Standing.LATE: "neutral",
    Standing.CLOSED: "neutral",
}
