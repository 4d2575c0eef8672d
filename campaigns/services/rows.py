"""A row of a table made into a service, or refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.foundation.tables import Row
from app.foundation.texts import clean, clean_line
from campaigns.services.texts import BAD_LINK, DESCRIPTION_MOST, LINK_MOST, NAME_MOST, is_fit

# What a column may be called, in small letters.
CALLED: dict[str, tuple[str, ...]] = {
    "name": ("name", "название", "наименование", "сервис", "назва", "сервіс"),
    "department": ("department", "ведомство", "орган власти", "відомство", "орган влади"),
    "link": ("link", "ссылка", "адрес", "посилання", "url"),
    "territory": ("territory", "территория", "територія"),
    "description": ("description", "описание", "опис"),
}
MOST = {"name": NAME_MOST, "department": 200, "link": LINK_MOST, "territory": 200, "description": DESCRIPTION_MOST}


class Refused(Exception):
    """The row cannot be brought in; the text says why, in the language that holds."""


@dataclass(frozen=True)
class BroughtService:
    """A service as the file has it. None stands for a column that the file has not: what is known of it stays."""

    name: str
    department: str | None
    link: str | None
    territory: str | None
    description: str | None


def columns_of(head: tuple[str, ...]) -> dict[str, str]:
    """The map from field to column; fields without a column are absent."""
    called = {column.casefold(): column for column in reversed(head)}
    found = {field: next((called[name] for name in names if name in called), None) for field, names in CALLED.items()}
    return {field: column for field, column in found.items() if column is not None}


def service_of(row: Row, columns: Mapping[str, str]) -> BroughtService:
    """The service of a row, by the map from field to column. Raises Refused."""
    if row.fault:
        raise Refused(row.fault)
    cells: dict[str, str | None] = dict.fromkeys(CALLED)
    for field, column in columns.items():
        cells[field] = _fit(field, row.cells.get(column, ""))
    if not cells["name"]:
        raise Refused(_("there is no name"))
    if cells["link"] and not is_fit(cells["link"]):
        raise Refused(f"{cells['link'][:60]}: {BAD_LINK}")
    return BroughtService(cells["name"], cells["department"], cells["link"], cells["territory"], cells["description"])


def _fit(field: str, cell: str) -> str:
    text = clean(cell) if field == "description" else clean_line(cell)
    if len(text) > MOST[field]:
        raise Refused(
            _(
                "%(column)s has %(count)s characters, %(most)s fit",
                column=CALLED[field][0],
                count=len(text),
                most=MOST[field],
            )
        )
    return text
