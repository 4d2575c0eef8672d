"""Families of forms of one word: whichever form is asked for, documents with the others are to be found."""

import csv
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from search import analysis, engines
from search.engine import Query, Shelf
from search.query import parse
from tests.support.real import FOLDER

EVERY = 8
COLUMNS = ("", "forms", "% of documents with others found", "% of forms that find all")


@dataclass(frozen=True)
class Reach:
    """Over so many forms: the mean share of the documents with other forms that one finds, and how often it finds them all."""

    forms: int
    share: float
    whole: float


def families(name: str) -> list[list[str]]:
    """The forms of each family, as they are folded; every eighth family, by its name."""
    path = FOLDER / "search" / name / "families.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if crc32(row["lemma"].encode()) % EVERY == 0]
    pairs = [[pair.rpartition(":")[0] for pair in row["forms_with_doc_freq"].split()] for row in rows]
    return [[next(analysis.words(form)).text for form in forms] for forms in pairs]


def holding(texts: Iterable[tuple[str, str]], wanted: set[str]) -> dict[str, set[str]]:
    """Which of the texts, (id, text), have each of the words as it is written."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for id, text in texts:
        for word in {word.text for word in analysis.words(text)} & wanted:
            found[word].add(id)
    return found


def reach(
    among: Sequence[Sequence[str]], texts: Sequence[tuple[str, str]], ask: Callable[[str], Iterable[str]]
) -> Reach:
    """How far the forms reach; `ask` gives the ids of all texts that a query finds."""
    having = holding(texts, {form for forms in among for form in forms})
    shares = []
    for forms in among:
        for form in forms:
            others = set().union(*(having[other] for other in forms if other != form)) - having[form]
            if having[form] and others:
                shares.append(len(others.intersection(ask(form))) / len(others))
    return Reach(len(shares), statistics.fmean(shares), statistics.fmean(share == 1 for share in shares))


def finds(text: str, most: int) -> list[str]:
    """The ids in their source of all that a query finds."""
    return [hit.source_id or "" for hit in engines.of(Shelf.PUBLIC).query(Query(parse(text), limit=most)).hits]


def row(name: str, found: Reach) -> tuple[object, ...]:
    """What stands in a table under COLUMNS."""
    return name, found.forms, found.share * 100, found.whole * 100
