"""Filters and orders of a list, as links that work without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """A link of a filter or of an order; `count` is how much there is with it."""

    label: Any
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A filter."""

    label: Any
    options: Sequence[Option]
