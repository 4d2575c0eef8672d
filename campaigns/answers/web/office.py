"""The list of a department, for its officials: what they owe, by the last day."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.permissions import ROLE
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import NotAllowed
from app.foundation.filters import Option
from campaigns.answers import permissions
from campaigns.answers.queries import desk, lists
from campaigns.answers.queries.lists import Which
from campaigns.answers.web.board import card_of
from campaigns.contributions.models import State


def show_desk() -> str:
    """What the person's departments owe, what they have answered."""
    actor = require_person()
    offices = permissions.offices_of(actor)
    if not offices:
        raise NotAllowed(ROLE)
    state = request.args.get("state", "")
    which = Which(state) if state in {Which.ANSWERED, Which.CLOSED} else Which.OWED
    page = lists.of_offices(sorted(offices), which, clock.now(), request.args.get("after"))
    names: dict[Which, str] = {Which.OWED: _("To answer"), Which.ANSWERED: _("Answered"), Which.CLOSED: _("Closed")}
    return render_template(
        "answers/office.html",
        offices=desk.names_of(sorted(offices)),
        sections=[Option(name, _url(one), one == which) for one, name in names.items()],
        which=which,
        cards=[card_of(line) for line in page.rows],
        drafts=any(line.draft == State.DRAFT for line in page.rows),
        first=None if page.is_first else _url(which),
        following=_url(which, page.following) if page.following else None,
    )


def _url(which: Which, after: str | None = None) -> str:
    state = None if which == Which.OWED else which.value
    return url_for("answers.show_desk", state=state, after=after)
