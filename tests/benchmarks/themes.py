"""How well themes are suggested: `python -m tests.benchmarks --only themes`.

Residents of Kyiv put their petitions under nine headings, the city its messages under hundreds (the forty largest count).
Adjusted mutual information says how much of that is found again by words alone: 0 is chance, 1 all of it. Texts in no suggestion
count as one group more. One half of each set, by the hash of its names, was looked at while the rules were made; the other half
tells. Beside it, in the same run and over the same forms of words, a plain k-means over tf-idf with as many groups.
"""

import csv
import gzip
import hashlib
import json
import random
import resource
import statistics
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

from search import analysis
from search.themes import grouping
from search.themes.terms import Text
from tests.benchmarks.measures import table
from tests.support.real import FOLDER

PETITIONS, APPEALS = "ideas/kyiv_petitions/petitions.csv", "ideas/kyiv_1551/appeals.jsonl.gz"
LARGEST, SEEDS, MOST_ROUNDS, SHUFFLES = 40, 3, 20, 10
# The largest campaign the house is made for.
IDEAS = 3_000

Sparse = dict[str, float]


@dataclass(frozen=True)
class Labelled:
    """A text with the heading that people put it under."""

    name: str
    title: str
    body: str
    label: str

    @property
    def is_tuned_on(self) -> bool:
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 0


def run() -> None:
    """Prints both halves of both sets, then time and memory for the largest campaign."""
    lines, shuffled = [], []
    for name, texts in (("petitions", list(petitions())), ("messages", list(appeals()))):
        for half in ("tuned", "reported"):
            those = [one for one in texts if one.is_tuned_on == (half == "tuned")]
            if those:
                # Beside ours, where it counts: in the half that nobody has looked at.
                lines.append((name, half, *_measured(those[:IDEAS], 0 if half == "tuned" else SEEDS)))
        if texts:
            shuffled.append((name, *_largest(texts[:IDEAS])))
    table(
        "themes: adjusted mutual information with the headings of people",
        ("set", "half", "texts", "themes", "in one", "ours", "k-means", "k: headings", "ours inside", "k-means inside"),
        lines,
    )
    table("themes of 3,000", ("set", "texts", "CPU s", "MB at most", "shuffles that differ"), shuffled)


def _measured(texts: Sequence[Labelled], seeds: int) -> tuple[object, ...]:
    labels = [one.label for one in texts]
    found = grouping.suggest(_as_texts(texts))
    ours = _groups(found, len(texts))
    inside = [place for place, group in enumerate(ours) if group >= 0]
    k = len(found) + (len(inside) < len(texts))
    vectors = _vectors(texts) if seeds else []
    plain = [k_means(vectors, k, seed) for seed in range(seeds)]
    usual = [k_means(vectors, len(set(labels)), seed) for seed in range(seeds)]
    there = [labels[place] for place in inside]
    return (
        len(texts),
        len(found),
        len(inside) / len(texts),
        agreement(labels, ours),
        _mean(agreement(labels, groups) for groups in plain),
        _mean(agreement(labels, groups) for groups in usual),
        agreement(there, [ours[place] for place in inside]),
        _mean(agreement(there, [groups[place] for place in inside]) for groups in plain),
    )


def _mean(figures: Iterable[float]) -> object:
    found = list(figures)
    return statistics.mean(found) if found else "-"


def _largest(texts: Sequence[Labelled]) -> tuple[object, ...]:
    began = time.process_time()
    first = grouping.suggest(_as_texts(texts))
    spent = time.process_time() - began
    differ, shuffled = 0, _as_texts(texts)
    for seed in range(SHUFFLES):
        random.Random(seed).shuffle(shuffled)
        differ += grouping.suggest(shuffled) != first
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return len(texts), spent, most, f"{differ} of {SHUFFLES}"


def petitions() -> Iterator[Labelled]:
    """Titles of petitions by the nine headings."""
    path = FOLDER / PETITIONS
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Labelled(row["url"], row["title"], "", row["category"])


def appeals() -> Iterator[Labelled]:
    """Messages to the city by the largest of its headings. They have no titles."""
    path = FOLDER / APPEALS
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    largest = {name for name, _count in Counter(row["category"] for row in rows).most_common(LARGEST)}
    for row in rows:
        if row["category"] in largest:
            yield Labelled(row["id"], "", row["text"], row["category"])


