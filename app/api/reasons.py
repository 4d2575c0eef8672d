"""Why a program is refused before anything of a room is asked."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Invalid, Reason, Refusal

NO_TOKEN = Reason("sign-in", _l("This needs a token of a person. Make one on your page and send it along."))
UNKNOWN = Reason("token.unknown", _l("Nobody knows this token. Look whether it was copied whole."))
EXPIRED = Reason("token.expired", _l("The time of this token is over. Make another on your page."))
REVOKED = Reason("token.revoked", _l("This token was taken back. Make another on your page."))
SCOPE = Reason("scope", _l("This token is not good for this. Make one with the right “%(scope)s”."))
NOT_JSON = Reason("not-json", _l("Send JSON, and say so: Content-Type: application/json."))
BROKEN = Reason("bad-json", _l("This is no JSON that can be read: broken, too deep, or with numbers that are none."))
UNFIT = Reason("invalid", _l("Some of what was sent cannot be taken. What and why stands under “errors”."))
CURSOR = Reason("cursor", _l("This cursor belongs to another list, or is broken. Begin without one."))
KEY = Reason("idempotency-key", _l("An idempotency key has from 1 to 200 plain characters."))
OTHER_KEY = Reason(
    "idempotency-key.used",
    _l("This key was sent with something else before, or with another token. Take another."),
)
PERSONAL = Reason(
    "personal-data",
    _l(
        "There may be personal data in it that others would read. If it is meant so, send it again with the word of “seen”."
    ),
)
UNREADY = Reason("search-unready", _l("The search is being prepared. Ask again in a minute."))
CALLS = Reason("too-many-calls", _l("This program asks very much at once. It may go on in a little while."))


class NotKnown(Refusal):
    """Who asks is not known, and has to be."""

    status = 401


class NotTaken(Refusal):
    """What came is not in a form that we read."""

    status = 415


class Broken(Refusal):
    """What came cannot be read at all."""

    status = 400


class Unfit(Invalid):
    """What came was read, and does not have the shape that was asked for. Each of `errors` says where and why."""

    def __init__(self, errors: list[dict[str, str]], reason: Reason = UNFIT, **more: Any) -> None:
        super().__init__(reason)
        self.members = {"errors": errors, **more}
