"""Two accounts of one person become one: the files they have brought."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from app.uploads.models import Upload


def join(joining: Joining) -> Mapping[str, int]:
    """Files go over."""
    return {"files": moving.move(Upload, joining)}
