"""Background work on ballots."""

from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.rounds.ballots import personal


def unlink_left() -> None:
    """Ballots of people who have left lose whose they were once their vote is published, some hundreds in a step.

    Nothing is kept of who left during a vote that is over: what the close of a round did already is done once more.
    """
    with step():
        personal.let_go()
    done = 1
    while done:
        with step():
            still_at_it()
            done = personal.unlink_left()
