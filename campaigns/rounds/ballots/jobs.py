"""Background work on ballots."""

from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.rounds.ballots import personal


def unlink_left() -> None:
    """Ballots of people who have left lose whose they were once their vote is published, some hundreds in a step."""
    done = 1
    while done:
        with step():
            still_at_it()
            done = personal.unlink_left()
