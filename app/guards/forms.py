"""What a form that guests may send shows about its sender: a trap that people do not see, and how long it was open.

Nobody is refused for haste: password managers and assistive programs are quick, too. A hasty form takes more of what its network
may, so that a script uses that up sooner.
"""

import secrets
from dataclasses import dataclass

from flask import Flask, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.foundation import clock, tokens
from app.foundation.errors import Invalid, Reason
from app.guards.counters import counters

TRAP, STAMP, PROOF = "homepage", "stamp", "proof"
# A form may lie open over night.
OPEN_SECONDS = 24 * 3600
LEAST_SECONDS = 3
HASTE_WEIGHS = 2
LONGEST = 200
TRAPPED = Reason(
    "trapped",
    _l(
        "A field that people do not see was filled in, as programs do. Send the form once more; the field is empty again."
    ),
)


@dataclass(frozen=True)
class Sent:
    """A form that was sent: whether something filled the trap, whether nobody could have read it, and the word of its puzzle."""

    trapped: bool
    hasty: bool
    word: str
    proof: str

    @property
    def weight(self) -> int:
        """How many times it counts."""
        return HASTE_WEIGHS if self.hasty else 1

    def require_person(self) -> None:
        """Raises Invalid where something filled in what people do not see."""
        if self.trapped:
            raise Invalid(TRAPPED)


def stamp(purpose: str) -> str:
    """The signed time of a form that is shown now."""
    now = clock.now().timestamp()
    return tokens.sign(f"form.{purpose}", [secrets.token_hex(8), round(now, 1)])


def fields(purpose: str) -> Markup:
    """The fields that a form carries for all this, for templates."""
    return Markup(
        '<input type="hidden" name="{stamp}" value="{word}">'
        '<div class="unseen" aria-hidden="true"><label for="{trap}">{label}</label>'
        '<input id="{trap}" name="{trap}" tabindex="-1" autocomplete="off"></div>'
    ).format(stamp=STAMP, word=stamp(purpose), trap=TRAP, label=_("Leave this empty"))


def sent(purpose: str) -> Sent:
    """What the form of this request shows. A trap that was filled is counted."""
    word = request.form.get(STAMP, "")[:LONGEST]
    told = tokens.read(f"form.{purpose}", word, OPEN_SECONDS) if word else None
    opened = told[1] if isinstance(told, list) and len(told) == 2 else None
    hasty = opened is None or clock.now().timestamp() - opened < LEAST_SECONDS
    trapped = bool(request.form.get(TRAP, "").strip())
    if trapped:
        counters().note(TRAPPED.code)
    return Sent(trapped, hasty, word if opened is not None else "", request.form.get(PROOF, "")[:LONGEST])


def connect(app: Flask) -> None:
    """Gives templates the fields."""
    app.jinja_env.globals["guard_fields"] = fields
