"""What becomes of an idea, and the parts of its text, as pages call them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS, TONES
from campaigns.ideas.models import Outcome

OUTCOMES: dict[Outcome, Any] = {
    Outcome.SHORTLISTED: _l("Selected"),
    Outcome.NOT_SELECTED: _l("Not selected"),
    Outcome.ACCEPTED: _l("Accepted"),
    Outcome.PARTLY_ACCEPTED: _l("Partly accepted"),
    Outcome.POSTPONED: _l("Postponed"),
    Outcome.DECLINED: _l("Declined"),
    Outcome.WORKS_ALREADY: _l("Works already"),
    Outcome.IN_PROGRESS: _l("In progress"),
    Outcome.IMPLEMENTED: _l("Done"),
    Outcome.GIVEN_UP: _l("Given up"),
}

OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.SHORTLISTED: "brand",
    Outcome.NOT_SELECTED: "neutral",
    Outcome.ACCEPTED: "done",
    Outcome.PARTLY_ACCEPTED: "done",
    Outcome.POSTPONED: "now",
    Outcome.DECLINED: "refused",
    Outcome.WORKS_ALREADY: "done",
    Outcome.IN_PROGRESS: "now",
    Outcome.IMPLEMENTED: "done",
    Outcome.GIVEN_UP: "refused",
}

FIELDS: dict[str, Any] = {
    "title": _l("Title of the idea"),
    "problem": _l("What is inconvenient now"),
    "proposal": _l("What is proposed"),
    "effect": _l("What will change"),
    "elsewhere": _l("Where this is done already"),
    "track": _l("Direction"),
    "territory": _l("Place"),
    "service": _l("Service"),
    "problems": _l("Problems it answers"),
    "files": _l("Files"),
}


def status_of(state: State, outcome: Outcome | None) -> tuple[Any, str] | None:
    """How an idea stands, as words and their tone; None for a published one of which nothing has become yet."""
    if state != State.PUBLISHED:
        return LABELS[state], TONES[state]
    return (OUTCOMES[outcome], OUTCOME_TONES[outcome]) if outcome else None
