"""Background work on identities."""

from app.accounts.identity.domain import arrivals
from app.foundation import clock
from app.foundation.unit_of_work import step


def forget_answers() -> None:
    """What providers said of people who did not open an account goes, though nobody else comes by one."""
    with step():
        arrivals.forget(clock.now())
