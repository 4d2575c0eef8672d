"""Real votes counted anew: every file of Pabulib and every conversation of pol.is, by the house's own readers and counting.

A recount must give the official votes of every project (the ballots that name it) and, where it is known by which simple rule the
winners came about, the official winners; of a conversation the last vote of each person must be the cell of the matrix. Some go
through the import, the database and the recount of a round, too. Whatever differs is printed and ends the run with an error.
"""

import csv
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.exchange.pabulib import rules
from campaigns.rounds.exchange.pabulib.surveys import Survey, survey
from campaigns.rounds.exchange.polis import conversation, tables
from campaigns.rounds.exchange.polis.conversation import FIGURES, VOTES
from campaigns.rounds.models import Round
from campaigns.rounds.queries.recount import recount
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import table
from tests.support.real import FOLDER

PABULIB, POLIS = FOLDER / "votes" / "pabulib", FOLDER / "votes" / "polis"
# One of each kind of ballot, one that ends at the first project too dear, and the largest.
THROUGH_THE_DATABASE = (
    "Netherlands_Amsterdam_489.pb.gz",
    "Poland_Czestochowa_2024_Bleszno.pb.gz",
    "Switzerland_Zurich_S5D10.pb.gz",
    "Switzerland_Zurich_S5R.pb.gz",
    "Netherlands_Amsterdam_309.pb.gz",
)
CONVERSATIONS = ("15-per-hour-seattle", "london.youth.policing", "scoop-hivemind.freshwater")
FOUND = ("files", "ballots", "refused", "projects", "votes differ", "with winners", "winners differ", "s")


@dataclass(frozen=True)
class Index:
    """What is known of a file: whether its own numbers differ from its ballots, and which rule gives its winners."""

    mismatch: int
    unknown: int
    rule: str


def run() -> None:
    """Prints what the recounts found. Raises RuntimeError where anything differs that the index does not explain."""
    if not PABULIB.exists():
        print("\nelections: the real data are absent (VECHE_TEST_DATA)")
        return
    faults = [*_elections(), *_conversations(), *_through_the_database()]
    for fault in faults:
        print(f"  {fault}")
    if faults:
        raise RuntimeError(f"{len(faults)} recounts differ")


def index() -> dict[str, Index]:
    """The index by the name of the packed file."""
    with (PABULIB / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"{row['file']}.gz": Index(
                int(row["project_vote_mismatch"]), int(row["unknown_votes"]), row["greedy_repro"]
            )
            for row in csv.DictReader(file)
        }


def differing(seen: Survey) -> list[str]:
    """The projects whose official votes are not the ballots that name them."""
    got = {place: tally.votes for place, tally in seen.tallies().items()}
    return [id for id, p in seen.projects.items() if int(p.cells["votes"]) != got.get(p.place, 0)]


def _elections() -> Iterator[str]:
    found: dict[tuple[str, str], Counter[str]] = {}
    known = index()
    for path in sorted(PABULIB.glob("*.pb.gz")):
        began = time.perf_counter()
        seen, of_file = survey(path), known[path.name]
        votes = differing(seen)
        winners = rules.winners_of(seen, rules.follow(seen).rule)
        named = seen.winners is not None and bool(of_file.rule)
        if len(votes) != of_file.mismatch:
            yield f"{path.name}: the votes of {', '.join(votes)} differ"
        if named and winners != seen.winners:
            yield f"{path.name}: other winners than the official ones ({of_file.rule})"
        # The rule that the index names must give them, too, whichever the file says.
        if named and rules.winners_of(seen, rules.follow(seen, of_file.rule).rule) != seen.winners:
            yield f"{path.name}: {of_file.rule} gives other winners than the official ones"
        if len(seen.election.refused) != of_file.unknown:
            yield f"{path.name}: {len(seen.election.refused)} ballots are refused"
        row = found.setdefault((str(seen.election.vote_type), of_file.rule or "no simple rule"), Counter())
        took = time.perf_counter() - began
        numbers = (1, seen.ballots, len(seen.election.refused), len(seen.projects), len(votes), int(named))
        row.update(dict(zip(FOUND, (*numbers, int(named and winners != seen.winners)), strict=False)))
        row["ms"] += int(took * 1000)
    _table(found)


def _table(found: dict[tuple[str, str], Counter[str]]) -> None:
    rows = [
        (f"{kind}, {rule}", *(row[name] for name in FOUND[:-1]), row["ms"] / 1000)
        for (kind, rule), row in sorted(found.items())
    ]
    whole: Counter[str] = Counter()
    for row in found.values():
        whole.update(row)
    total = ("all", *(whole[name] for name in FOUND[:-1]), whole["ms"] / 1000)
    table("elections: every file of Pabulib against its official numbers", ("ballots, rule", *FOUND), [*rows, total])


