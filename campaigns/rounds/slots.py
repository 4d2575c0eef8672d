"""Places that rooms above fill around a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


@dataclass(frozen=True)
class Seen:
    """Where a ballot was sent from, as the door saw it: the address of the network and the name of the program. Never kept so."""

    network: str
    program: str


@dataclass(frozen=True)
class CastSeen:
    """A ballot that has just been cast under a rule, and where it was seen to come from."""

    round_id: int
    rule: dict[str, Any]
    cast_id: int
    seen: Seen
    at: datetime


# Inside the write of a cast, once for each: what is kept of where it came from. Two statements at the most.
CAST_SEEN: Slot[CastSeen, None] = Slot("round.cast-seen")

# Asked with the id of a campaign when the ballot of a vote is laid: the ideas selected for it, None where they are not yet.
ROUND_CANDIDATES: Slot[int, Sequence[int] | None] = Slot("round.candidates")

# Asked with the id of a statement of reasons: the rule it names, as a public sentence; never what the text said.
RESTRICTED_WHY: Slot[int, str] = Slot("round.restricted-why")
