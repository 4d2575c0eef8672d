"""Keeping the indexes true: draining marks, building anew, finding what was missed.

An index is changed outside of any step and is on the disk before marks are struck off: whoever dies in between leaves marks,
and reading a text twice changes nothing. Each mark is for both shelves, and is struck off when both have read its text again.
"""

from collections.abc import Callable, Sequence
from functools import partial

import structlog

from app.foundation import clock
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from search import engines
from search.domain.marks import mark, strike_off
from search.engine import Busy, Shelf, Unready
from search.queries import marks
from search.queries.documents import BATCH, all_of, batches, documents_of, ids_of

Progress = Callable[[int], None]
log = structlog.get_logger("search")


def drain() -> int:
    """Brings both shelves up to date with all marks; builds those that are not there. Returns how many marks were struck off.

    Raises Busy where somebody else is changing an index, and what went wrong with one shelf when the other is up to date.
    """
    missing = [shelf for shelf in Shelf if not _is_ready(shelf)]
    if missing == list(Shelf):
        return rebuild() + _drain(list(Shelf), [])
    failures: list[Exception] = []
    failed = [shelf for shelf in missing if not _succeeds(_build, shelf, failures)]
    return _drain([shelf for shelf in Shelf if shelf not in failed], failures)


def _drain(shelves: Sequence[Shelf], failures: list[Exception]) -> int:
    count = last = 0
    read_at = clock.now()
    while shelves and (waiting := marks.oldest(BATCH, after=last)):
        last = waiting[-1][0]
        read = partial(_read_again, sorted({contribution_id for _, contribution_id in waiting}))
        shelves = [shelf for shelf in shelves if _succeeds(read, shelf, failures)]
        with step():
            if not failures:
                strike_off([number for number, _ in waiting], read_at)
                count += len(waiting)
            still_at_it()
        read_at = clock.now()
    if failures:
        raise failures[0]
    return count


def _succeeds(act: Callable[[Shelf], object], shelf: Shelf, failures: list[Exception]) -> bool:
    try:
        act(shelf)
    except Busy:
        raise
    # A full disk, a folder that is not ours: whatever it is, the other shelf goes on.
    except Exception as error:
        db.session.rollback()
        log.error("the index cannot be written; its marks stay", shelf=shelf.value, error=str(error))
        failures.append(error)
        return False
    return True


def _is_ready(shelf: Shelf) -> bool:
    try:
        engines.of(shelf).check()
    except Unready:
        return False
    return True


def _read_again(ids: Sequence[int], shelf: Shelf) -> None:
    # The place is taken before anything is read: two drains that read apart could put an older text over a newer one.
    with engines.of(shelf).change() as changes:
        documents = documents_of(shelf, ids)
        db.session.rollback()
        changes.remove(set(ids) - {document.id for document in documents})
        changes.index(documents)


def rebuild(progress: Progress = lambda count: None) -> int:
    """Builds new indexes beside the old ones and switches to each as it is whole. `progress` hears how many documents are in
    so far. Returns how many marks it made needless. Raises Busy.
    """
    read, read_at = marks.all_marks(), clock.now()
    count = 0
    for shelf in Shelf:
        count += _build(shelf, lambda more, before=count: progress(before + more))  # type: ignore[misc]
    for batch in batches(read):
        with step():
            strike_off(batch, read_at)
    return len(read)


def _build(shelf: Shelf, progress: Progress = lambda count: None) -> int:
    """Builds one shelf anew; marks stay, for the other has not read them. Returns how many documents are in."""
    with engines.of(shelf).rebuild() as changes:
        count = 0
        for documents in all_of(shelf):
            changes.index(documents)
            count += len(documents)
            progress(count)
            with step():
                still_at_it()
    log.info("the index was built anew", shelf=shelf.value, documents=count)
    return count


def compare() -> int:
    """Marks what a shelf should have and has not, and the other way round: after a restore, for one. Returns how many.

    Reads the indexes whole, and builds anew what cannot be read. Raises Busy.
    """
    wrong: set[int] = set()
    for shelf in Shelf:
        index = engines.of(shelf).status()
        if index.is_ready:
            wrong |= index.ids ^ frozenset(ids_of(shelf))
        else:
            _build(shelf)
    wrong -= marks.waiting()
    for batch in batches(sorted(wrong)):
        with step():
            mark(batch, clock.now())
    return len(wrong)
