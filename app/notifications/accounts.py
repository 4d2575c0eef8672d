"""Two accounts of one person become one: what they were told."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.notifications.models import Notice


def join(joining: Joining) -> Mapping[str, int]:
    """Notices go over; how letters come stays as the kept account has chosen."""
    return {"notices": moving.move(Notice, joining, ("fact",))}
