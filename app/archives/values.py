"""Values of columns as JSON and back, by the type of the column; what does not fit it is refused."""

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime

LARGEST = 1 << 63


class Unfit(ValueError):
    """A value is none of its column; the text says why."""


def spelled(value: Any) -> Any:
    """A value of the database as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def read(column: sa.Column[Any], value: Any) -> Any:
    """The value of a column that was spelled so. Raises Unfit."""
    if value is None:
        if column.nullable:
            return None
        raise Unfit(f"{column.name} is empty")
    try:
        return _reader(column.type)(value)
    except Unfit as fault:
        raise Unfit(f"{column.name} {fault}") from None
    except (ValueError, TypeError):
        raise Unfit(f"{column.name} is not what such a column holds") from None


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any]:
    for of_kind, reader in _READERS:
        if isinstance(kind, of_kind):
            return reader if of_kind is not sa.Enum else _member_of(kind)
    raise TypeError(f"no reader of {kind!r}")


def _member_of(kind: Any) -> Callable[[Any], Any]:
    members: type[enum.Enum] = kind.enum_class
    return lambda value: members(_text(value))


def _instant(value: Any) -> datetime:
    at = datetime.fromisoformat(_text(value))
    if at.tzinfo is None:
        raise Unfit("has no zone")
    return at.astimezone(UTC)


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _clock(value: Any) -> time:
    return time.fromisoformat(_text(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("is neither true nor false")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -LARGEST <= value < LARGEST:
        raise Unfit("is no whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("is no text")
    if "\0" in value:
        raise Unfit("holds what no database keeps")
    return value


def _json(value: Any) -> Any:
    if not isinstance(value, dict | list):
        raise Unfit("is neither a list nor an object")
    return value


_READERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (sa.Enum, _text),
    (UtcDateTime, _instant),
    (sa.Date, _day),
    (sa.Time, _clock),
    (sa.Boolean, _flag),
    (sa.Integer, _number),
    (sa.JSON, _json),
    (sa.String, _text),
)