def _conversations() -> Iterator[str]:
    rows = []
    for folder in sorted(path for path in POLIS.iterdir() if (path / "votes.csv.gz").exists()):
        began = time.perf_counter()
        read = conversation.read(folder)
        cells = matrix_of(folder)
        last = read.last()
        differ = [cell for cell in {**cells, **last} if cells.get(cell) != last.get(cell)]
        if differ or read.refused:
            yield f"{folder.name}: {len(differ)} cells differ, {len(read.refused)} rows are refused"
        votes = len(read.log or ())
        took = time.perf_counter() - began
        numbers = (len(read.statements), len(read.voters), votes, votes - len(last), len(cells), len(differ), took)
        rows.append((folder.name, *numbers))
    head = ("conversation", "statements", "voters", "votes", "given anew", "cells", "differ", "s")
    table("conversations: the last vote of each person against the matrix", head, rows)


def matrix_of(folder: Path) -> dict[tuple[str, str], int]:
    """The cells of the matrix that are filled: (participant, statement) and the vote."""
    matrix = tables.tables(tables.raw(folder))["matrix"]
    return {
        (row.cells["participant"], statement): VOTES[cell]
        for row in matrix.rows
        for statement, cell in row.cells.items()
        if statement not in FIGURES and cell
    }


def _through_the_database() -> Iterator[str]:
    rows: list[tuple[object, ...]] = []
    with copy() as app, app.app_context():
        yield from check_elections(app, [PABULIB / name for name in THROUGH_THE_DATABASE], rows)
        yield from check_conversations(app, [POLIS / name for name in CONVERSATIONS], rows)
    head = ("brought in", "ideas", "ballots", "import s", "ballots/s", "recount s")
    table("through the database: imported, then recounted from the ballots", head, rows)


def check_elections(app: Flask, paths: Iterable[Path], rows: list[tuple[object, ...]]) -> Iterator[str]:
    """Brings files in and recounts their rounds; what differs from the official numbers."""
    for path in paths:
        slug, counts, took = _brought(app, path, "pabulib")
        began = time.perf_counter()
        counted = recount(_round_of(slug))
        rows.append(_row(path.name, counts, took, time.perf_counter() - began))
        seen = survey(path)
        sources = _sources(slug)
        got = {sources[place.entry.id]: place.entry.votes for place in counted.places}
        winners = {sources[place.entry.id] for place in counted.places if place.winner}
        if {id: int(p.cells["votes"]) for id, p in seen.projects.items()} != got:
            yield f"{path.name}: other votes in the database"
        if seen.winners is not None and {seen.projects[id].place for id in winners} != set(seen.winners):
            yield f"{path.name}: other winners in the database"
        if _brought(app, path, "pabulib")[1]["ballots"]:
            yield f"{path.name}: brought in twice, something changed"
        db.session.rollback()


def check_conversations(app: Flask, folders: Iterable[Path], rows: list[tuple[object, ...]]) -> Iterator[str]:
    """Brings conversations in; the cells of the matrix that are not what the ballot of the person says."""
    for folder in folders:
        slug, counts, took = _brought(app, folder, "polis")
        began = time.perf_counter()
        recount(_round_of(slug))
        rows.append(_row(folder.name, counts, took, time.perf_counter() - began))
        sources = _sources(slug)
        cast = {
            (voter, sources[idea_id]): value
            for voter, text in db.session.execute(
                select(Ballot.source_id, Ballot.marks).where(Ballot.round_id == _round_of(slug).id)
            )
            for idea_id, value in marks.read(text)
        }
        if cast != matrix_of(folder):
            yield f"{folder.name}: other cells in the database"
        db.session.rollback()


def _brought(app: Flask, source: Path, form: str) -> tuple[str, dict[str, Any], float]:
    began = time.perf_counter()
    asked = ["campaigns", "import", str(source), "--format", form, "--published", "--json"]
    done = app.test_cli_runner().invoke(args=asked)
    if done.exit_code:
        raise RuntimeError(done.output)
    counts = json.loads(done.stdout)
    return counts["campaign"], counts, time.perf_counter() - began


def _row(name: str, counts: dict[str, Any], took: float, counting: float) -> tuple[object, ...]:
    return name, counts["ideas"], counts["ballots"], took, counts["ballots"] / took, counting


def _round_of(slug: str) -> Round:
    query = select(Round).join(Campaign, Campaign.id == Round.campaign_id).where(Campaign.slug == slug)
    return db.session.scalars(query).one()


def _sources(slug: str) -> dict[int, str]:
    query = select(Idea.id, Idea.source_id).join(Campaign, Campaign.id == Idea.campaign_id)
    return {id: str(source) for id, source in db.session.execute(query.where(Campaign.slug == slug))}
