"""How well search answers, and how quickly: `python -m tests.benchmarks.search_quality [FOLDER …]`.

A folder holds corpus.jsonl(.gz), queries.jsonl and qrels.csv. Documents go through the engine that the site uses, queries
through its parser; nothing here knows more than a page does.
"""

import csv
import gzip
import json
import math
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engine import Document, Facet, Query
from search.engines.whoosh import WhooshEngine
from search.query import parse
from tests.evaluation.search_set import IDEAS, QUERIES
from tests.support.real import FOLDER

TOP = 10
REAL = {"ru_rutube_faq": "ru", "ru_xquad": "ru", "uk_1551_topics": "uk", "en_xquad": "en"}
IDEA = {Facet.KIND: ("idea",)}


@dataclass(frozen=True)
class Collection:
    """Documents, queries and which documents answer each of them, and how well."""

    documents: Sequence[Document]
    queries: Sequence[tuple[str, dict[str, float]]]


@dataclass(frozen=True)
class Quality:
    """Means over the queries; milliseconds of one query; documents indexed in a second."""

    ndcg: float
    recall: float
    first: float
    median_ms: float
    p95_ms: float
    indexed: float


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
    """Indexes the collection into the folder and asks all of its queries."""
    engine = WhooshEngine(folder)
    began = time.perf_counter()
    with engine.rebuild() as changes:
        changes.index(collection.documents)
    indexed = len(collection.documents) / (time.perf_counter() - began)
    figures, times = [], []
    for text, relevant in collection.queries:
        began = time.perf_counter()
        hits = engine.query(Query(parse(text), limit=TOP)).hits
        times.append((time.perf_counter() - began) * 1000)
        figures.append(_figures([hit.source_id or "" for hit in hits], relevant))
    ndcg, recall, first = (statistics.fmean(column) for column in zip(*figures, strict=True))
    return Quality(ndcg, recall, first, statistics.median(times), statistics.quantiles(times, n=20)[-1], indexed)


def _figures(found: Sequence[str], relevant: dict[str, float]) -> tuple[float, float, float]:
    gains = [relevant.get(id, 0.0) for id in found]
    best = sorted(relevant.values(), reverse=True)[:TOP]
    recall = sum(gain > 0 for gain in gains) / min(len(relevant), TOP)
    return _discounted(gains) / _discounted(best), recall, float(bool(gains) and gains[0] > 0)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def main(names: Sequence[str]) -> None:
    """Prints a table."""
    print(f"{'set':16} nDCG@10 recall@10  P@1   median ms   p95 ms   documents/s")
    collections = {"own": own()} if not names else {}
    for name in names or REAL:
        if (FOLDER / "search" / name).exists():
            collections[name] = real(FOLDER / "search" / name, REAL[name])
    for name, collection in collections.items():
        with tempfile.TemporaryDirectory() as folder:
            q = measure(collection, Path(folder))
        print(
            f"{name:16} {q.ndcg:.4f}  {q.recall:.4f}   {q.first:.3f}  {q.median_ms:8.1f} {q.p95_ms:9.1f}  {q.indexed:8.0f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
