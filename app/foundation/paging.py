"""Paging by key: the address of a page says after which row it begins, so page 500 costs what page 1 does."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
LARGEST = 2**63 - 1
NO_DATABASE_KEEPS = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and the keys of its neighbours, None where there is none."""

    rows: Sequence[Row]
    following: str | None = None
    is_first: bool = True


def pack(*parts: int | str) -> str:
    """A key as a word fit for an address."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(word: str | None, *kinds: type[Any]) -> tuple[Any, ...] | None:
    """The parts of a key, or None where the word is no key of these kinds: a broken address shows the first page."""
    if not word or len(word) > 300:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        return None
    if any(isinstance(part, int) and abs(part) > LARGEST for part in parts):
        return None
    if any(isinstance(part, str) and NO_DATABASE_KEEPS.search(part) for part in parts):
        return None
    return tuple(parts)
