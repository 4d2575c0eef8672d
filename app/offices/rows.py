"""Rows of a table that tell of days: day, is_working, closes_at, name."""

from collections.abc import Sequence
from datetime import date, time

from flask_babel import gettext as _

from app.foundation.forms import EARLIEST, LATEST
from app.foundation.tables import Row, Table
from app.foundation.texts import clean_line
from app.offices.calendar import Told

COLUMNS = ("day", "is_working", "closes_at", "name")
YES, NO = frozenset({"1", "yes", "true", "да", "так"}), frozenset({"0", "no", "false", "нет", "ні", ""})
LONGEST_NAME = 100


class Fault(Exception):
    """What is wrong with a row, in the language that holds."""


def read(table: Table) -> tuple[list[Told], list[tuple[int, str]]]:
    """The days of a table, the last word about each, and the rows that are refused: number and why."""
    told: dict[date, Told] = {}
    refused = []
    for row in table.rows:
        try:
            one = _told(row)
            told[one.day] = one
        except Fault as fault:
            refused.append((row.number, str(fault)))
    return list(told.values()), refused


def lacking(columns: Sequence[str]) -> list[str]:
    """The columns that a table needs and does not have."""
    return [name for name in COLUMNS[:2] if name not in columns]


def _told(row: Row) -> Told:
    if row.fault:
        raise Fault(row.fault)
    cells = {name: row.cells.get(name, "").strip() for name in COLUMNS}
    is_working, closes_at = _yes_or_no(cells["is_working"]), _time(cells["closes_at"])
    if closes_at and not is_working:
        raise Fault(_("a day off has no hour at which it ends"))
    return Told(_day(cells["day"]), is_working, closes_at, clean_line(cells["name"])[:LONGEST_NAME])


def _day(word: str) -> date:
    # Spreadsheets of the place write it as 16.11.2026.
    by_year = "-".join(reversed(word.split(".")))
    try:
        day = date.fromisoformat(by_year)
    except ValueError:
        raise Fault(_("the day %(word)s is not written as 2026-11-16", word=word[:40])) from None
    if not EARLIEST <= day <= LATEST:
        raise Fault(_("the day %(word)s is too far away", word=word))
    return day


def _yes_or_no(word: str) -> bool:
    if word.casefold() not in YES | NO:
        raise Fault(_("is_working says %(word)s; write 1 or 0", word=word[:40]))
    return word.casefold() in YES


def _time(word: str) -> time | None:
    if not word:
        return None
    try:
        at = time.fromisoformat(word)
    except ValueError:
        raise Fault(_("the hour %(word)s is not written as 17:00", word=word[:40])) from None
    return at.replace(second=0, microsecond=0, tzinfo=None)
