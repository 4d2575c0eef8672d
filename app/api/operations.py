"""How an operation is declared: its shape, its right, its examples and every answer it may give, in one place.

What is declared here is what is checked and what the documentation says; a view is left with what it is about.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema

from app.api.bodies import Parser
from app.api.calls import guarded
from app.api.domain.replies import HEADER
from app.api.scopes import Scope
from app.api.shapes.samples import sample, sent

View = Callable[..., Any]
READING = (401, 403, 404, 405, 422, 429, 500, 503)
WRITING = (400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503)
KEY = {
    "in": "header",
    "name": HEADER,
    "description": "Sent again with the same key and token within a day, the same is answered and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    "example": "5f2b7c1e-8a34-4a51-9f0e-6f1f2f3f4f5f",
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The `ETag` of an answer that is kept: where nothing has changed, 304 and no body come back.",
    "schema": {"type": "string"},
    "example": '"8f1c2b7a90d34e55"',
}
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "The language of sentences and of texts that stand there in several.",
    "schema": {"type": "string"},
    "example": "ru",
}
ETAG = {"ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}}}


class Door(Blueprint):  # type: ignore[misc]
    """A blueprint whose bodies and arguments are read by our rules."""

    ARGUMENTS_PARSER = Parser()


def name_of(status: int) -> str:
    """What the answer with a problem of this status is called in the documentation."""
    return f"Problem{status}"


def _answers(view: View, statuses: Sequence[int]) -> View:
    for status in statuses:
        view = DOOR.alt_response(status, response=name_of(status))(view)
    return view


def _said(view: View, scope: Scope | None, parameters: Sequence[Any], *, people_only: bool) -> View:
    rights = {"x-scope": scope.value} if scope else {}
    security: list[dict[str, list[str]]] = [{"token": []}] if people_only else [{}, {"token": []}]
    view = DOOR.doc(operationId=view.__name__, security=security, **rights)(view)
    view._apidoc.setdefault("arguments", {}).setdefault("parameters", []).extend(parameters)  # type: ignore[attr-defined]  # noqa: SLF001
    return view


def reads(
    shape: type[Schema],
    *,
    query: type[Schema] | None = None,
    scope: Scope = Scope.READ,
    people_only: bool = False,
) -> Callable[[View], View]:
    """An operation that reads."""

    def declare(view: View) -> View:
        view = DOOR.response(200, shape, example=sample(shape), headers=ETAG)(view)
        view = DOOR.alt_response(304, description="Nothing has changed since the answer with this `ETag`.")(view)
        if query is not None:
            view = DOOR.arguments(query, location="query")(view)
        view = _answers(view, READING)
        view = _said(view, scope, [IF_NONE_MATCH, LANGUAGE], people_only=people_only)
        return guarded(scope, people_only=people_only)(view)

    return declare


def writes(
    scope: Scope,
    shape: type[Schema],
    *,
    status: int = 200,
    body: type[Schema] | None = None,
) -> Callable[[View], View]:
    """An operation that changes something, in the name of a person."""

    def declare(view: View) -> View:
        view = DOOR.response(status, shape, example=sample(shape))(view)
        if body is not None:
            view = DOOR.arguments(body, example=sent(body))(view)
        view = _answers(view, WRITING)
        view = _said(view, scope, [KEY, LANGUAGE], people_only=True)
        return guarded(scope, people_only=True)(view)

    return declare


DOOR = Door("api", "app.api", url_prefix="/api/v1")
