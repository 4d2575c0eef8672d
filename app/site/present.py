"""What holds now, kept in the memory of each process: pages pay no statement for it, and every process hears of a change soon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.foundation import clock, site
from app.foundation.db import db
from app.foundation.site import Chosen
from app.foundation.unit_of_work import after_commit
from app.site.models import SiteSettings, TextVersion

# How soon a process hears of what another one has changed.
SOON = timedelta(seconds=3)
log = structlog.get_logger("site")


@dataclass(frozen=True)
class Written:
    """A text in its present version and one language."""

    name: str
    number: int
    language: str
    title: str
    body: str
    written_at: datetime


@dataclass(frozen=True)
class Snapshot:
    """All of it as it stood in one version: what was set in the browser, and the present texts by name and language."""

    version: int = 0
    chosen: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], Written] = field(default_factory=dict)


class Present:
    """The snapshot of this process. It is looked at again some seconds later, by one small statement on a connection of its own."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None
        self._snapshot = Snapshot()
        self._chosen: tuple[Snapshot, Settings, Chosen] | None = None

    def snapshot(self) -> Snapshot:
        """What holds now; what held last where the database does not answer."""
        now = clock.now()
        if self._looked_at is None or abs(now - self._looked_at) >= SOON:
            # Set first: while one thread looks, the others go on with what they have.
            self._looked_at = now
            self._look()
        return self._snapshot

    def chosen(self, settings: Settings) -> Chosen:
        """What was set in the browser over what the environment says."""
        snapshot, known = self.snapshot(), self._chosen
        if known is None or known[0] is not snapshot or known[1] is not settings:
            known = self._chosen = (snapshot, settings, _over(snapshot, settings))
        return known[2]

    def forget(self) -> None:
        """Has the next one look into the database."""
        self._looked_at = None

    def remember(self, snapshot: Snapshot) -> None:
        """Takes a snapshot that was read elsewhere."""
        self._snapshot, self._looked_at = snapshot, clock.now()

    def _look(self) -> None:
        try:
            with db.engine.connect() as connection:
                version = connection.scalar(select(SiteSettings.version)) or 0
                if version != self._snapshot.version:
                    self.remember(_read(connection, version))
        except SQLAlchemyError as error:
            # A database that is not there yet, or not just now: what a page needs besides will say so.
            log.warning("the settings of the site cannot be read", fault=type(error).__name__)


def _over(snapshot: Snapshot, settings: Settings) -> Chosen:
    usual, own = site.usual(settings), dict(snapshot.chosen)
    languages = tuple(code for code in own.get("languages", ()) if code in usual.languages) or usual.languages
    main = own.get("default_language", usual.default_language)
    return Chosen(
        name=own.get("name") or usual.name,
        organiser=own.get("organiser") or usual.organiser,
        contacts=own.get("contacts") or usual.contacts,
        languages=languages,
        default_language=main if main in languages else languages[0],
        colour=own.get("colour", ""),
        logo=own.get("logo", ""),
        logo_width=own.get("logo_width", 32),
        residents={code: tuple(words) for code, words in own.get("residents", {}).items()},
        version=snapshot.version,
    )


def _read(connection: Connection, version: int) -> Snapshot:
    chosen = connection.scalar(select(SiteSettings.chosen)) or {}
    table = TextVersion.__table__
    latest = select(table.c.name, table.c.language, func.max(table.c.number).label("number")).group_by(
        table.c.name, table.c.language
    )
    found = latest.subquery()
    rows = connection.execute(
        select(table).join(found, (table.c.name == found.c.name) & (table.c.number == found.c.number))
    )
    texts = {
        (row.name, row.language): Written(row.name, row.number, row.language, row.title, row.body, row.written_at)
        for row in rows
    }
    return Snapshot(version, chosen, texts)


def snapshot() -> Snapshot:
    """What holds now, for whoever asks within a request, a job or a command."""
    keeper: Present = current_app.extensions["veche.site"]
    return keeper.snapshot()


def changed(now: datetime, by: int | None, **chosen: Any) -> SiteSettings:
    """Keeps what was chosen, and has every process look again. A value of None takes a choice back. Call inside a write."""
    row = db.session.get(SiteSettings, 1, with_for_update=True, populate_existing=True)
    if row is None:
        row = SiteSettings(id=1, version=0, chosen={})
        db.session.add(row)
    kept = {**row.chosen, **chosen}
    row.chosen = {name: value for name, value in kept.items() if value is not None}
    row.version, row.changed_at, row.changed_by = row.version + 1, now, by
    db.session.flush()
    keeper: Present = current_app.extensions["veche.site"]
    after_commit(keeper.forget)
    return row


def connect(app: Flask) -> None:
    """Gives the application its snapshot."""
    app.extensions["veche.site"] = Present()
