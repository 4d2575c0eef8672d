"""Keeping the index true: draining marks, building it anew, finding what it missed.

The index is changed outside of any step and is on the disk before marks are struck off: whoever dies in between leaves marks,
and reading a text twice changes nothing.
"""

from collections.abc import Callable

import structlog

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search import engines
from search.domain.marks import mark, strike_off
from search.engine import Shelf, Unready
from search.queries import marks
from search.queries.documents import BATCH, all_public, batches, public_documents, public_ids

log = structlog.get_logger("search")


def drain() -> int:
    """Brings the index up to date with all marks; builds it where there is none. Returns how many marks were struck off.

    Raises Busy where somebody else is changing the index.
    """
    count = 0
    try:
        engines.of(Shelf.PUBLIC).check()
    except Unready:
        count = rebuild()
    while read := _drain_batch():
        count += read
    return count


def _drain_batch() -> int:
    if not marks.oldest(1):
        return 0
    # The place is taken before anything is read: two drains that read apart could put an older text over a newer one.
    with engines.of(Shelf.PUBLIC).change() as changes:
        waiting = marks.oldest(BATCH)
        ids = sorted({contribution_id for _, contribution_id in waiting})
        documents = public_documents(ids)
        db.session.rollback()
        changes.remove(set(ids) - {document.id for document in documents})
        changes.index(documents)
    with step():
        strike_off([number for number, _ in waiting])
        still_at_it()
    return len(waiting)


def rebuild(progress: Callable[[int], None] = lambda count: None) -> int:
    """Builds a new index beside the old one and switches to it. `progress` hears how many documents are in so far.

    Returns how many marks it made needless. Raises Busy.
    """
    with engines.of(Shelf.PUBLIC).rebuild() as changes:
        read = marks.all_marks()
        count = 0
        for documents in all_public():
            changes.index(documents)
            count += len(documents)
            progress(count)
            with step():
                still_at_it()
    for batch in batches(read):
        with step():
            strike_off(batch)
    log.info("the index was built anew", documents=count)
    return len(read)


def compare() -> int:
    """Marks what the index should have and has not, and the other way round: after a restore, for one. Returns how many.

    Reads the whole index, and builds it anew where that fails. Raises Busy.
    """
    index = engines.of(Shelf.PUBLIC).status()
    if not index.is_ready:
        return rebuild()
    wrong = sorted(set(public_ids()) ^ index.ids)
    for batch in batches(wrong):
        with step():
            mark(batch, clock.now())
    return len(wrong)
