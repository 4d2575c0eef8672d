"""What a recount found, and the document of which its fingerprint is made."""

from dataclasses import dataclass, field
from typing import Any

from app.foundation import canonical
from campaigns.rounds.counting.supports import Place


@dataclass(frozen=True)
class Recount:
    """What a recount found. `strays` are ideas whose counter says something else: (id, counter, counted).

    Of a vote `details` is all that is kept and published of it, and `document` that of which the fingerprint is made.
    """

    rule: dict[str, Any]
    places: list[Place]
    ballots: int
    people: int
    document: dict[str, Any]
    strays: list[tuple[int, int, int]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def votes(self) -> int:
        """The votes of all ideas together."""
        return sum(place.entry.votes for place in self.places)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the canonical JSON of the document."""
        return canonical.fingerprint(self.document)


def document(rule: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What is fingerprinted and offered for download: all that is needed to apply the rule anew."""
    return {"rule": rule, "rows": rows}


def row_of(place: Place) -> dict[str, Any]:
    """A place as a plain row."""
    entry = place.entry
    return {
        "id": entry.id,
        "number": entry.number,
        "published_at": entry.published_at.isoformat(timespec="microseconds"),
        "on_site": entry.on_site,
        "elsewhere": entry.elsewhere,
        "votes": entry.votes,
        "rank": place.rank,
        "winner": place.winner,
    }
