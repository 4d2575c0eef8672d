"""Wanting no invitations: by one click of the mail program or by the button of a page, without an account."""

from flask import Response, make_response, render_template

from app.foundation import clock, letters, tokens
from app.foundation.application import by_word
from app.foundation.db import db
from app.foundation.unit_of_work import begin_writing
from app.outreach import domain
from app.outreach.lists import print_of
from app.outreach.models import Unwanted

STOP, STOP_SECONDS = "outreach.stop", 10 * 366 * 24 * 3600


def stopping(print_: str) -> str:
    """The address at which invitations to an address are stopped for good."""
    return letters.link("outreach.show_stop", word=tokens.sign(STOP, print_))


def stopping_of(email_key: str) -> str:
    """The same for letters of a campaign by invitation: fills the slot of the room that writes them."""
    return stopping(print_of(email_key))


def is_unwanted(email_key: str) -> bool:
    """Whether an address wants no invitations: fills the slot of the room that writes them."""
    return db.session.get(Unwanted, print_of(email_key)) is not None


def show_stop(word: str) -> Response:
    """The page of one button. Opening it changes nothing: scanners of mail open links."""
    return _page(word, done=False)


@by_word
def stop_invitations(word: str) -> Response:
    """No invitations from now on."""
    print_ = tokens.read(STOP, word, STOP_SECONDS)
    if isinstance(print_, str):
        begin_writing()
        domain.refuse(print_, clock.now())
    return _page(word, done=True)


def _page(word: str, *, done: bool) -> Response:
    is_ours = isinstance(tokens.read(STOP, word, STOP_SECONDS), str)
    page = render_template("outreach/stop.html", word=word, done=done, is_ours=is_ours)
    answer = make_response(page, 200 if is_ours else 410)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
