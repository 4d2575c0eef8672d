"""The description of open data that programs read: a Data Package with the schema of every table (Frictionless, version 1).

https://specs.frictionlessdata.io/tabular-data-package/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.letters import link
from app.opendata.shape import Field, Kind, Table
from app.opendata.spilling import Spilled

VERSION = "1.0.0"
FORMATS = {Kind.DATE: "%Y-%m-%d", Kind.DATETIME: "%Y-%m-%dT%H:%M:%SZ"}


@dataclass(frozen=True)
class Licence:
    """Under what the data may be used: a code, a name and an address with the text."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class About:
    """What the description says of the whole: of which campaign it is, in which language, and when the rows were read."""

    slug: str
    title: str
    description: str
    organiser: str
    language: str
    site: str
    licence: Licence
    taken_at: datetime


def describe(about: About, tables: Sequence[Spilled], files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The description, in the language that holds. `files` are the size and the SHA-256 of the CSV file of each table."""
    there = {one.table.name for one in tables}
    found = [_resource(one, there, files.get(one.table.name, {})) for one in tables]
    return {**whole(about), "resources": found}


def whole(about: About) -> dict[str, Any]:
    """What is said of all tables together."""
    page = link("opendata.show_data", slug=about.slug)
    publisher = {"title": about.organiser or about.site, "role": "publisher"}
    return {
        "profile": "tabular-data-package",
        "name": about.slug,
        "id": page,
        "title": about.title,
        "description": about.description,
        "homepage": page,
        "version": VERSION,
        "language": about.language,
        "created": about.taken_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [{"name": about.licence.code, "title": about.licence.title, "path": about.licence.url}],
        "sources": [{"title": about.site, "path": link("plan.show_campaign", slug=about.slug)}],
        "contributors": [publisher],
    }


def _resource(one: Spilled, there: set[str], file: Mapping[str, Any]) -> dict[str, Any]:
    table = one.table
    measured = {"bytes": file["size"], "hash": f"sha256:{file['sha256']}"} if file else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": str(table.title),
        "description": str(table.about),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        **measured,
        "schema": schema_of(table, there),
    }


def schema_of(table: Table, there: set[str]) -> dict[str, Any]:
    """The Table Schema of a table. What refers to a table that is not `there` is empty throughout, and refers to nothing."""
    foreign = [
        {"fields": field.name, "reference": {"resource": "" if at == table.name else at, "fields": key}}
        for field in table.fields
        if field.refers and (at := field.refers[0]) in there and (key := field.refers[1])
    ]
    schema: dict[str, Any] = {"fields": [_field(field) for field in table.fields], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.kind.value, "title": str(field.title)}
    if meaning := meaning_of(field):
        found["description"] = meaning
    if field.kind in FORMATS:
        found["format"] = FORMATS[field.kind]
    limits: dict[str, Any] = {"required": True} if field.required else {}
    if field.codes:
        limits["enum"] = list(field.codes)
    elif field.is_count:
        limits["minimum"] = 0
    return {**found, "constraints": limits} if limits else found


def meaning_of(field: Field) -> str:
    """What the column means, with the word of each of its codes."""
    codes = "; ".join(f"{code}: {word}" for code, word in field.codes.items())
    return " ".join(filter(None, [str(field.about), codes]))
