"""The page that says a letter is on its way: where to, and whether that address looks like a slip."""

from datetime import timedelta

from flask import Response, make_response, render_template, session, url_for

from app.foundation.addresses import local
from app.guards import typos

LETTER = "letter"
AT_ONCE = timedelta(0)


def remember(endpoint: str, address: str, later: timedelta = AT_ONCE) -> None:
    """This browser has asked for a letter to an address, by the form of an endpoint; the letter leaves `later` than usual."""
    session[LETTER] = [endpoint, address, round(later.total_seconds() / 60)]


def last_address() -> str:
    """The address that this browser has asked last for a letter to; empty where it has not."""
    return _asked()[1]


def letter_sent() -> Response:
    """A letter is on its way. It tells what was typed here, and nothing about who has an account."""
    endpoint, address, minutes = _asked()
    answer = make_response(
        render_template(
            "accounts/letter_sent.html",
            address=address,
            minutes=minutes,
            meant=typos.suggestion(address) if address else None,
            action=local(url_for(endpoint)) if endpoint else "",
        )
    )
    if address:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _asked() -> tuple[str, str, int]:
    endpoint, address, minutes = session.get(LETTER) or ("", "", 0)
    return str(endpoint), str(address), int(minutes)
