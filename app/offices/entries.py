"""Rows of a table that tell of entries of the address book: name, covers, address."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.foundation.tables import Row, Table
from app.foundation.texts import clean, clean_line
from app.offices.competences import Entry

COLUMNS = ("name", "covers", "address")
LONGEST = {"name": 200, "covers": 500, "address": 1000}


def read(table: Table) -> tuple[list[Entry], list[tuple[int, str]]]:
    """The entries of a table, the last word about each name, and the rows that are refused: number and why."""
    told: dict[str, Entry] = {}
    refused = []
    for row in table.rows:
        entry, why = _entry(row)
        if why:
            refused.append((row.number, why))
        else:
            told[entry.name.casefold()] = entry
    return list(told.values()), refused


def lacking(columns: Sequence[str]) -> list[str]:
    """The columns that a table needs and does not have."""
    return [name for name in ("name", "address") if name not in columns]


def _entry(row: Row) -> tuple[Entry, str]:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    entry = Entry(clean_line(cells["name"]).strip(), clean(cells["covers"]).strip(), clean(cells["address"]).strip())
    long = next((name for name in COLUMNS if len(getattr(entry, name)) > LONGEST[name]), None)
    if row.fault:
        return entry, row.fault
    if not entry.name or not entry.address:
        return entry, _("the name or the address is missing")
    return entry, _("%(column)s is longer than %(most)s characters", column=long, most=LONGEST[long]) if long else ""
