"""Taking an archive in: in short steps that may end anywhere and go on later, and seen by nobody before all of it is here."""

import fcntl
import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.archives import belonging, ending, meeting, trial
from app.archives.container import Damaged, Unpacking, unpacking
from app.archives.loading import Loading, Stage
from app.archives.models import Arrival
from app.archives.trial import Tried
from app.foundation.db import db
from app.foundation.unit_of_work import step, writing
from app.uploads import store
from campaigns.plan.models import Campaign

# How much goes into a step: as much as takes some fifteen milliseconds here, so that others on the machine may slow it down.
LEAST, FIRST, MOST = 8 << 10, 32 << 10, 256 << 10
QUICK, SLOW = 0.01, 0.02
Progress = Callable[[str], None]


class NotTaken(Exception):
    """The archive is whole, but has no place here; the text says why. Nothing was written."""


@dataclass(frozen=True)
class Taken:
    """What came in, or would: rows by table. `is_known`: nothing, for all of it is here. `longest` is the longest step in seconds."""

    slug: str
    counts: dict[str, int]
    is_known: bool = False
    longest: float = 0.0


def take(path: Path, now: datetime, *, dry_run: bool = False, progress: Progress = lambda stage: None) -> Taken:
    """Takes the campaign of an archive in, or goes on where that was cut off; nothing where it is here. Raises Damaged, NotTaken."""
    with unpacking(path) as archive, _alone():
        _require_same_schema(archive)
        archive.verify()
        arrival = db.session.scalar(select(Arrival).where(Arrival.digest == archive.manifest.digest))
        db.session.rollback()
        counts = {table.name: archive.manifest.rows(table.name) for table in belonging.in_order()}
        slug = archive.manifest.slug
        if arrival is not None and arrival.finished_at is not None:
            return Taken(slug, counts, is_known=True)
        loading = Loading(archive, now if arrival is None else arrival.begun_at)
        highest: dict[str, int] = {}
        if arrival is None:
            tried = trial.look(loading)
            if tried.counts != counts:
                raise Damaged("it does not hold as many rows as its manifest says")
            _require_place(archive, loading, tried)
            highest = {name: ids[-1] for name, ids in tried.ids.items() if ids}
        if dry_run:
            return Taken(slug, counts)
        with _without_great_collections():
            return Taken(slug, counts, longest=_Taking(loading, highest, progress).run())


