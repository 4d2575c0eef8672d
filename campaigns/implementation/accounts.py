"""Two accounts of one person become one: what they said is not done."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from campaigns.implementation.models import Contest


def join(joining: Joining) -> Mapping[str, int]:
    """Objections go over; of two about one work both stay, the second with the closed account."""
    return {"objections": moving.move_rest(Contest, joining, ("undertaking_id",))}
