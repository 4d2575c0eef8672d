"""How sure it is who somebody is, and whether that is enough for an act."""

from collections.abc import Collection
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.foundation.errors import Reason

CODE = "verification"


class Level(StrEnum):
    """How sure it is who somebody is, from the least: an account, a verified person, one verified to live in a territory."""

    EMAIL = "email"
    PERSON = "person"
    RESIDENT = "resident"


PERSON = Reason(
    CODE,
    _l(
        "This project asks for people whose identity was verified. It is done once, on your page under “Who you are”. "
        "What you have written stays."
    ),
)
RESIDENT = Reason(
    CODE,
    _l(
        "This project asks for people who were verified to live where it takes place. It is done once, on your page under “Who you "
        "are”. What you have written stays."
    ),
)


def refusal(level: Level, actor: Actor, territories: Collection[int] = ()) -> Reason | None:
    """Why it is not sure enough who the actor is, or None where it is.

    `territories` are those of which somebody must be a resident; none of them: of any that the installation knows.
    """
    if actor.is_system or level == Level.EMAIL:
        return None
    if level == Level.PERSON:
        return None if actor.is_verified else PERSON
    lives_there = actor.resident_of.intersection(territories) if territories else actor.resident_of
    return None if lives_there else RESIDENT
