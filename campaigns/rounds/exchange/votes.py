"""A vote of another place, as readers of files give it and as it is brought in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.rounds.ballots.models import BallotChannel
from campaigns.rounds.rules.shape import Rule

# (source id of an idea, value): as campaigns.rounds.ballots.marks, before ideas have ids here.
Choice = tuple[tuple[str, int], ...]


# Nobody here saw how these votes came about: no rule sets any of them apart, and all of them are the result.
AS_CAST: dict[str, Any] = {"apart": [], "result": "raw"}


@dataclass(frozen=True)
class Offer:
    """An idea on the ballot: its words, what it costs, and why it does not stand there any more where it was taken off."""

    source_id: str
    title: str
    text: str = ""
    track: str = ""
    author: str = ""
    written_at: datetime | None = None
    cost: int | None = None
    hidden_because: str = ""


@dataclass(frozen=True)
class Voter:
    """Somebody's ballots in their order, each with its time where the file has one; the last one counts."""

    source_id: str
    casts: tuple[tuple[Choice, datetime | None], ...]
    channel: BallotChannel = BallotChannel.IMPORT


@dataclass(frozen=True)
class Vote:
    """What makes the campaign of a vote: `closes_at` lies in the future where people may go on voting."""

    title: str
    purpose: str
    opens_at: datetime
    closes_at: datetime
    rule: Rule
    offers: Sequence[Offer]
    voters: Iterable[Voter]
