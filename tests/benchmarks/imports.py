"""Bringing 2,000 rows in: rows a second beside bare INSERTs of the same rows, and how long the longest step holds the place of writers."""

import csv
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app.foundation import clock
from app.foundation.locks import WriteLock
from app.foundation.tables import Row, Table, read
from campaigns.ideas.imports import bringing
from tests.benchmarks.copies import bare_tables, copy, database_of
from tests.benchmarks.measures import table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.support.real import FOLDER

ROWS = 2_000
PETITIONS = FOLDER / "ideas" / "kyiv_petitions" / "petitions.csv"
COLUMNS = {"source_id": "url", "title": "title", "supports": "signatures", "created_at": "date", "track": "category"}
WRITTEN = ("tracks", "contributions", "ideas", "support_sheets", "search_stale")


class TimedLock(WriteLock):
    """Keeps how long it was held, in seconds."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.held: list[float] = []
        self._since = 0.0

    def acquire(self) -> None:
        super().acquire()
        self._since = time.perf_counter()

    def release(self) -> None:
        self.held.append(time.perf_counter() - self._since)
        super().release()


def _table(folder: Path) -> Table:
    """Real petitions where they are at hand, else made ones."""
    if PETITIONS.exists():
        whole = read(PETITIONS)
        return replace(whole, rows=whole.rows[:ROWS])
    path = folder / "made.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS.values())
        for number, text in enumerate(plenty.texts(ROWS)):
            lines.writerow((f"made-{number}", text[:200], number, "2026-01-02", f"Direction {number % 9}"))
    return read(path)


def run() -> None:
    """Prints what an import costs."""
    with copy() as app:
        place = database_of(app)
        lock = app.extensions["veche.write_lock"] = TimedLock(place.with_name("write.lock"))
        rows = _table(place.parent).rows
        known = _largest(place)
        ours = _brought(app, rows)
        theirs = _inserted(place, known)
    head = ("rows", "Veche rows/s", "bare rows/s", "Veche / bare", "steps", "median step ms", "longest step ms")
    steps = [held * 1000 for held in lock.held]
    speeds = len(rows) / ours, len(rows) / theirs, ours / theirs
    line = (len(rows), *speeds, len(steps), statistics.median(steps), max(steps))
    table("import: short steps beside INSERTs of the same rows in one transaction", head, [line])


def _brought(app: Flask, rows: Sequence[Row]) -> float:
    with app.app_context():
        way = bringing.Way(make_campaign("petitions").id, COLUMNS, True, clock.now())
        began = time.perf_counter()
        outcome = bringing.bring(rows, way)
        took = time.perf_counter() - began
    if outcome.ideas != len(rows):
        raise RuntimeError(f"{outcome.ideas} of {len(rows)} rows came in")
    return took


def _largest(place: Path) -> dict[str, int]:
    with sqlite3.connect(place) as connection:
        return {
            name: connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0] for name in WRITTEN
        }


def _inserted(place: Path, known: dict[str, int]) -> float:
    """The seconds that bare INSERTs of the rows take that came since."""
    with sqlite3.connect(place) as source:
        came = {n: source.execute(f"SELECT * FROM {n} WHERE rowid > ?", (known[n],)).fetchall() for n in WRITTEN}
    with bare_tables(place, WRITTEN) as bare:
        began = time.perf_counter()
        for name, rows in _filled(came):
            marks = ", ".join("?" * len(rows[0]))
            bare.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        bare.commit()
        return time.perf_counter() - began


def _filled(came: dict[str, list[tuple[object, ...]]]) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    return ((name, rows) for name, rows in came.items() if rows)
