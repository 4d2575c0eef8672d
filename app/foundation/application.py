"""The Flask class of the house: each request is one step."""

from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, Request
from flask.globals import request
from flask.typing import ResponseReturnValue

from app.foundation import unit_of_work

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def writes(view: View) -> View:
    """Marks a view whose GET must keep something (a sign-in that comes back from elsewhere). A test pins the list."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def by_word(view: View) -> View:
    """Marks a view that acts for whoever holds the signed word in its address: mail programs send its form for people, from elsewhere,
    without cookie and token. A test pins the list.
    """
    view.by_word = True  # type: ignore[attr-defined]
    return view


def takes_files(too_large: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """Marks a view whose form brings a file: the door takes a larger body for it, and only for it.

    `too_large` is the page for a body that is larger still, made of the values of the address alone.
    """

    def mark(view: View) -> View:
        view.too_large = too_large  # type: ignore[attr-defined]
        return view

    return mark


class Asking(Request):
    """A request that closes every file it has made room for, those of a form that broke off half-way, too."""

    def _get_file_stream(self, *about: Any, **more: Any) -> IO[bytes]:
        stream = super()._get_file_stream(*about, **more)
        self.__dict__.setdefault("streams", []).append(stream)
        return stream

    def close(self) -> None:
        super().close()
        for stream in self.__dict__.pop("streams", ()):
            stream.close()


class Veche(Flask):
    """Flask whose dispatch is a step: returning commits what was written, raising rolls it back."""

    request_class = Asking

    # Flask 3.2 tells the old signature from the new by the name of this argument.
    def dispatch_request(self, *ctx: Any) -> ResponseReturnValue:
        view = self.view_functions.get(request.endpoint or "")
        reads_only = request.method in SAFE and not getattr(view, "writes", False)
        with unit_of_work.request_step(reads_only):
            return super().dispatch_request(*ctx)
