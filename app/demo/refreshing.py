"""Loads the demonstration anew: its days count from today again.

Moving dates in place would rewrite the log and frozen results, which the database refuses. So the stories are played into a
database beside the one in use, which then takes its place in one moment. Whatever cannot be brought again stands above it.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from flask_migrate import upgrade
from sqlalchemy import Connection, func, inspect, select, update

from app.accounts.models import Account
from app.demo import beside, cast, loading
from app.demo.belongings import foreign
from app.demo.beside import Beside, NoPlace
from app.demo.cast import SignIn
from app.foundation import clock, mail
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from app.uploads import domain, store
from app.uploads.jobs import AT_HAND
from search.domain import upkeep
from search.engine import Busy

PATIENCE = 120.0
PAUSE = 0.2
FOLDER = "demo-refresh"
Progress = Callable[[str], None]


class NotRefreshed(Exception):
    """The demonstration was not loaded anew, and nothing has changed; the text says why."""


def require_demonstration() -> None:
    """Raises NotRefreshed where something would be lost that the demonstration did not bring."""
    if not loading.is_told_of():
        raise NotRefreshed(
            f"this installation is no demonstration: there is no {loading.FILE} in {loading.place()}. "
            "`flask demo` loads the demonstration into an empty one"
        )
    with db.engine.connect() as connection:
        _require_nothing_foreign(connection)


def refresh(progress: Progress = lambda sentence: None, patience: float = PATIENCE) -> list[SignIn]:
    """Loads the stories anew, with the sign-ins as they are. Raises NotRefreshed.

    Waits for background work that is being done, for as many seconds as there is patience.
    """
    try:
        with loading.alone(waits=False):
            require_demonstration()
            told = cast.sign_ins(loading.kept_sign_ins())
            new = beside.here(loading.place() / FOLDER)
            try:
                progress("Playing the stories")
                _make(new, told)
                progress("Putting them into their place")
                moved_at = _put_into_place(new, patience)
            finally:
                new.clear()
            loading.keep(told)
            progress("Building the search index")
            _clear_up(moved_at, patience)
    except loading.BeingLoaded:
        raise NotRefreshed("somebody else loads the demonstration at this moment") from None
    except NoPlace as refusal:
        raise NotRefreshed(str(refusal)) from None
    return list(told)


def _make(new: Beside, told: Sequence[SignIn]) -> None:
    epoch = _next_epoch()
    with beside.working_in(new.begin()):
        upgrade()
        loading.play(told)
        # The same number may be another person now: whoever was signed in signs in again.
        with step():
            db.session.execute(update(Account).values(session_epoch=epoch))


def _next_epoch() -> int:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(Account.__tablename__):
            return 0
        return (connection.scalar(select(func.max(Account.session_epoch))) or 0) + 1


def _put_into_place(new: Beside, patience: float) -> float:
    """Returns when it was done, by the clock of the machine, which files go by."""
    db.session.remove()
    until = time.monotonic() + patience
    while True:
        at = time.time()
        if new.take_place(_may_be):
            return at
        if time.monotonic() > until:
            raise NotRefreshed("others are at work in the database and do not come to an end; try again a little later")
        time.sleep(PAUSE)


def _may_be(connection: Connection) -> bool:
    _require_nothing_foreign(connection)
    if not inspect(connection).has_table(Errand.__tablename__):
        return True
    # Work that has begun would end in the new world, on things that have only the number in common with its own.
    in_hand = select(func.count()).select_from(Errand).where(Errand.taken_until > clock.now())
    return not connection.scalar(in_hand)


def _require_nothing_foreign(connection: Connection) -> None:
    found = foreign(connection)
    if found:
        raise NotRefreshed(
            f"this installation holds more than the demonstration: {'; '.join(found)}. "
            "It would be lost, so nothing was changed"
        )


def _clear_up(moved_at: float, patience: float) -> None:
    """Takes away what is left of the old world: letters, files nobody has any more, the index."""
    for letter in mail.folder().glob("*.eml"):
        if letter.stat().st_mtime < moved_at:
            letter.unlink(missing_ok=True)
    _drop_files()
    until = time.monotonic() + patience
    # Where somebody is at the index all the while, the marks of the new world bring it up to date.
    while time.monotonic() < until:
        with suppress(Busy):
            upkeep.rebuild()
            return
        time.sleep(PAUSE)


def _drop_files() -> None:
    moment = clock.now() - AT_HAND
    found = sorted(store.digests_before(moment))
    for digest in sorted(set(found) - domain.kept_among(found)):
        store.drop(digest, moment)
    db.session.rollback()
