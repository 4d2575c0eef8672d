"""Letters are stopped by one click of the mail program, or by the button of a page, without signing in.

What the address says is all that is known of its holder: the pages name no one.
"""

from flask import Response, make_response, render_template

from app.accounts.queries import people
from app.foundation import clock, letters, tokens
from app.foundation.application import by_word
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import choices
from app.notifications.models import Letters, Subject
from app.notifications.subjects import USUAL
from app.notifications.words import SUBJECTS_ASKED

# A letter lies in a mailbox for long.
STOP_SECONDS = 366 * 24 * 3600
UNDO, UNDO_SECONDS = "letters.stop.undo", 24 * 3600


def show_stop(word: str) -> Response:
    """The page of one button. Opening it changes nothing: scanners of mail open links."""
    found = _stopped_by(word)
    return _broken() if found is None else _page("notifications/stop.html", found[1], word=word)


@by_word
def stop_letters(word: str) -> Response:
    """No letters about these subjects from now on. The answer is the same whether or not there were any."""
    found = _stopped_by(word)
    if found is None:
        return _broken()
    account_id, subjects = found
    begin_writing()
    before = queries.letters_of(account_id)
    if people.living(account_id) is not None:
        for subject in subjects:
            choices.choose(account_id, subject, Letters.NEVER, clock.now())
    # Whoever presses twice gets back what is usual.
    back = [[one, USUAL[one] if before[one] == Letters.NEVER else before[one]] for one in subjects]
    return _page("notifications/stopped.html", subjects, undo=tokens.sign(UNDO, [account_id, back]))


@by_word
def resume_letters(word: str) -> Response:
    """Letters come as they came before they were stopped a moment ago."""
    value = tokens.read(UNDO, word, UNDO_SECONDS)
    if value is None:
        return _broken()
    account_id, back = value
    begin_writing()
    if people.living(account_id) is not None:
        for subject, before in back:
            choices.choose(account_id, Subject(subject), Letters(before), clock.now())
    return _page("notifications/resumed.html", [Subject(subject) for subject, _before in back])


def _stopped_by(word: str) -> tuple[int, list[Subject]] | None:
    value = tokens.read(letters.STOP, word, STOP_SECONDS)
    if value is None:
        return None
    account_id, *subjects = value
    known = [subject for subject in Subject if subject in subjects]
    return (account_id, known) if known else None


def _page(template: str, subjects: list[Subject], **values: str) -> Response:
    named = [SUBJECTS_ASKED[subject][0] for subject in subjects]
    return _kept_by_nobody(make_response(render_template(template, subjects=named, **values)))


def _broken() -> Response:
    return _kept_by_nobody(make_response(render_template("notifications/stop_broken.html"), 410))


def _kept_by_nobody(response: Response) -> Response:
    # The address lets anyone act who reads it over a shoulder or in a store of pages.
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