def _as_texts(texts: Sequence[Labelled]) -> list[Text]:
    return [Text(number, one.title, one.body) for number, one in enumerate(texts)]


def _groups(found: Sequence[grouping.Suggestion], texts: int) -> list[int]:
    groups = [-1] * texts
    for number, one in enumerate(found):
        for place in one.ids:
            groups[place] = number
    return groups


def agreement(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The adjusted mutual information of two groupings of the same things, against the mean of their entropies (Vinh, Epps, Bailey:
    Information theoretic measures for clusterings comparison, 2010). 1 where they are the same, about 0 where they meet by chance."""
    count, a, b = len(one), Counter(one), Counter(other)
    if len(a) == len(b) == 1 or len(a) == len(b) == count:
        return 1.0
    both = Counter(zip(one, other, strict=True))
    mutual = sum(n / count * log(count * n / (a[x] * b[y])) for (x, y), n in both.items())
    expected = _expected(Counter(a.values()), Counter(b.values()), count)
    mean = (_entropy(a, count) + _entropy(b, count)) / 2
    return (mutual - expected) / (mean - expected)


def _entropy(sizes: Counter[Hashable], count: int) -> float:
    return -sum(n / count * log(n / count) for n in sizes.values())


def _expected(rows: Counter[int], columns: Counter[int], count: int) -> float:
    """What two groupings with groups of these sizes have in common by chance."""
    ways = [lgamma(number + 1) for number in range(count + 1)]
    found = 0.0
    for a, rows_so in rows.items():
        for b, columns_so in columns.items():
            fixed = ways[a] + ways[b] + ways[count - a] + ways[count - b] - ways[count]
            for n in range(max(1, a + b - count), min(a, b) + 1):
                rest = ways[n] + ways[a - n] + ways[b - n] + ways[count - a - b + n]
                found += rows_so * columns_so * n / count * log(count * n / (a * b)) * exp(fixed - rest)
    return found


def _vectors(texts: Sequence[Labelled]) -> list[Sparse]:
    """Plain tf-idf over the first form of each word, of length one."""
    counts = []
    for one in texts:
        words = f"{one.title} {one.body}"
        language = analysis.language_of(words)
        kept = (word.text for word in analysis.words(words) if word.text not in analysis.STOP_WORDS)
        counts.append(Counter(analysis.forms(word, language)[0] for word in kept))
    having = Counter(form for count in counts for form in count)
    found = []
    for count in counts:
        weights = {
            form: n * log((1 + len(texts)) / (1 + having[form])) for form, n in count.items() if having[form] > 1
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        found.append({form: weight / length for form, weight in weights.items()})
    return found


def k_means(vectors: Sequence[Sparse], k: int, seed: int) -> list[int]:
    """The plain method: `k` texts drawn by lot are the first middles, each text goes to the nearest, until none moves."""
    middles = [dict(one) for one in random.Random(seed).sample(list(vectors), k)]
    own: list[int] = []
    for _round in range(MOST_ROUNDS):
        before, own = own, _nearest(vectors, middles)
        if own == before:
            break
        middles = _middles(vectors, own, middles)
    return own


def _nearest(vectors: Sequence[Sparse], middles: Sequence[Sparse]) -> list[int]:
    having: dict[str, list[tuple[int, float]]] = {}
    for number, middle in enumerate(middles):
        for form, weight in middle.items():
            having.setdefault(form, []).append((number, weight))
    halves = [sum(weight * weight for weight in middle.values()) / 2 for middle in middles]
    found = []
    for vector in vectors:
        near = [-half for half in halves]
        for form, weight in vector.items():
            for number, other in having.get(form, ()):
                near[number] += weight * other
        found.append(max(range(len(near)), key=near.__getitem__))
    return found


def _middles(vectors: Sequence[Sparse], own: Sequence[int], before: Sequence[Sparse]) -> list[Sparse]:
    sums: list[Sparse] = [{} for _middle in before]
    sizes = Counter(own)
    for vector, number in zip(vectors, own, strict=True):
        there = sums[number]
        for form, weight in vector.items():
            there[form] = there.get(form, 0.0) + weight
    return [
        {form: weight / sizes[number] for form, weight in middle.items()} if sizes[number] else before[number]
        for number, middle in enumerate(sums)
    ]
