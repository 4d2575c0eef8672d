"""Two accounts of one person become one: what they reported and asked to be reviewed."""

from collections.abc import Mapping

from app.accounts.identity import moving
from app.accounts.identity.slots import Joining
from moderation.models import Report, Review


def join(joining: Joining) -> Mapping[str, int]:
    """Reports and reviews go over; of two reports about one case both stay, the second with the closed account."""
    moving.move(Review, joining, column="asked_by")
    moving.move(Review, joining, column="author_id")
    return {"reports": moving.move_rest(Report, joining, ("case_id",), column="reporter_id")}
