"""The page of notices."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.paging import LARGEST
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import notices
from app.notifications.words import TONES


def list_notices() -> str:
    """What the person was told, the latest first."""
    actor = require_person()
    return render_template(
        "notifications/list.html",
        notices=queries.notices_of(actor, request.args.get("after")),
        newest=queries.newest_of(actor.id or 0),
        tones=TONES,
    )


def mark_read() -> ResponseReturnValue:
    """The notices that the page showed, and those before them, are new no more."""
    actor = require_person()
    until = request.form.get("until", default=0, type=int)
    begin_writing()
    notices.mark_read(actor.id or 0, max(0, min(until, LARGEST)), clock.now())
    return redirect(url_for("notifications.list_notices"), 303)
