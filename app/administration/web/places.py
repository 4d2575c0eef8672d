"""Territories from a file: looked at first, kept when somebody says so."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.administration.domain import places
from app.administration.domain.places import Plan
from app.foundation import clock
from app.foundation.spreadsheets import comma_separated, csv_file
from app.foundation.tables import NotATable, Table, sent_file, table_of
from app.foundation.unit_of_work import begin_writing
from app.territories import queries

PAGE = "administration/places.html"
# People choose from them in one list: more would be no list any more.
MOST_BYTES, MOST_ROWS, SHOWN = 512 * 1024, 2_000, 100
HEAD = ("code", "name", "parent")


def show_places() -> Response:
    """Asks for the file and says what it looks like."""
    permissions.require(require_person(), Act.KEEP_TERRITORIES)
    return _page()


def look_at_places() -> ResponseReturnValue:
    """What the file would do; nothing is kept yet."""
    permissions.require(require_person(), Act.KEEP_TERRITORIES)
    try:
        table = _sent()
    except NotATable as fault:
        return _page(status=422, problem=str(fault))
    columns = places.columns_of(table.columns)
    told, refused = places.read(table.rows, columns)
    words = comma_separated(("row", *HEAD), [(one.number, one.code, one.name, one.parent) for one in told])
    return _page(places.plan(told, refused), words)


def bring_places() -> ResponseReturnValue:
    """Keeps what was looked at. What it does is reckoned anew: others may have changed the list meanwhile."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_TERRITORIES)
    try:
        table = table_of(request.form.get("rows", "").encode()[: 2 * MOST_BYTES])
    except NotATable as fault:
        return _page(status=422, problem=str(fault))
    told, refused = places.read(table.rows[:MOST_ROWS], {word: word for word in HEAD})
    begin_writing()
    made = places.bring(actor, told, refused, clock.now())
    flash(_told(made))
    return redirect(url_for("accounts.list_territories"), 303)


def give_places() -> Response:
    """The present list as a file that can be brought back."""
    permissions.require(require_person(), Act.KEEP_TERRITORIES)
    found = queries.all_places()
    by_id = {place.id: place for place in found}
    above = [by_id.get(place.parent_id or 0) for place in found]
    rows = [
        (place.code or "", place.name, (larger.code or larger.name) if larger else "")
        for place, larger in zip(found, above, strict=True)
    ]
    return csv_file(comma_separated(HEAD, rows), "territories")


def _told(made: Plan) -> str:
    if not made.changes:
        return str(_("The file says what the list says already."))
    new = ngettext("%(num)s territory is new", "%(num)s territories are new", len(made.added))
    changed = ngettext("%(num)s is changed", "%(num)s are changed", len(made.changed))
    return f"{new}, {changed}."


def _sent() -> Table:
    """The table that was sent. Raises NotATable with a sentence for people."""
    table = table_of(
        sent_file(MOST_BYTES, _("The file is larger than 512 KB. Divide it, or leave the smallest places out."))
    )
    missing = [word for word in ("code", "name") if word not in places.columns_of(table.columns)]
    if missing:
        raise NotATable(
            _("No column is called %(names)s. The first line must name the columns.", names=", ".join(missing))
        )
    if len(table.rows) > MOST_ROWS:
        raise NotATable(_("The file has more than %(most)s rows: people choose from them in one list.", most=MOST_ROWS))
    return table


def _page(plan: Plan | None = None, words: str = "", *, status: int = 200, problem: str = "") -> Response:
    page = render_template(PAGE, plan=plan, words=words, problem=problem, shown=SHOWN)
    return make_response(page, status)
