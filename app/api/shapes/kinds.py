"""Fields with what the documentation says of them."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from app.foundation.paging import NO_DATABASE_KEEPS

LARGEST_ID = 10**18 - 1
NO_TEXT = "This text holds characters that no text has."


class Words(fields.String):
    """A text: nothing that a database or a page could not hold."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if NO_DATABASE_KEEPS.search(text):
            raise ValidationError(NO_TEXT)
        return text


def told(description: str, example: Any) -> dict[str, Any]:
    """What the documentation says of a field."""
    return {"description": description, "example": example}


def words(description: str, example: Any, **more: Any) -> Words:
    """A text that is answered, or (with `load_default`) sent."""
    return Words(metadata=told(description, example) | more.pop("also", {}), **more)


def number(description: str, example: Any, **more: Any) -> fields.Integer:
    """A whole number."""
    return fields.Integer(strict=True, metadata=told(description, example), **more)


def identity(description: str, example: int, **more: Any) -> fields.Integer:
    """An id that is sent."""
    return number(description, example, validate=validate.Range(1, LARGEST_ID), **more)


def flag(description: str, example: Any, **more: Any) -> fields.Boolean:
    """Yes or no."""
    return fields.Boolean(metadata=told(description, example), **more)


def moment(description: str, example: str = "2026-11-04T12:00:00+00:00", **more: Any) -> fields.DateTime:
    """An instant with its zone: UTC."""
    return fields.DateTime(format="iso", metadata=told(description, example), **more)


def day(description: str, example: str = "2026-11-04", **more: Any) -> fields.Date:
    """A day."""
    return fields.Date(metadata=told(description, example), **more)


def link(description: str, example: str, **more: Any) -> fields.String:
    """A whole address."""
    return fields.String(metadata=told(description, example) | {"format": "uri"}, **more)


def one_of(description: str, example: str, kinds: Any, **more: Any) -> fields.String:
    """One of some words."""
    chosen = [str(kind.value if hasattr(kind, "value") else kind) for kind in kinds]
    return fields.String(validate=validate.OneOf(chosen), metadata=told(description, example), **more)


def after(description: str = "The cursor of a page: `next` of the one before.") -> fields.String:
    """Where a page begins."""
    return fields.String(validate=validate.Length(max=400), metadata={"description": description})
