"""Grave acts ask once more who it is: whoever finds an unlocked computer may read, but not give roles away.

`require()` stands in a view before its write. Whoever has shown who they are within the quarter of an hour goes on; others
are led to the page that asks, and from there back to where they were going.
"""

from datetime import timedelta

from flask import abort, redirect, request, url_for

from app.accounts import sessions
from app.foundation import clock
from app.foundation.application import SAFE

HOLDS = timedelta(minutes=15)
# A form that is sent again as it was, with all that was typed, after its sender has shown who they are.
SEND_AGAIN = 307


def is_fresh() -> bool:
    """Whether the person behind this request has shown within the quarter of an hour who they are."""
    place = sessions.here()
    return place is not None and clock.now() - place.proved_at < HOLDS


def require() -> None:
    """Leads whoever has not shown for a quarter of an hour who they are to the page that asks; a guest to the sign-in.

    What was typed into a form goes along and is offered there to be sent again; files are to be chosen anew.
    """
    sessions.require_person()
    if is_fresh():
        return
    if request.method in SAFE:
        abort(redirect(url_for("factors.show_again", next=request.full_path.rstrip("?")), 303))
    abort(redirect(url_for("factors.ask_again", next=request.full_path.rstrip("?")), SEND_AGAIN))
