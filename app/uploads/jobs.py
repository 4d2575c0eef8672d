"""Background work on files: those that nobody has any more go."""

from datetime import timedelta
from itertools import islice

from app.foundation import clock
from app.uploads import domain, store

# A file brought so short ago may get its row any moment.
AT_HAND = timedelta(minutes=10)
AT_ONCE = 500


def drop(digest: str) -> None:
    """Removes a file whose row is gone, unless another row names it. One that came a moment ago is left to the sweep."""
    if not domain.kept_among([digest]):
        store.drop(digest, clock.now() - AT_HAND)


def sweep() -> None:
    """Removes files that have lain without a row for a day."""
    moment = clock.now() - store.LEFT_ALONE
    store.drop_halves(moment)
    found = store.digests_before(moment)
    while some := list(islice(found, AT_ONCE)):
        for digest in sorted(set(some) - domain.kept_among(some)):
            store.drop(digest, moment)
