"""Looking whether all is well: each check apart, so that one that breaks hides none."""

from collections.abc import Callable, Sequence

import structlog
from flask import current_app

from app.foundation import schema
from app.foundation.checks import CHECKS, Check, Verdict, failure
from app.foundation.db import db
from app.operations.checks import outside, own, work

Look = Callable[[], Sequence[Check]]
log = structlog.get_logger("doctor")

ALWAYS: tuple[Look, ...] = (own.settings, own.secret_key, work.database)
# What reads tables: said of a database that fits alone.
OF_TABLES: tuple[Look, ...] = (own.demo, work.schedule, work.outbox, work.search, work.time)
AROUND: tuple[Look, ...] = (work.queue, work.worker, own.disk, own.backup)
# What reads all that there is of something: for a command, not for a page.
OF_WHOLE_TABLES: tuple[Look, ...] = (work.search_drift,)
# What asks other machines, and may wait for them.
BEYOND: tuple[Look, ...] = (outside.address, outside.server, outside.mail)


def examine(*, beyond: bool = True) -> list[Check]:
    """Every check of this room, then those of the others. A page, which cannot wait for other machines or read whole tables, asks
    for nothing `beyond`."""
    fits = schema.standing().fits
    of_tables = (*OF_TABLES, *(OF_WHOLE_TABLES if beyond else ())) if fits else ()
    looks = [*ALWAYS, *of_tables, *AROUND, *(BEYOND if beyond else ())]
    found = [check for look in looks for check in _look(look, look.__name__.replace("_", " "))]
    for filler in current_app.extensions["veche.fillers"].get(CHECKS, ()) if fits else ():
        found += _look(lambda filler=filler: filler(None), filler.__module__)  # type: ignore[misc]
    return found


def _look(look: Look, name: str) -> list[Check]:
    try:
        return list(look())
    except Exception as error:
        log.warning("a check broke", check=name, exc_info=error)
        return [failure(name, f"this could not be looked at: {type(error).__name__}")]
    finally:
        db.session.rollback()


def is_well(checks: Sequence[Check]) -> bool:
    """Whether nothing has to be done now."""
    return all(check.verdict != Verdict.FAILURE for check in checks)
