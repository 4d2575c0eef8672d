"""Services from a file, brought in on a page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.tables import NotATable, Table, sent_file, table_of
from app.foundation.unit_of_work import begin_writing
from campaigns.services.domain import bringing
from campaigns.services.rows import CALLED, columns_of

# What is read and kept while somebody waits; larger files come by command.
MOST_BYTES, MOST_ROWS = 1024 * 1024, 1_000


def show_file() -> str:
    """Asks for the file and says what it looks like."""
    permissions.require(require_person(), Act.KEEP_SERVICES)
    return render_template("services/file.html", problem=None, outcome=None)


def bring_file() -> ResponseReturnValue:
    """Brings in the services of the file; rows that are refused are listed, the others are kept."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SERVICES)
    try:
        table = _sent()
    except NotATable as fault:
        return render_template("services/file.html", problem=str(fault), outcome=None), 422
    found, now = bringing.read(table.rows, columns_of(table.columns)), clock.now()
    begin_writing()
    outcome = bringing.bring(actor, found.services, now)
    outcome.refusals = sorted([*outcome.refusals, *found.refusals], key=lambda refusal: refusal[0].number)
    if outcome.refusals:
        return render_template("services/file.html", problem=None, outcome=outcome), 422
    flash(
        ngettext("%(num)s service is new or changed.", "%(num)s services are new or changed.", outcome.services)
        if outcome.services
        else _("The file says what the catalogue says already.")
    )
    return redirect(url_for("services.keep_services"), 303)


def _sent() -> Table:
    """The table that was sent. Raises NotATable with a sentence for people."""
    table = table_of(sent_file(MOST_BYTES, _("The file is larger than 1 MB. Divide it, or bring it in by command.")))
    if "name" not in columns_of(table.columns):
        raise NotATable(
            _(
                "No column is called “%(name)s” or “%(russian)s”. The first line must name the columns.",
                name=CALLED["name"][0],
                russian=CALLED["name"][1],
            )
        )
    if len(table.rows) > MOST_ROWS:
        raise NotATable(
            _("The file has more than %(most)s rows. Divide it, or bring it in by command.", most=MOST_ROWS)
        )
    return table
