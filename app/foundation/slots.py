"""Typed places that a lower room offers and higher rooms fill. Who fills what is one table: `app/wiring/`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from flask import Flask, current_app

Asked = TypeVar("Asked")
Given = TypeVar("Given")

Fillers = Mapping["Slot[Any, Any]", Sequence[Callable[[Any], Any]]]


@dataclass(frozen=True)
class Part:
    """A piece of a page: a template that is included with `values` under that one name."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Slot(Generic[Asked, Given]):
    """A place with a name. A filler takes what is asked (ids of a whole page at once) and costs one batch of statements."""

    name: str

    def fill(self, asked: Asked) -> list[Given]:
        """What each filler gives, in the order of the table."""
        return [filler(asked) for filler in self.fillers()]

    def fillers(self) -> Sequence[Callable[[Asked], Given]]:
        """Who fills it, for one who calls each in a step of its own."""
        return cast(Fillers, current_app.extensions["veche.fillers"]).get(self, ())


def connect(app: Flask, fillers: Fillers) -> None:
    """Tells the application who fills which slot."""
    app.extensions["veche.fillers"] = fillers
