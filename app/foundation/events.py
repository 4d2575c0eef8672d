"""Facts that a room announces to rooms above it. Who hears what is one table: `app/wiring/`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import Flask, current_app

Listeners = Mapping[type[Any], Sequence[Callable[[Any], None]]]


def connect(app: Flask, listeners: Listeners) -> None:
    """Tells the application who hears which event."""
    app.extensions["veche.listeners"] = listeners


def announce(fact: object) -> None:
    """Calls the listeners of the fact in the order of the table, inside the step that announces it."""
    listeners = cast(Listeners, current_app.extensions["veche.listeners"])
    for listener in listeners.get(type(fact), ()):
        listener(fact)
