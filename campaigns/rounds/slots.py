"""Places that rooms above fill around a round."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.foundation.slots import Part, Slot


@dataclass(frozen=True)
class Link:
    """A document that belongs to a result."""

    label: str
    url: str


# Asked with the id of a result on its page. None where there is nothing yet. One batch of statements a filler.
RESULT_LINK: Slot[int, Link | None] = Slot("round.result-link")


@dataclass(frozen=True)
class ResultShown:
    """A published result whose page is being made, and who looks at it."""

    campaign_id: int
    slug: str
    result_id: int
    viewer: Actor


# Under the finding of a published result: what follows from it. One batch of statements a filler.
RESULT_PART: Slot[ResultShown, Part | None] = Slot("round.result-part")