class _Taking:
    def __init__(self, loading: Loading, highest: Mapping[str, int], progress: Progress) -> None:
        self._loading, self._highest, self._progress = loading, highest, progress
        self._longest, self._budget = 0.0, FIRST
        self._digest = loading.archive.manifest.digest

    def run(self) -> float:
        self._bring_files()
        self._loading.numbers = meeting.bring(self._loading)
        self._begin()
        stages = [*self._loading.stages(), *ending.stages(self._loading)]
        at = self._at()
        for number, stage in enumerate(stages[at.stage :], at.stage):
            self._progress(stage.name)
            self._bring(number, stage, at.done if number == at.stage else 0)
        with self._measured():
            ending.finish(self._loading, self._digest)
        return self._longest

    def _bring_files(self) -> None:
        archive = self._loading.archive
        for digest in archive.files():
            small = f"files/{digest}-small"
            store.put_back(
                archive.content(f"files/{digest}"),
                archive.content(small) if small in archive.manifest.members else None,
            )

    def _at(self) -> Arrival:
        arrival = db.session.scalars(select(Arrival).where(Arrival.digest == self._digest)).one()
        db.session.expunge(arrival)
        db.session.rollback()
        return arrival

    def _begin(self) -> None:
        """The campaign, which nobody sees yet, and that it is on its way."""
        campaign = self._loading.campaign
        table = belonging.tables_by_name()[belonging.ROOT]
        with self._measured():
            if db.session.scalar(select(Arrival.id).where(Arrival.digest == self._digest)) is None:
                self._loading.put(table)(writing(), [campaign])
                begun = {"digest": self._digest, "campaign_id": campaign["id"], "begun_at": self._loading.arrived_at}
                writing().execute(insert(Arrival), [begun])
                for name, highest in self._highest.items():
                    meeting.catch_up(writing(), belonging.tables_by_name()[name], highest)

    def _bring(self, number: int, stage: Stage, done: int) -> None:
        # Rows of one table cost more than those of another.
        self._budget = FIRST
        rows = stage.rows()
        for _row in range(done):
            next(rows, None)
        for some in self._some(rows):
            done += len(some)
            with self._measured():
                stage.put(writing(), some)
                self._keep(number, done)
        with self._measured():
            self._keep(number + 1, 0)

    def _some(self, rows: Iterator[tuple[int, object]]) -> Iterator[list[object]]:
        some: list[object] = []
        weight = 0
        for more, row in rows:
            some.append(row)
            weight += more
            if weight >= self._budget:
                yield some
                some, weight = [], 0
        if some:
            yield some

    def _keep(self, stage: int, done: int) -> None:
        kept = {"stage": stage, "done": done}
        writing().execute(update(Arrival).where(Arrival.digest == self._digest).values(kept))

    @contextmanager
    def _measured(self) -> Iterator[None]:
        with step():
            since = time.monotonic()
            try:
                yield
            except IntegrityError as fault:
                raise NotTaken(
                    f"somebody took a number that the archive needs while it came in: {fault.orig}. "
                    "What came in so far is seen by nobody; it needs an installation of its own"
                ) from None
        took = time.monotonic() - since
        self._longest = max(self._longest, took)
        if took > SLOW:
            self._budget = max(LEAST, self._budget // 2)
        elif took < QUICK:
            self._budget = min(MOST, self._budget * 2)


def _require_same_schema(archive: Unpacking) -> None:
    with db.engine.connect() as connection:
        here = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    manifest = archive.manifest
    if manifest.schema != here:
        raise NotTaken(
            f"it was made by release {manifest.release} with tables of revision {manifest.schema}; here they are of revision {here}. "
            "Bring both installations to the same release and export it again"
        )
    known = {f"tables/{table.name}.jsonl" for table in (*belonging.in_order(), *belonging.shared_in_order())}
    strange = {name for name in manifest.members if name.startswith("tables/")} - known - {"tables/audit_entries.jsonl"}
    if strange:
        raise Damaged(f"{min(strange)} is no table that goes along with a campaign")


def _require_place(archive: Unpacking, loading: Loading, tried: Tried) -> None:
    """Raises NotTaken where something here has a number or a name that the archive cannot do without."""
    slug = archive.manifest.slug
    with db.engine.connect() as connection:
        _require_free_slug(connection, slug)
        for name, ids in tried.ids.items():
            if taken := meeting.ids_here(connection, belonging.tables_by_name()[name], ids):
                raise NotTaken(
                    f"number {min(taken)} of {name} is taken here. Numbers stand in fingerprints of results, journals and digests "
                    "and cannot be changed: take the archive into an installation without campaigns (`flask db upgrade` in an "
                    "empty instance folder makes one)"
                )
    met = meeting.meet(loading)
    for name, cited in tried.cited.items():
        if moved := met.moved(name, cited):
            raise NotTaken(
                f"number {moved[0]} of {name} is something else here, and stands in a fingerprinted rule or digest of the archive: "
                f"take it into an installation without {name} of its own"
            )


def _require_free_slug(connection: Connection, slug: str) -> None:
    arriving = connection.scalar(select(Campaign.is_arriving).where(Campaign.slug == slug))
    if arriving:
        raise NotTaken(f"another archive of {slug} was cut off while it came in: run that import again first")
    if arriving is not None:
        raise NotTaken(f"a campaign with the address {slug} is here already, and not from this archive")


@contextmanager
def _without_great_collections() -> Iterator[None]:
    """Nothing that stands now is looked at for garbage: that takes a quarter of a second, in the midst of some step."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _alone() -> Iterator[None]:
    """One archive at a time; the place is freed by the kernel when its holder dies."""
    folder = Path(current_app.extensions["veche.settings"].VECHE_INSTANCE)
    with (folder / "archives.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotTaken("another archive comes in at this moment") from None
        yield
