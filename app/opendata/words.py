"""How the forms of open data and the types of columns are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.opendata.models import Form
from app.opendata.shape import Kind

FORMS: dict[Form, Any] = {
    Form.XLSX: _l("To open as a spreadsheet (XLSX)"),
    Form.CSV: _l("For programs: a table a file, with a description (CSV in a ZIP)"),
    Form.JSON: _l("All in one file (JSON)"),
}

KINDS: dict[Kind, Any] = {
    Kind.STRING: _l("text"),
    Kind.INTEGER: _l("whole number"),
    Kind.NUMBER: _l("number"),
    Kind.BOOLEAN: _l("yes or no"),
    Kind.DATE: _l("day"),
    Kind.DATETIME: _l("moment"),
    Kind.OBJECT: _l("JSON"),
}
