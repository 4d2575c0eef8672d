"""A row of a table made into a comment, or refused with a reason."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from app.foundation.tables import Row
from app.foundation.texts import clean, clean_line
from campaigns.contributions.cells import Refused, instant

# Each field with the names that other places give its column, small letters without underscores.
NAMES: dict[str, tuple[str, ...]] = {
    "source_id": ("sourceid", "id", "commentid"),
    "parent": ("parent", "parentid", "replyto", "inreplyto"),
    "idea": ("idea", "ideaid", "proposal", "proposalid", "petitionid"),
    "text": ("text", "body", "comment", "content"),
    "author": ("author", "authorname", "username"),
    "created_at": ("createdat", "date", "datetime", "publishedat"),
    "time": ("time",),
}
FIELDS = tuple(NAMES)
NEEDED = ("idea", "text")
LONGEST_ID = 500
LONGEST_TEXT = 50_000
LONGEST_AUTHOR = 200

# How files write that a comment answers none.
NO_PARENT = frozenset({"", "-1", "0", "none", "null", "nan"})


@dataclass(frozen=True)
class BroughtComment:
    """A comment as the file has it. `parent` is the source id of the comment it answers, "" where it answers none."""

    source_id: str
    parent: str
    idea: str
    text: str
    author: str
    created_at: datetime | None

    @property
    def digest(self) -> str:
        """What changes when the row does."""
        values = [str(value) for value in astuple(self)]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def default_map(columns: tuple[str, ...]) -> dict[str, str]:
    """The map for columns that are called like our fields, or as other places call them."""
    named = {column.casefold().replace("_", "").replace(" ", ""): column for column in reversed(columns)}
    found = {field: next((named[name] for name in names if name in named), None) for field, names in NAMES.items()}
    return {field: column for field, column in found.items() if column is not None}


def comment_of(row: Row, columns: Mapping[str, str], now: datetime) -> BroughtComment:
    """The comment of a row, by the map from field to column. One without words is a place that others answer. Raises Refused."""
    if row.fault:
        raise Refused(row.fault)
    cell = {field: row.cells.get(column, "") for field, column in columns.items()}
    source_id, parent, idea, author = (
        clean_line(cell.get(field)) for field in ("source_id", "parent", "idea", "author")
    )
    text = clean(cell.get("text"))
    for name, words, most in (("text", text, LONGEST_TEXT), ("author", author, LONGEST_AUTHOR)):
        if len(words) > most:
            raise Refused(f"the {name} has {len(words)} characters, {most} fit")
    if not idea:
        raise Refused("there is no idea it belongs to")
    at = instant(cell.get("created_at", ""), now, cell.get("time", ""))
    parent = "" if parent.casefold() in NO_PARENT else parent[:LONGEST_ID]
    comment = BroughtComment(source_id[:LONGEST_ID], parent, idea[:LONGEST_ID], text, author, at)
    return comment if source_id else replace(comment, source_id=f"row-{comment.digest[:24]}")
