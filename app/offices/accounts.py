"""Two accounts of one person become one: which departments they are connected with."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.offices.models import Affiliation


def join(joining: Joining) -> Mapping[str, int]:
    """Connections go over: nobody moderates texts about their own department by joining accounts."""
    return {"departments": moving.move(Affiliation, joining, ("office_id", "ended_at"))}
