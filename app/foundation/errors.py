"""Refusals: raised anywhere, shown in one place (app/web/errors.py), as a page or as problem+json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a code for programs and tests, a sentence for people."""

    code: str
    sentence: Any
    values: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.values if self.values else text


class Refusal(Exception):
    """What a person asked cannot be done. `status` is the HTTP status, `reason` says why, `members` say more of it to programs."""

    status = 400
    members: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class NotAllowed(Refusal):
    """The person may not do this, or not now."""

    status = 403


class Conflict(Refusal):
    """It was possible a moment ago: somebody was quicker, the bell has rung, it exists already."""

    status = 409


class Invalid(Refusal):
    """What was sent cannot be understood or kept."""

    status = 422


class TooMany(Refusal):
    """Too many attempts; `after` is how many seconds to wait."""

    status = 429

    def __init__(self, reason: Reason, after: int) -> None:
        super().__init__(reason)
        self.after = after


class Busy(TooMany):
    """More is asked at this moment than can be done; `after` is how many seconds to wait."""

    status = 503


class Misdirected(Refusal):
    """It was asked of a site of another name."""

    status = 400


class Late(Refusal):
    """What was sent did not arrive in time."""

    status = 408


class Missing(Refusal):
    """It does not exist, or its existence is nobody's business: both look the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__(NOT_FOUND)


NOT_FOUND = Reason("not-found", _l("There is no such page. It may have moved, or the address has a slip."))
TAKEN = Reason("conflict", _l("Somebody did this a moment before you. Look at how it stands now."))
