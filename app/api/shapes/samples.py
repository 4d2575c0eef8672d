"""Examples for the documentation, made of those that stand with each field."""

from typing import Any

from marshmallow import Schema, fields


def sample(shape: type[Schema]) -> dict[str, Any]:
    """What a value of this shape may look like."""
    return {name: _of(field) for name, field in shape().fields.items()}


def sent(shape: type[Schema]) -> dict[str, Any]:
    """What may be sent: the fields that have an example."""
    return {name: value for name, value in sample(shape).items() if value is not None}


def _of(field: Any) -> Any:
    if isinstance(field, fields.List):
        return [_of(field.inner)]
    if isinstance(field, fields.Nested):
        return sample(type(field.schema))
    return field.metadata.get("example")
