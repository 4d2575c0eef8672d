"""Two accounts of one person become one: what they answered when ideas were to be joined."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from search.joining.models import JoiningAnswer


def join(joining: Joining) -> Mapping[str, int]:
    """Answers go over."""
    return {"joining answers": moving.move(JoiningAnswer, joining, ("joining_id",))}
