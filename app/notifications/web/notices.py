"""The page of notices."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.filters import Group, Option
from app.foundation.paging import LARGEST
from app.foundation.unit_of_work import begin_writing
from app.notifications import queries
from app.notifications.domain import notices
from app.notifications.grouping import grouped
from app.notifications.models import Subject
from app.notifications.queries import PAGE, Asked
from app.notifications.web.subjects import subjects_of
from app.notifications.words import SUBJECTS_SHORT

LIST = "notifications.list_notices"


def list_notices() -> str:
    """What the person was told, the latest first, put together by what it is about."""
    actor, asked = require_person(), _asked()
    page = queries.notices_of(actor, asked)
    return render_template(
        "notifications/list.html",
        groups=grouped(page.rows),
        newest=queries.newest_of(actor.id or 0),
        filters=_filters(actor, asked),
        chosen=_chosen(asked),
        everything=url_for(LIST) if asked.is_new or asked.subject else None,
        first=None if page.is_first else _address(asked),
        following=_address(asked, after=page.following) if page.following else None,
    )


def mark_read() -> ResponseReturnValue:
    """Those that were chosen are new no more; where none were, all up to the latest that the page knew of."""
    actor, asked = require_person(), request.form.getlist("id", type=int)[:PAGE]
    until = request.form.get("until", default=0, type=int)
    begin_writing()
    if asked:
        known = [one for one in asked if 0 < one <= LARGEST]
        notices.mark_some_read(actor.id or 0, known, clock.now())
    else:
        notices.mark_read(actor.id or 0, max(0, min(until, LARGEST)), clock.now())
    return redirect(url_for(LIST), 303)


def _asked() -> Asked:
    about = request.args.get("about", "")
    subject = Subject(about) if about in set(SUBJECTS_SHORT) else None
    return Asked(request.args.get("new") == "1", subject, request.args.get("after"))


def _address(asked: Asked, **others: Any) -> str:
    values = {"new": 1 if asked.is_new else None, "about": asked.subject, **others}
    return url_for(LIST, **values)


def _filters(actor: Actor, asked: Asked) -> list[Group]:
    subjects = [one for one in subjects_of(actor) if one in SUBJECTS_SHORT]
    return [
        Group(
            _("What to show"),
            [
                Option(_("All"), _address(asked, new=None), not asked.is_new),
                Option(_("New ones"), _address(asked, new=1), asked.is_new),
            ],
        ),
        Group(
            _("What about"),
            [
                Option(_("All"), _address(asked, about=None), asked.subject is None),
                *(Option(SUBJECTS_SHORT[one], _address(asked, about=one), asked.subject == one) for one in subjects),
            ],
        ),
    ]


def _chosen(asked: Asked) -> str:
    words = [
        _("New ones") if asked.is_new else "",
        SUBJECTS_SHORT[asked.subject] if asked.subject else "",
    ]
    return ", ".join(str(one) for one in words if one)
