"""Places that rooms above fill around a round."""

from dataclasses import dataclass

from app.foundation.slots import Slot


@dataclass(frozen=True)
class Link:
    """A document that belongs to a result."""

    label: str
    url: str


# Asked with the id of a result on its page. None where there is nothing yet. One batch of statements a filler.
RESULT_LINK: Slot[int, Link | None] = Slot("round.result-link")
