"""Two accounts of one person become one: their searches, and what they said of joining ideas."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from search.saved.models import SavedSearch


def join(joining: Joining) -> Mapping[str, int]:
    """Searches go over."""
    return {"searches": moving.move(SavedSearch, joining, ("asked_digest",))}
