"""Whether the database is as this release wants it: the revision of its migrations, and a sentence where it is another."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import DBAPIError

from app.foundation.db import db

VERSIONS = sa.table("alembic_version", sa.column("version_num"))


class State(StrEnum):
    """How the database stands beside this release."""

    FITS = "fits"
    SILENT = "silent"
    EMPTY = "empty"
    BEHIND = "behind"
    AHEAD = "ahead"


SENTENCES = {
    State.FITS: "the database is as this release wants it",
    State.SILENT: "the database does not answer: see whether it runs, and DATABASE_URL",
    State.EMPTY: "the database has no tables yet: run `flask setup` (a real installation) or `flask db upgrade`",
    State.BEHIND: "the database is of an earlier release: make a backup, then run `flask db upgrade`",
    State.AHEAD: "the database is of a later release than this program: start that release, or restore a backup made with this one",
}


@dataclass(frozen=True)
class Standing:
    """What the database has and what this release wants, as names of migrations."""

    state: State
    present: str | None
    wanted: str

    @property
    def fits(self) -> bool:
        """Whether pages and commands may use it."""
        return self.state == State.FITS

    @property
    def sentence(self) -> str:
        """What stands there, and what to do."""
        return SENTENCES[self.state]


def standing() -> Standing:
    """Looks into the database, on a connection of its own. Never raises where the database does not answer: that is an answer."""
    known = _known(current_app.root_path)
    wanted = known[0]
    try:
        with db.engine.connect() as connection:
            if not sa.inspect(connection).has_table(VERSIONS.name):
                return Standing(State.EMPTY, None, wanted)
            present = connection.scalar(sa.select(VERSIONS.c.version_num))
    except DBAPIError:
        return Standing(State.SILENT, None, wanted)
    if present is None:
        return Standing(State.EMPTY, None, wanted)
    if present == wanted:
        return Standing(State.FITS, present, wanted)
    return Standing(State.BEHIND if present in known else State.AHEAD, present, wanted)


def knows(revision: str) -> bool:
    """Whether this release can bring a database of that migration up to its own."""
    return revision in _known(current_app.root_path)


@lru_cache(maxsize=2)
def _known(root: str) -> tuple[str, ...]:
    """The migrations of this release, the latest first."""
    scripts = ScriptDirectory(str(Path(root) / "migrations"))
    return tuple(script.revision for script in scripts.walk_revisions())
