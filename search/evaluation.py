"""`flask search evaluate`: how well the page answers questions whose answers are known.

The questions are asked through the code of the page; a document is known by its id in the source it was imported from, one that
was written here by its number.
"""

import csv
import gzip
import io
import json
import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.foundation.db import db
from search.engine import Unready
from search.queries import results
from search.queries.sources import public_sources
from search.queries.wanted import Wanted

TOP = 10
COLUMNS = ("query_id", "doc_id", "relevance")
PACKED = b"\x1f\x8b"
Judgements = Mapping[str, Mapping[str, float]]


class Unfit(Exception):
    """A file that cannot be evaluated; the message says where and why."""


@dataclass(frozen=True)
class Quality:
    """Means over `count` questions. `recall` is the share of all documents that answer, `first` how often the first one does."""

    count: int
    ndcg: float
    recall: float
    first: float


def read_questions(path: Path) -> dict[str, str]:
    """The questions of a file of JSON lines with `_id` and `text`, by their ids. Raises Unfit."""
    questions: dict[str, str] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            id, text = row["_id"], row["text"]
        except (ValueError, LookupError, TypeError):
            raise Unfit(f"{path}, line {number}: not a JSON object with `_id` and `text`") from None
        if not isinstance(id, str) or not isinstance(text, str):
            raise Unfit(f"{path}, line {number}: `_id` and `text` are to be strings")
        if id in questions:
            raise Unfit(f"{path}, line {number}: the id {id!r} stands there already")
        questions[id] = text
    return questions


def read_judgements(path: Path) -> Judgements:
    """How well documents answer questions, by the ids of both, from CSV with query_id, doc_id and relevance. Raises Unfit."""
    rows = csv.DictReader(_lines(path))
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise Unfit(f"{path}: the head has no column {missing[0]}; it is to have {', '.join(COLUMNS)}")
    judged: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        question, document, relevance = (row[name] or "" for name in COLUMNS)
        if document in judged[question]:
            raise Unfit(f"{path}, line {rows.line_num}: {document!r} is judged twice for {question!r}")
        judged[question][document] = _relevance(relevance, f"{path}, line {rows.line_num}")
    return judged


def _relevance(word: str, where: str) -> float:
    try:
        relevance = float(word)
    except ValueError:
        relevance = math.nan
    if not 0 <= relevance < math.inf:
        raise Unfit(f"{where}: the relevance {word[:40]!r} is no number from 0")
    return relevance


def _lines(path: Path) -> Iterator[str]:
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if packed.startswith(PACKED) else packed).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(f"{path} is not UTF-8") from None
    except (OSError, EOFError) as error:
        raise Unfit(f"{path} cannot be read: {error}") from None
    return iter(io.StringIO(text, newline=""))


def quality(answers: Sequence[tuple[Sequence[str], Mapping[str, float]]]) -> Quality:
    """The means over pairs of what was found, best first, and how well documents answer; each pair has one that does."""
    figures = [_figures(list(dict.fromkeys(found))[:TOP], relevant) for found, relevant in answers]
    ndcg, recall, first = (statistics.fmean(column) for column in zip(*figures, strict=True))
    return Quality(len(figures), ndcg, recall, first)


def _figures(found: Sequence[str], relevant: Mapping[str, float]) -> tuple[float, float, float]:
    gains = [relevant.get(id, 0.0) for id in found]
    best = sorted(relevant.values(), reverse=True)[:TOP]
    recall = sum(gain > 0 for gain in gains) / sum(gain > 0 for gain in relevant.values())
    return _discounted(gains) / _discounted(best), recall, float(bool(gains) and gains[0] > 0)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def ask(text: str) -> list[str]:
    """What the page finds first, by ids in the source. Raises Unready."""
    hits = [line.hit for line in results.find(Wanted.of({"q": text}), limit=TOP).lines]
    db.session.rollback()
    return [hit.source_id or str(hit.id) for hit in hits]


@click.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("qrels", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def evaluate(queries: Path, qrels: Path, as_json: bool) -> None:
    """Asks the QUERIES, JSON lines with `_id` and `text`, as the page would, and compares what is found with QRELS, a CSV with
    query_id, doc_id and relevance. Questions that no document answers are left out."""
    try:
        questions, judged = read_questions(queries), read_judgements(qrels)
        asked = [(text, judged[id]) for id, text in questions.items() if any(judged.get(id, {}).values())]
        if not asked:
            raise Unfit(f"no question of {queries} has an answer in {qrels}")
        found = quality([(ask(text), relevant) for text, relevant in asked])
    except Unfit as error:
        raise click.ClickException(str(error)) from None
    except Unready:
        raise click.ClickException("there is no index that can be read: run `flask search rebuild`") from None
    answers = {id for _, relevant in asked for id, gain in relevant.items() if gain}
    _tell(found, answers, as_json)


def _tell(found: Quality, answers: set[str], as_json: bool) -> None:
    figures = {"nDCG@10": found.ndcg, "recall@10": found.recall, "P@1": found.first}
    rounded: dict[str, float] = {"n": found.count, **{name: round(value, 4) for name, value in figures.items()}}
    click.echo(json.dumps(rounded) if as_json else "\n".join(f"{name:10} {value}" for name, value in rounded.items()))
    known = public_sources()
    absent = [id for id in answers if id not in known and not id.isdigit()]
    if absent:
        click.echo(
            f"{len(absent)} of {len(answers)} documents that answer are not public here, {absent[0]!r} for one",
            err=True,
        )
