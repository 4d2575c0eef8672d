"""The documentation as OpenAPI 3.1, made of what the operations declare."""

import json
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from flask_smorest import Api

from app.api.operations import name_of
from app.api.shapes.problems import SAID, ProblemSchema, example_of
from app.foundation.problems import MIMETYPE
from app.foundation.release import VERSION

ABOUT = """The same campaigns, ideas, comments, votes, answers and results as on the pages, for programs: with the same rules, the
same rights and the same refusals.

Reading what everyone may read needs nothing. Whatever is done in the name of a person needs a token that they made on their page
(*My page → Tokens for programs*), sent as `Authorization: Bearer veche_…`. A token is good for what its person chose, and no more.

Lists come by pages: take `next` of a page as `after` of the following one. Every refusal is a problem (RFC 9457): decide by its
`code`, show its `detail` to people. An `ETag` of an answer saves reading it again."""
TAGS = {
    "Campaigns": "Time-boxed campaigns, their timelines and directions.",
    "Topics": "What is discussed.",
    "Ideas": "What people propose.",
    "Comments": "What is said about topics and ideas.",
    "Votes": "Rounds, ballots, votes and results.",
    "Answers": "What departments answer.",
    "Search": "Everything that everyone may find.",
    "Staff": "For people with roles.",
    "Token": "About the token itself.",
}


class Documented(Api):  # type: ignore[misc]
    """flask-smorest without its own way to show errors: ours says the same to programs as to people."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        for status, (why, *_said) in SAID.items():
            media = {"schema": ProblemSchema, "example": example_of(status)}
            self.spec.components.response(
                name_of(status), {"description": why, "content": {MIMETYPE: media}}, lazy=True
            )
            self.spec.components.response(
                _status_name(status), {"$ref": f"#/components/responses/{name_of(status)}"}, lazy=True
            )


def _status_name(status: int) -> str:
    return {422: "UNPROCESSABLE_ENTITY"}.get(status, f"STATUS_{status}")


def make(app: Flask) -> Documented:
    """The documentation of this copy, with nothing in it yet."""
    app.config.update(API_TITLE="Veche", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    spec: dict[str, Any] = {
        "info": {"description": ABOUT, "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}},
        "servers": [{"url": "/"}],
    }
    api = Documented(app, spec_kwargs={**spec, "marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_named)})
    api.spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "A token of a person, from their page."}
    )
    for name, description in TAGS.items():
        api.spec.tag({"name": name, "description": description})
    return api


def _named(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return str(kind.__name__).removesuffix("Schema")


def spelled(api: Documented) -> str:
    """The documentation as JSON. Made once: nothing in it changes while the application runs."""
    told = api.spec.to_dict()
    # One tag of the whole blueprint is none of ours.
    told["tags"] = [tag for tag in told["tags"] if tag["name"] in TAGS]
    told["info"]["version"] = f"1 ({VERSION})"
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)
