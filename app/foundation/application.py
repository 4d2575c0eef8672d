"""The Flask class of the house: each request is one step."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from flask.globals import request
from flask.typing import ResponseReturnValue

from app.foundation import unit_of_work

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def writes(view: View) -> View:
    """Marks a view whose GET must keep something (a sign-in that comes back from elsewhere). A test pins the list."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def takes_files(too_large: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """Marks a view whose form brings a file: the door takes a larger body for it, and only for it.

    `too_large` is the page for a body that is larger still, made of the values of the address alone.
    """

    def mark(view: View) -> View:
        view.too_large = too_large  # type: ignore[attr-defined]
        return view

    return mark


class Veche(Flask):
    """Flask whose dispatch is a step: returning commits what was written, raising rolls it back."""

    # Flask 3.2 tells the old signature from the new by the name of this argument.
    def dispatch_request(self, *ctx: Any) -> ResponseReturnValue:
        view = self.view_functions.get(request.endpoint or "")
        reads_only = request.method in SAFE and not getattr(view, "writes", False)
        with unit_of_work.request_step(reads_only):
            return super().dispatch_request(*ctx)
