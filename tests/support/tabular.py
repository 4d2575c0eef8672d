"""Reads a Data Package as a stranger would: by its own description alone. What does not fit is told, a sentence a fault."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

NAME = re.compile(r"[a-z0-9._-]+")
TYPES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"),
    "object": json.loads,
}
OF_PACKAGE = {"profile", "name", "id", "title", "created", "licenses", "sources", "contributors", "resources"}
OF_RESOURCE = {"profile", "name", "path", "title", "description", "encoding", "bytes", "hash", "schema"}
Rows = list[dict[str, Any]]


class Package:
    """The files of a ZIP, its description, and the rows of its tables with values of the types that it promises."""

    def __init__(self, packed: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.about: dict[str, Any] = json.loads(self.files["datapackage.json"])
        self.resources: dict[str, dict[str, Any]] = {one["name"]: one for one in self.about["resources"]}
        self.faults = [*_of_package(self.about)]
        self.tables: dict[str, Rows] = {}
        for name, one in self.resources.items():
            self.tables[name] = self._read(one)
        for name, one in self.resources.items():
            self.faults += self._keys(name, one["schema"])

    def _read(self, one: dict[str, Any]) -> Rows:
        name, body, schema = one["name"], self.files[one["path"]], one["schema"]
        missing = OF_RESOURCE - one.keys()
        self.faults += [f"{name}: lacks {missing}"] if missing or not NAME.fullmatch(name) else []
        if (one["bytes"], one["hash"]) != (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}"):
            self.faults.append(f"{name}: other bytes than described")
        head, *lines = csv.reader(io.StringIO(body.decode(one["encoding"]), newline=""), strict=True)
        if head != [field["name"] for field in schema["fields"]]:
            self.faults.append(f"{name}: other columns than described")
        return [dict(self._cells(name, schema, line)) for line in lines]

    def _cells(self, name: str, schema: dict[str, Any], line: list[str]) -> Iterator[tuple[str, Any]]:
        for field, text in zip(schema["fields"], line, strict=True):
            limits = field.get("constraints", {})
            value = None if text in schema["missingValues"] else self._value(name, field, text)
            if value is None and limits.get("required"):
                self.faults.append(f"{name}.{field['name']}: is empty")
            if value is not None and "enum" in limits and value not in limits["enum"]:
                self.faults.append(f"{name}.{field['name']}: {value!r} is none of its values")
            if value is not None and "minimum" in limits and value < limits["minimum"]:
                self.faults.append(f"{name}.{field['name']}: {value!r} is too small")
            yield field["name"], value

    def _value(self, name: str, field: dict[str, Any], text: str) -> Any:
        try:
            return TYPES[field["type"]](text)
        except (ValueError, KeyError):
            self.faults.append(f"{name}.{field['name']}: {text!r} is no {field['type']}")
            return None

    def _keys(self, name: str, schema: dict[str, Any]) -> Iterator[str]:
        key = schema.get("primaryKey")
        if key:
            found = [tuple(row[part] for part in key) for row in self.tables[name]]
            if len(set(found)) != len(found):
                yield f"{name}: its key is not unique"
        for foreign in schema.get("foreignKeys", []):
            there = foreign["reference"]["resource"] or name
            known = {row[foreign["reference"]["fields"]] for row in self.tables[there]}
            gone = {row[foreign["fields"]] for row in self.tables[name]} - known - {None}
            if gone:
                yield f"{name}.{foreign['fields']}: {sorted(gone)} are not in {there}"


def _of_package(about: dict[str, Any]) -> Iterator[str]:
    missing = OF_PACKAGE - about.keys()
    if missing or not NAME.fullmatch(about["name"]) or not about["resources"]:
        yield f"the package lacks {missing}"
    for licence in about["licenses"]:
        if not licence["name"] or not licence["path"].startswith("https://"):
            yield "the licence has no address"
