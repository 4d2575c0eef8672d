"""A row of a table made into an idea, or refused with a reason."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime

from app.foundation.tables import Row
from app.foundation.texts import clean, clean_line
from campaigns.contributions.cells import Refused, instant

FIELDS = (
    "source_id",
    "title",
    "problem",
    "proposal",
    "effect",
    "text",
    "track",
    "territory",
    "author",
    "created_at",
    "supports",
    "status",
)
LONGEST_TITLE = 500
LONGEST_TEXT = 50_000
LONGEST_WORD = 200
MOST_SUPPORTS = 10_000_000_000


@dataclass(frozen=True)
class BroughtIdea:
    """An idea as the file has it."""

    source_id: str
    title: str
    problem: str
    proposal: str
    effect: str
    track: str
    territory: str
    author: str
    created_at: datetime | None
    supports: int | None
    status: str

    @property
    def digest(self) -> str:
        """What changes when the row does."""
        values = [str(value) for value in astuple(self)]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def default_map(columns: tuple[str, ...]) -> dict[str, str]:
    """The map for columns that are called like our fields; a column `id` is the source id where nothing else is."""
    named = {column.casefold(): column for column in columns}
    found = {field: named[field] for field in FIELDS if field in named}
    return found if "source_id" in found or "id" not in named else {**found, "source_id": named["id"]}


def idea_of(row: Row, columns: Mapping[str, str], now: datetime) -> BroughtIdea:
    """The idea of a row, by the map from field to column. Raises Refused."""
    if row.fault:
        raise Refused(row.fault)
    cell = {field: row.cells.get(column, "") for field, column in columns.items()}
    title = clean_line(cell.get("title"))
    proposal = clean(cell.get("proposal") or cell.get("text"))
    if not title:
        raise Refused("there is no title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"the title has {len(title)} characters, {LONGEST_TITLE} fit")
    texts = {"problem": clean(cell.get("problem")), "proposal": proposal, "effect": clean(cell.get("effect"))}
    for field, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise Refused(f"the {field} has {len(text)} characters, {LONGEST_TEXT} fit")
    words = {field: clean_line(cell.get(field)) for field in ("track", "territory", "author", "status")}
    for field, word in words.items():
        if len(word) > LONGEST_WORD:
            raise Refused(f"the {field} has {len(word)} characters, {LONGEST_WORD} fit")
    created_at, supports = instant(cell.get("created_at", ""), now), _count(cell.get("supports", ""))
    source_id = clean_line(cell.get("source_id"))[:LONGEST_TITLE]
    idea = BroughtIdea(source_id, title, **texts, **words, created_at=created_at, supports=supports)
    return (
        idea
        if source_id
        else BroughtIdea(f"row-{idea.digest[:24]}", title, **texts, **words, created_at=created_at, supports=supports)
    )


def _count(text: str) -> int | None:
    digits = text.strip().replace("\u00a0", "").replace(" ", "")
    if not digits:
        return None
    try:
        number = float(digits)
    except ValueError:
        raise Refused(f"the number of supports {text[:40]!r} is no number") from None
    if not (number.is_integer() and 0 <= number <= MOST_SUPPORTS):
        raise Refused(f"the number of supports {text[:40]!r} is no whole number from 0")
    return int(number)
