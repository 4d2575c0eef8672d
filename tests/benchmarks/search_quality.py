"""How well search answers, and how quickly: `python -m tests.benchmarks.search_quality [FOLDER …]`.

A folder holds corpus.jsonl(.gz), queries.jsonl and qrels.csv. Texts become ideas of a copy, or comments where they have no
titles; questions go through the code of the page; nothing here knows more than a page does.
"""

import csv
import gzip
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engine import Document, Engine, Facet, Query
from search.engines.whoosh import WhooshEngine
from search.evaluation import TOP, Quality, ask, quality
from search.query import parse
from tests.benchmarks import families, shelves
from tests.benchmarks.copies import copy
from tests.benchmarks.measures import share, table
from tests.benchmarks.shelves import Text
from tests.evaluation.search_set import IDEAS, QUERIES
from tests.support.real import FOLDER

REAL = {"ru_rutube_faq": "ru", "ru_xquad": "ru", "uk_1551_topics": "uk", "en_xquad": "en"}
FAMILIES = {"uk_1551_topics": "uk_morph_families"}
IDEA = {Facet.KIND: ("idea",)}


@dataclass(frozen=True)
class Collection:
    """Documents, queries and which documents answer each of them, and how well."""

    documents: Sequence[Document]
    queries: Sequence[tuple[str, dict[str, float]]]


def own() -> Collection:
    """The small set of our own."""
    documents = [
        Document(n, title, text, language, IDEA, source_id=id) for n, (id, language, title, text) in enumerate(IDEAS, 1)
    ]
    return Collection(documents, [(text, dict.fromkeys(answers, 1.0)) for text, answers in QUERIES])


def real(folder: Path, language: str) -> Collection:
    """A set of the shared data."""
    relevant: dict[str, dict[str, float]] = defaultdict(dict)
    with (folder / "qrels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            relevant[row["query_id"]][row["doc_id"]] = float(row["relevance"])
    documents = [
        Document(n, row["title"], row["text"], language, IDEA, source_id=row["_id"])
        for n, row in enumerate(_rows(folder, "corpus.jsonl"), 1)
    ]
    queries = [
        (row["text"], relevant[row["_id"]]) for row in _rows(folder, "queries.jsonl") if relevant.get(row["_id"])
    ]
    return Collection(documents, queries)


def _rows(folder: Path, name: str) -> Iterable[dict[str, Any]]:
    packed = folder / f"{name}.gz"
    with (
        gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else (folder / name).open(encoding="utf-8") as file
    ):
        for line in file:
            yield json.loads(line)


def measure(collection: Collection, folder: Path) -> Quality:
    """Indexes the collection into the folder and asks an engine all of its questions, past the page."""
    engine = WhooshEngine(folder)
    with engine.rebuild() as changes:
        changes.index(collection.documents)
    return quality([(_found(engine, text), relevant) for text, relevant in collection.queries])


def _found(engine: Engine, text: str) -> list[str]:
    return [hit.source_id or "" for hit in engine.query(Query(parse(text), limit=TOP)).hits]


def ask_the_page(collection: Collection) -> tuple[Quality, list[float]]:
    """Puts the collection into the copy, asks the page all of its questions; the milliseconds of CPU that each took.

    Its texts become ideas; where none has a title, comments, for those have none either.
    """
    texts = [Text(one.source_id or "", one.title, one.text, one.language) for one in collection.documents]
    (shelves.put if any(one.title for one in texts) else shelves.put_remarks)(texts)
    shelves.index()
    found, times = [], []
    for text, relevant in collection.queries:
        began = time.process_time()
        found.append((ask(text), relevant))
        times.append((time.process_time() - began) * 1000)
    return quality(found), times


def main(names: Sequence[str] = (), database: str = "sqlite") -> None:
    """Prints a table of the sets, and how far forms reach in those that have families."""
    collections = {"own": own()} if not names else {}
    for name in names or REAL:
        if (FOLDER / "search" / name).exists():
            collections[name] = real(FOLDER / "search" / name, REAL[name])
    rows, reached = [], []
    for name, collection in collections.items():
        with copy(database) as app, app.app_context():
            figures, times = ask_the_page(collection)
            median, p95 = statistics.median(times), share(times, 95)
            counts = (figures.count, len(collection.documents))
            rows.append((name, *counts, figures.ndcg, figures.recall, figures.first, median, p95))
            if name in FAMILIES and (among := families.families(FAMILIES[name])):
                reached.append(families.row(FAMILIES[name], reach(collection, among)))
    columns = ("", "questions", "texts", "nDCG@10", "recall@10", "P@1", "median ms CPU", "p95")
    table(
        "search: how well the page answers",
        columns,
        [(*row[:3], *map("{:.4f}".format, row[3:6]), *row[6:]) for row in rows],
    )
    if reached:
        table("forms of one word", families.COLUMNS, reached)


def reach(collection: Collection, among: Sequence[Sequence[str]]) -> families.Reach:
    """How far forms reach among the texts that stand in the copy."""
    texts = [(one.source_id or "", f"{one.title} {one.text}") for one in collection.documents]
    return families.reach(among, texts, lambda form: families.finds(form, len(texts)))


if __name__ == "__main__":
    main(sys.argv[1:])
