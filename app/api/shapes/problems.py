"""Refusals, as the documentation shows them."""

from typing import Any

from marshmallow import Schema, fields

from app.api.shapes import kinds


class FaultSchema(Schema):
    """One thing that is amiss with what was sent."""

    pointer = kinds.words("Where: a JSON pointer into the body, or the name of an argument.", "#/title")
    detail = kinds.words("Why, in the language that was asked for.", "Write at least 5 characters.")


class WarnedSchema(Schema):
    """Words that look like personal data."""

    field = kinds.words("The field they stand in.", "problem")
    words = kinds.words("The words themselves.", "+7 900 000-00-00")
    detail = kinds.words("What they look like.", "This looks like a phone number.")


class ProblemSchema(Schema):
    """Problem details (RFC 9457)."""

    type = kinds.words(
        "What kind of refusal this is, as a name that never changes.", "urn:veche:refusal:phase.over", required=True
    )
    title = kinds.words(
        "The kind in a few words, in the language that was asked for.", "This is not possible", required=True
    )
    status = kinds.number("The HTTP status.", 403, required=True)
    detail = kinds.words("Why, in a sentence for people.", "The time for this is over.", required=True)
    code = kinds.words("The same as in `type`, short: what programs decide by.", "phase.over", required=True)
    request_id = kinds.words(
        "The number of this request in the log of the operator.", "8f1c2b7a90d34e55", required=True
    )
    errors = fields.List(fields.Nested(FaultSchema), metadata=kinds.told("What is amiss, where it was said.", []))
    seen = kinds.words("The word to send again where personal data are meant to be there.", "a1b2c3d4e5f60718")
    warned = fields.List(fields.Nested(WarnedSchema), metadata=kinds.told("Words that look like personal data.", []))
    draft = kinds.link("Where the text is kept as a draft.", "https://veche.example/ideas/12/edit")


SAID: dict[int, tuple[str, str, str, str]] = {
    400: ("What was sent cannot be read.", "bad-json", "We could not read that", "This is no JSON that can be read."),
    401: ("No token, or none that holds.", "token.revoked", "Who asks is not known", "This token was taken back."),
    403: (
        "Not allowed: to this person, with this token, or now.",
        "phase.over",
        "This is not possible",
        "The time for this is over.",
    ),
    404: (
        "There is no such thing, or it is not yours to see.",
        "not-found",
        "There is no such page",
        "There is no such page.",
    ),
    405: ("This address does not take that.", "method", "This is not possible", "This address does not take that."),
    408: (
        "The body did not arrive in time.",
        "body-late",
        "We could not read that",
        "What you sent did not arrive in time.",
    ),
    409: ("It stands differently now.", "state", "It stands differently now", "This text has moved on meanwhile."),
    413: (
        "The body is larger than 256 KB.",
        "too-large",
        "That is too much at once",
        "What you sent is larger than we can take.",
    ),
    415: ("The body is not JSON.", "not-json", "We could not read that", "Send JSON, and say so."),
    422: (
        "It was read, and cannot be taken as it is.",
        "invalid",
        "Something needs mending",
        "Some of what was sent cannot be taken.",
    ),
    429: (
        "Too much at once; `Retry-After` says how many seconds to wait.",
        "too-many-calls",
        "Too many attempts",
        "This program asks very much at once.",
    ),
    500: ("Something broke on our side.", "fault", "Something broke on our side", "It is not your fault."),
    503: (
        "Not at this moment; `Retry-After` says when.",
        "bodies-many",
        "Back in a moment",
        "Very many forms are arriving just now.",
    ),
}


def example_of(status: int) -> dict[str, Any]:
    """A problem as the documentation shows it."""
    _why, code, title, detail = SAID[status]
    return {
        "type": f"urn:veche:refusal:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": "8f1c2b7a90d34e55",
    }
