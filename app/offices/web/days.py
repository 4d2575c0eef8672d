"""The calendar of the office, kept by administrators."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import TimeField

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Invalid, Missing
from app.foundation.forms import Day, Form, Line, Optional, Radio, Required
from app.foundation.tables import NotATable, Table, sent_file, table_of
from app.foundation.unit_of_work import begin_writing
from app.offices import calendar, rows
from app.offices.calendar import Told

MOST_BYTES, MOST_ROWS = 256 * 1024, 1_000


class DayForm(Form):
    """A day that differs from its usual self."""

    day = Day(_l("Day"), [Required()])
    work = Radio(
        _l("On this day the office"),
        [("off", _l("does not work")), ("on", _l("works"))],
        validators=[Required()],
    )
    closes_at = TimeField(_l("Until what hour, if the day ends early"), [Optional()])
    name = Line(_l("What day it is"), [Optional()], most=rows.LONGEST_NAME)

    @property
    def told(self) -> Told:
        """What is said, once the form is valid."""
        day: date = self.day.data  # type: ignore[assignment]
        return Told(day, self.work.data == "on", self.closes_at.data, self.name.data)


def show_calendar() -> str:
    """The days ahead that differ from Monday to Friday, with a form for one more and one for a file."""
    _keeper()
    return _page(DayForm(formdata=None))


def keep_day() -> ResponseReturnValue:
    """Keeps what is said about a day."""
    actor, form = _keeper(), DayForm()
    if not form.validate():
        return _page(form), 422
    begin_writing()
    try:
        calendar.keep(actor, [form.told], clock.now())
    except Invalid as refusal:
        form.closes_at.errors = [str(refusal.reason)]
        return _page(form), 422
    flash(_("The calendar is kept. What was promised about waiting texts is reckoned anew."))
    return redirect(url_for("offices.show_calendar"), 303)


def remove_day(day: str) -> ResponseReturnValue:
    """The day is its usual self again."""
    actor = _keeper()
    try:
        told = date.fromisoformat(day)
    except ValueError:
        raise Missing from None
    begin_writing()
    calendar.remove(actor, told, clock.now())
    flash(_("The day is a usual one again. What was promised about waiting texts is reckoned anew."))
    return redirect(url_for("offices.show_calendar"), 303)


def bring_calendar() -> ResponseReturnValue:
    """Brings in the days of a file; rows that are refused are listed, the others are kept."""
    actor = _keeper()
    try:
        told, refused = rows.read(_sent())
    except NotATable as fault:
        return _page(DayForm(formdata=None), problem=str(fault)), 422
    begin_writing()
    changed = calendar.keep(actor, told, clock.now())
    if refused:
        return _page(DayForm(formdata=None), refused=refused, changed=changed), 422
    flash(ngettext("%(num)s day is new or changed.", "%(num)s days are new or changed.", changed))
    return redirect(url_for("offices.show_calendar"), 303)


def _keeper() -> Actor:
    actor = require_person()
    permissions.require(actor, Act.KEEP_OFFICES)
    return actor


def _page(
    form: DayForm, *, problem: str | None = None, refused: list[tuple[int, str]] | None = None, changed: int = 0
) -> str:
    now = clock.now()
    return render_template(
        "offices/calendar.html",
        days=calendar.coming(_today(now)),
        hours=calendar.hours(),
        form=form,
        problem=problem,
        refused=refused or [],
        changed=changed,
        columns=rows.COLUMNS,
    )


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(current_app.extensions["veche.settings"].TIME_ZONE)).date()


def _sent() -> Table:
    """The table that was sent. Raises NotATable with a sentence for people."""
    table = table_of(
        sent_file(MOST_BYTES, _("The file is larger than 256 KB: a calendar has a few dozen rows a year."))
    )
    if missing := rows.lacking(table.columns):
        raise NotATable(
            _("No column is called %(names)s. The first line must name the columns.", names=", ".join(missing))
        )
    if len(table.rows) > MOST_ROWS:
        raise NotATable(
            _("The file has more than %(most)s rows. Divide it, or bring it in by command.", most=MOST_ROWS)
        )
    return table
