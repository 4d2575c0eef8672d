"""How the API is used: as a page for people, and as OpenAPI for programs."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from flask import Response, current_app, render_template
from markupsafe import Markup

from app.api.calls import PREFIX
from app.api.spec import ABOUT, TAGS

METHODS = ("get", "post", "put", "delete")
Told = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """An operation as the page shows it. `scope` is the right that a token needs; `sends` and `gives` are examples."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    needs_token: bool
    arguments: list[Told] = field(default_factory=list)
    sends: str = ""
    gives: str = ""
    status: str = ""
    refusals: list[str] = field(default_factory=list)


def show_openapi() -> Response:
    """The documentation for programs."""
    return Response(current_app.extensions["veche.openapi"], content_type="application/json")


def show_docs() -> str:
    """The same for people: nothing of it comes from elsewhere."""
    told = _read(current_app.extensions["veche.openapi"])
    about = [part.replace("\n", " ") for part in ABOUT.replace("*", "").split("\n\n")]
    return render_template("api/docs.html", about=about, parts=told, prefix=PREFIX, tags=TAGS)


@lru_cache(1)
def _read(spelled: str) -> dict[str, list[Operation]]:
    told: Told = json.loads(spelled)
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for path, item in told["paths"].items():
        for method in METHODS:
            if method in item:
                one = item[method]
                found[one["tags"][0]].append(_operation(method, path, one, item.get("parameters", [])))
    return found


def _operation(method: str, path: str, one: Told, shared: list[Told]) -> Operation:
    status = next(status for status in sorted(one["responses"]) if status.startswith("2"))
    parameters = [*shared, *one.get("parameters", [])]
    return Operation(
        one["operationId"],
        method.upper(),
        path,
        one.get("summary", ""),
        one.get("description", ""),
        one.get("x-scope", ""),
        {} not in one.get("security", [{}]),
        [parameter for parameter in parameters if parameter["in"] != "header"],
        _example(one.get("requestBody", {})),
        _example(one["responses"][status]),
        status,
        [code for code in sorted(one["responses"]) if code >= "400"],
    )


def _example(told: Told) -> Markup:
    media = told.get("content", {}).get("application/json", {})
    if "example" not in media:
        return Markup("")
    # Between tags a quotation mark stands for itself: escaped as elsewhere, these would be a third of the page.
    return Markup(escape(json.dumps(media["example"], ensure_ascii=False, indent=2), quote=False))  # noqa: S704
