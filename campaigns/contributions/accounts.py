"""Two accounts of one person become one: whose texts they are, and what they follow."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from campaigns.contributions.models import FOLLOWED, Contribution, Follow


def join(joining: Joining) -> Mapping[str, int]:
    """Texts and follows go over."""
    follows = moving.move(Follow, joining, FOLLOWED)
    return {"texts": moving.move(Contribution, joining, column="author_id"), "follows": follows}
