"""All tables as one JSON file: their description, then the rows by the names of columns, a row a line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.foundation import canonical
from app.opendata.forms.package import schema_of
from app.opendata.spilling import Spilled


def write(described: Mapping[str, Any], tables: Sequence[Spilled], path: Path) -> None:
    """The file. Texts stand in it as they are: nothing but spreadsheets takes a text for a formula."""
    there = {one.table.name for one in tables}
    schemas = {one.table.name: schema_of(one.table, there) for one in tables}
    with path.open("wb") as file:
        file.write(b'{"about":' + canonical.spell(described) + b',\n"schemas":' + canonical.spell(schemas))
        file.write(b',\n"tables":{')
        for number, one in enumerate(tables):
            file.write((b"," if number else b"") + b"\n" + canonical.spell(one.table.name) + b":[")
            for place, row in enumerate(one.rows()):
                named = {field.name: value for field, value in zip(one.table.fields, row, strict=True)}
                file.write((b",\n" if place else b"\n") + canonical.spell(named))
            file.write(b"]")
        file.write(b"}}\n")
