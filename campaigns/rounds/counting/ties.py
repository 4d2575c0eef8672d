"""The order of equals."""

import hashlib
from collections.abc import Callable

from campaigns.rounds.counting.values import Candidate


def order_of(ties: str, seed: str | None) -> Callable[[Candidate], tuple[str, int]]:
    """The key by which equals are sorted: "earliest" by their place on the ballot, "lot" by a lot that anyone can draw again.

    The lot is the order of the SHA-256 of `seed:id`; the seed is the root of the last checkpoint of the round's open journal,
    which nobody can choose. Until there is one, lots are not drawn and the place decides.
    """
    if ties != "lot" or seed is None:
        return lambda candidate: ("", candidate.place)
    return lambda candidate: (hashlib.sha256(f"{seed}:{candidate.id}".encode()).hexdigest(), candidate.id)
