"""Services from a file: looked at first, brought in when somebody says so."""

import json
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.tables import NotATable, Row, sent_file, table_of
from app.foundation.unit_of_work import begin_writing
from campaigns.services.domain import bringing
from campaigns.services.domain.bringing import Outcome, Read
from campaigns.services.rows import CALLED, columns_of

# What is read and kept while somebody waits; larger files come by command.
MOST_BYTES, MOST_ROWS, SHOWN = 1024 * 1024, 1_000, 100
# What was looked at goes along in the form that keeps it, and the fields of a form hold a megabyte together.
MOST_CARRIED = 900_000
LARGE = _l("The file is larger than 1 MB. Divide it, or bring it in by command.")


def show_file() -> str:
    """Asks for the file and says what it looks like."""
    permissions.require(require_person(), Act.KEEP_SERVICES)
    return _page()


def bring_file() -> ResponseReturnValue:
    """Shows what the file would do; once that was seen, brings its services in. Rows that are refused are listed, the others kept."""
    actor = require_person()
    permissions.require(actor, Act.KEEP_SERVICES)
    is_seen = "rows" in request.form
    try:
        rows, columns = _carried() if is_seen else _sent()
        found = bringing.read(rows, columns)
        words = _to_carry(found, columns)
    except NotATable as fault:
        return _page(problem=str(fault)), 422
    if not is_seen:
        return _page(_with(found, bringing.bring(actor, found.services, clock.now(), keep=False)), words)
    begin_writing()
    outcome = _with(found, bringing.bring(actor, found.services, clock.now()))
    if outcome.refusals:
        return _page(outcome), 422
    flash(
        ngettext("%(num)s service is new or changed.", "%(num)s services are new or changed.", outcome.services)
        if outcome.services
        else _("The file says what the catalogue says already.")
    )
    return redirect(url_for("services.keep_services"), 303)


def _with(found: Read, outcome: Outcome) -> Outcome:
    """The outcome with the rows that were refused before the catalogue was asked."""
    outcome.refusals = sorted([*outcome.refusals, *found.refusals], key=lambda refusal: refusal[0].number)
    return outcome


def _page(outcome: Outcome | None = None, words: str = "", *, problem: str | None = None) -> str:
    return render_template("services/file.html", problem=problem, outcome=outcome, words=words, shown=SHOWN)


def _sent() -> tuple[Sequence[Row], Mapping[str, str]]:
    """The rows of the file that was sent, and its columns. Raises NotATable with a sentence for people."""
    table = table_of(sent_file(MOST_BYTES, str(LARGE)))
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
    return table.rows, columns_of(table.columns)


def _to_carry(found: Read, columns: Mapping[str, str]) -> str:
    """The sound rows as the form carries them that keeps them. Raises NotATable where they are too many for it."""
    lines = [[row.number, *(getattr(service, field) for field in columns)] for row, service in found.services]
    words = json.dumps({"fields": list(columns), "rows": lines}, ensure_ascii=False)
    if len(words.encode()) > MOST_CARRIED:
        raise NotATable(LARGE)
    return words


def _carried() -> tuple[Sequence[Row], Mapping[str, str]]:
    """The rows that were looked at. Raises NotATable where they are none."""
    try:
        told = json.loads(request.form["rows"])
        fields = [field for field in told["fields"] if CALLED[field]]
        rows = [
            Row(int(number), dict(zip(fields, map(_plain, cells), strict=True)))
            for number, *cells in told["rows"][:MOST_ROWS]
        ]
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        raise NotATable(_("Choose a file.")) from None
    if "name" not in fields:
        raise NotATable(_("Choose a file."))
    return rows, {field: field for field in fields}


def _plain(cell: object) -> str:
    return str(cell).encode("utf-8", "replace").decode().replace("\x00", "")
