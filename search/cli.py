"""`flask search`: build the index anew, ask it, see how it stands."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any

import click
from flask.cli import AppGroup

from app.foundation import clock
from app.foundation.db import db
from search import engines
from search.domain import upkeep
from search.engine import Busy, Shelf, Unready
from search.evaluation import evaluate
from search.queries import marks, results
from search.queries.documents import ids_of

WAIT_SECONDS = 60
group = AppGroup("search", help="The search index.")
group.add_command(evaluate)


@group.command()
def rebuild() -> None:
    """Builds new indexes beside the old ones and switches to them; search goes on meanwhile."""
    total = sum(len(ids_of(shelf)) for shelf in Shelf)
    db.session.rollback()
    with click.progressbar(length=total, label="Indexing", file=sys.stderr) as bar:
        _when_free(lambda: upkeep.rebuild(lambda count: bar.update(count - bar.pos)))
    click.echo(f"{total} documents in the indexes", err=True)


def _when_free(act: Callable[[], int]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            act()
        except Busy:
            if time.monotonic() > until:
                raise click.ClickException("somebody else is changing the index; try again in a minute") from None
            time.sleep(0.2)
        else:
            return


@group.command()
@click.argument("text", required=False)
@click.option("--from", "source", type=click.File("rb"), help="A file with one query a line; - is standard input.")
@click.option("--limit", type=click.IntRange(1, 1000), default=results.PAGE, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a query.")
def query(text: str | None, source: IO[bytes] | None, limit: int, as_json: bool) -> None:
    """Asks the index what the page of search would find."""
    if (text is None) == (source is None):
        raise click.UsageError("give a text, or a file with --from")
    lines = _lines(source) if source else [text or ""]
    for line in lines:
        answer = _answer(line, limit)
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json or source else _readable(answer))


def _lines(source: IO[bytes]) -> Iterator[str]:
    for line in source:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _answer(text: str, limit: int) -> dict[str, Any]:
    try:
        found = results.find(text, limit=limit)
    except Unready:
        raise click.ClickException("there is no index that can be read: run `flask search rebuild`") from None
    db.session.rollback()
    hits = [
        {"id": hit.id, "source_id": hit.source_id, "title": hit.title, "score": hit.score}
        for hit in (line.hit for line in found.lines)
    ]
    return {"query": text, "hits": hits}


def _readable(answer: dict[str, Any]) -> str:
    return "\n".join(f"{hit['score']:8.2f}  {hit['id']}  {hit['title']}" for hit in answer["hits"]) or "nothing found"


@dataclass(frozen=True)
class Standing:
    """How a shelf stands beside the texts that belong on it: what it misses and has too many, marks that wait left aside."""

    ready: bool
    documents: int
    texts: int
    missing: int
    surplus: int


@group.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def status(as_json: bool) -> None:
    """Tells how many documents are in each index, how far behind they are and what they missed."""
    lag, waiting = marks.lag(), marks.waiting()
    age = int((clock.now() - lag.oldest).total_seconds()) if lag.oldest else None
    behind = {"stale": lag.marks, "oldest_stale_seconds": age}
    shelves = {shelf.value: asdict(_standing(shelf, waiting)) for shelf in Shelf}
    if as_json:
        click.echo(json.dumps({**behind, "shelves": shelves}))
        return
    lines = [_told(behind)] + [f"{name}: {_told(standing)}" for name, standing in shelves.items()]
    click.echo("\n".join(lines))


def _standing(shelf: Shelf, waiting: frozenset[int]) -> Standing:
    index, texts = engines.of(shelf).status(), frozenset(ids_of(shelf))
    missing, surplus = texts - index.ids - waiting, index.ids - texts - waiting
    return Standing(index.is_ready, len(index.ids), len(texts), len(missing), len(surplus))


def _told(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
