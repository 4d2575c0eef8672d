"""Making the files with which anyone can recount a finished vote, and erasing what they do not need any more."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update

from app.foundation import archives, canonical, outbox
from app.foundation.db import db, overwrite_erased
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from campaigns.rounds import verifier
from campaigns.rounds.ballots.models import Cast, Option
from campaigns.rounds.ledger.models import PublishedLedger
from campaigns.rounds.ledger.queries import documents, lines, published
from campaigns.rounds.models import Result, Round, Source

ERASED_AT_ONCE = 500
ALIVE_EVERY = 20_000
VERIFIERS = ("verify.py", "verify.html")


@dataclass(frozen=True)
class Finished:
    """A published result of a vote: what its files are made of."""

    result_id: int
    round_id: int
    slug: str
    number: int
    size: int
    is_linked: bool
    cells: Mapping[str, str]


def make(result_id: int, now: datetime) -> None:
    """Makes the files of a published result; made again they are the same, but for titles that were hidden since.

    Does nothing for a result that is not published, or of supports. Of an unlinked vote the salts are erased afterwards.
    Raises RuntimeError where what is kept is not what was fingerprinted.
    """
    finished = _finished(result_id)
    if finished is None:
        return
    with _fresh_folder(published.folder(result_id)) as folder:
        _write(finished, folder)
        archives.pack(folder / f"{finished.slug}-{finished.number}.zip", list(folder.iterdir()))
        files = {path.name: archives.described(path) for path in sorted(folder.iterdir())}
    with step():
        db.session.merge(PublishedLedger(result_id=result_id, files=files, made_at=now))
    if not finished.is_linked:
        _erase_salts(finished)


def refresh(idea_id: int) -> None:
    """Asks for the files that show the title of an idea to be made anew."""
    results = db.session.scalars(
        select(PublishedLedger.result_id)
        .join(Result, Result.id == PublishedLedger.result_id)
        .join(Option, Option.round_id == Result.round_id)
        .where(Option.idea_id == idea_id)
        .order_by(PublishedLedger.result_id)
    )
    for result_id in results.all():
        outbox.ask_once("rounds.publish_files", result_id=result_id)


def _finished(result_id: int) -> Finished | None:
    result = db.session.get_one(Result, result_id)
    round_ = db.session.get_one(Round, result.round_id)
    if result.published_at is None or round_.source != Source.BALLOTS:
        return None
    slug = db.session.scalars(select(Campaign.slug).where(Campaign.id == round_.campaign_id)).one()
    cells = {channel: cell for cell in result.details["turnout"]["channels"] for channel in cell.split("+")}
    size, is_linked = result.details["ledger"]["size"], round_.rule["receipt"] == "linked"
    return Finished(result_id, round_.id, slug, round_.number, size, is_linked, cells)


def _write(finished: Finished, folder: Path) -> None:
    result, round_ = db.session.get_one(Result, finished.result_id), db.session.get_one(Round, finished.round_id)
    outcome = documents.of_result(result, round_)
    if canonical.fingerprint(outcome) != result.fingerprint:
        raise RuntimeError("what is kept of the result is not what was fingerprinted")
    small = {
        "rule.json": documents.of_rule(round_, finished.slug),
        "options.json": documents.of_options(round_.id),
        "checkpoints.json": documents.of_checkpoints(round_.id, finished.size),
        "result.json": outcome,
    }
    for name, value in small.items():
        (folder / name).write_bytes(canonical.spell(value))
    for name in VERIFIERS:
        shutil.copyfile(Path(verifier.__file__).parent / name, folder / name)
    archives.write_lines(folder / "ledger.jsonl.gz", _alive(lines.of_entries(round_.id, finished.size)))
    archives.write_lines(folder / "ballots.jsonl.gz", _ballots(finished))


def _ballots(finished: Finished) -> Iterator[str]:
    cells = dict(finished.cells)
    if finished.is_linked:
        return _alive(lines.of_linked(finished.round_id, cells))
    apart = lines.set_apart(finished.round_id, finished.size)
    return archives.in_order(_alive(lines.of_unlinked(finished.round_id, cells, apart)))


def _alive(given: Iterator[str]) -> Iterator[str]:
    """The same lines; says from time to time that the job is at it."""
    for number, line in enumerate(given, 1):
        yield line
        if number % ALIVE_EVERY == 0:
            with step():
                still_at_it()


@contextmanager
def _fresh_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside the one that is wanted; its files go there one by one, each whole, once all of them are made."""
    new = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    yield new
    folder.mkdir(exist_ok=True)
    for path in sorted(new.iterdir()):
        path.replace(folder / path.name)
    new.rmdir()


def _erase_salts(finished: Finished) -> None:
    """From now on nobody can show by the database which commitment stands for which choice."""
    for start in range(0, finished.size, ERASED_AT_ONCE):
        sealed = (Cast.round_id == finished.round_id, Cast.seq >= start, Cast.seq < start + ERASED_AT_ONCE)
        if db.session.scalar(select(Cast.id).where(*sealed, Cast.salt.is_not(None)).limit(1)) is not None:
            with step():
                db.session.execute(update(Cast).where(*sealed).values(salt=None))
                still_at_it()
    overwrite_erased()
