"""Refusals as programs read them: problem details (RFC 9457) with the same codes and sentences as the pages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from flask_babel import lazy_gettext as _l

from app.foundation.errors import Reason
from app.foundation.logs import request_id

MIMETYPE = "application/problem+json"
TITLES: Mapping[int, Any] = {
    400: _l("We could not read that"),
    401: _l("Who asks is not known"),
    403: _l("This is not possible"),
    404: _l("There is no such page"),
    405: _l("This is not possible"),
    408: _l("We could not read that"),
    409: _l("It stands differently now"),
    413: _l("That is too much at once"),
    415: _l("We could not read that"),
    422: _l("Something needs mending"),
    429: _l("Too many attempts"),
    500: _l("Something broke on our side"),
    503: _l("Back in a moment"),
}


def title_of(status: int) -> str:
    """What a refusal with this HTTP status is called."""
    return str(TITLES.get(status, HTTPStatus(status).phrase))


def answer(status: int, reason: Reason, members: Mapping[str, Any] | None = None) -> Response:
    """The problem as an answer. `members` say more of it, each under a name of its own."""
    response = jsonify(
        type=f"urn:veche:refusal:{reason.code}",
        title=title_of(status),
        status=status,
        detail=str(reason),
        code=reason.code,
        request_id=request_id(),
        **(members or {}),
    )
    response.status_code, response.content_type = status, MIMETYPE
    return response
