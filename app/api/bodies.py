"""What programs send: JSON, strictly read. Nothing in it may cost more than its length, and nothing may mean two things."""

import json
from typing import Any

from flask import request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from app.api.reasons import BROKEN, NOT_JSON, Broken, NotTaken, Unfit

MOST_BYTES = 256 * 1024
DEEPEST = 20
LONGEST_NUMBER = 30


def refuse_too_large() -> None:
    """Refuses a body that is larger than anything we take, unread."""
    request.max_content_length = MOST_BYTES
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge


def read() -> Any:
    """What the body holds. Raises NotTaken where it is no JSON, Broken where it cannot be read."""
    if request.mimetype != "application/json":
        raise NotTaken(NOT_JSON)
    try:
        found = json.loads(
            request.get_data().decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_int=_short_int,
        )
    except (ValueError, RecursionError):
        raise Broken(BROKEN) from None
    if _depth(found) > DEEPEST:
        raise Broken(BROKEN)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _short_int(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number without end")
    return int(digits)


def _depth(found: Any) -> int:
    """How deep it is, walked without going deeper oneself."""
    depth, here = 0, [found]
    while here and depth <= DEEPEST:
        depth += 1
        parts = [list(one.values()) if isinstance(one, dict) else one for one in here if isinstance(one, dict | list)]
        here = [part for some in parts for part in some]
    return depth


class Parser(FlaskParser):
    """Reads bodies as above; what does not have the asked shape is an Unfit with a place and a sentence for each fault."""

    def load_json(self, req: Any, schema: Schema) -> Any:
        return read()

    def handle_error(self, error: Any, req: Any, schema: Any, *, error_status_code: Any, error_headers: Any) -> Any:
        faults = [
            {"pointer": f"#/{place}" if source == "json" else place, "detail": sentence}
            for source, found in error.messages.items()
            for place, sentence in flat(found)
        ]
        raise Unfit(faults) from None


def flat(found: Any, place: str = "") -> list[tuple[str, str]]:
    """Faults as marshmallow nests them, each with the way to its place: `marks/0/idea`."""
    if isinstance(found, dict):
        return [one for key, inner in found.items() for one in flat(inner, f"{place}/{key}" if place else str(key))]
    if isinstance(found, list):
        return [(_plain(place.removesuffix("/_schema").removesuffix("_schema")), str(one)) for one in found]
    return [(_plain(place), str(found))]


def _plain(place: str) -> str:
    # What was sent names these places: it may be long, and hold what no text holds.
    return place[:100].encode("utf-8", "replace").decode()
