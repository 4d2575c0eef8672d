"""What a person follows, all on one page, with a button to stop beside each."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.sessions import require_person
from app.foundation.unit_of_work import begin_writing
from app.notifications import followed
from app.notifications.followed import Sort
from campaigns.contributions.domain import follows

HEADINGS = {
    Sort.CAMPAIGN: _l("Projects"),
    Sort.TRACK: _l("Directions"),
    Sort.PLACE: _l("Places"),
    Sort.SERVICE: _l("Services"),
    Sort.DEPARTMENT: _l("Departments"),
    Sort.TEXT: _l("Ideas and topics"),
}


def list_follows() -> str:
    """All that the person follows, kind by kind."""
    page = followed.follows_of(require_person(), request.args.get("after"))
    return render_template(
        "notifications/follows.html",
        groups=[(HEADINGS[sort], list(lines)) for sort, lines in groupby(page.rows, key=lambda line: line.sort)],
        page=page,
        after=request.args.get("after", ""),
    )


def stop_follow(follow_id: int) -> ResponseReturnValue:
    """The person follows this no more."""
    begin_writing()
    follows.stop(follow_id, actor=require_person())
    flash(_("You do not follow this any more."))
    return redirect(url_for("notifications.list_follows", after=request.form.get("after") or None), 303)
