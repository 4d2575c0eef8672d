"""How well twins are told: `python -m tests.benchmarks.search_twins`.

The pairs of tests/evaluation/twin_pairs.csv were labelled by hand on real petitions and messages before any rule was tried; the
rows `found_by` a rule were judged afterwards and only say which answers are right, too. Half of the pairs, by the hash of their
names, set the rule; the other half tells how good it is.
"""

import csv
import gzip
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from search.engine import Document, Engine, Facet, Likeness
from search.engines.whoosh import WhooshEngine
from search.likeness import TOLD
from tests.support.real import FOLDER

PAIRS = Path(__file__).parents[1] / "evaluation" / "twin_pairs.csv"
SOURCES = {"petition": "ideas/kyiv_petitions/petitions.csv", "appeal": "ideas/kyiv_1551/appeals.jsonl.gz"}
TOP, SHOWN, TITLE_LETTERS = 5, 3, 80
LIMIT = 12


@dataclass(frozen=True)
class Pair:
    """Two texts, the language both are in ("across": two), and whether they ask for the same."""

    one: str
    other: str
    language: str
    are_twins: bool
    by_eye: bool

    @property
    def is_tuned_on(self) -> bool:
        names = "|".join(sorted(name[0] + name.split("/")[1] for name in (self.one, self.other)))
        return hashlib.sha256(names.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson."""

    count: int
    of: int

    def __str__(self) -> str:
        n, p, z = max(self.of, 1), self.count / max(self.of, 1), 1.96
        middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = middle - half / (1 + z * z / n), middle + half / (1 + z * z / n)
        return f"{p:.2f} ({low:.2f}-{high:.2f}, n={self.of})"


@dataclass(frozen=True)
class Figures:
    """Of twins, how many are among the first five told; of ideas with twins, how many are shown one; of pairs that ask for
    something else, how many are told; of all hints, how many were judged needless, or not judged at all."""

    recall: Share
    across: Share
    shown: Share
    others_told: Share
    needless: Share


def pairs() -> list[Pair]:
    """All that was labelled."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["one"], row["other"], row["language"], row["twins"] == "yes", row["found_by"] == "eye")
            for row in csv.DictReader(file)
        ]


def texts(source: str) -> Iterator[tuple[str, str, str]]:
    """(name, title, text) of every text of the source. A message has no title: its first words stand for one."""
    path = FOLDER / SOURCES[source]
    if source == "petition":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield f"petition/{row['url'].split('pid=')[1]}", row["title"], ""
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text = " ".join(row["text"].split())
            yield f"appeal/{row['id']}", text[:TITLE_LETTERS], text


class Asked:
    """What is told of each text of a source, the likest first: (share, name)."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine = engine
        self._texts = dict(enumerate(texts(source), 1))
        self._numbers = {name: number for number, (name, _, _) in self._texts.items()}
        self._told: dict[str, list[tuple[float, str]]] = {}
        self.milliseconds: list[float] = []
        with engine.rebuild() as changes:
            changes.index(
                Document(number, title, text, "", {Facet.KIND: ("idea",)})
                for number, (_, title, text) in self._texts.items()
            )

    def told(self, name: str) -> list[tuple[float, str]]:
        if name not in self._told:
            number = self._numbers[name]
            _, title, text = self._texts[number]
            began = time.process_time()
            found = self._engine.similar(Likeness(title, text, without=frozenset({number}), limit=LIMIT))
            self.milliseconds.append((time.process_time() - began) * 1000)
            self._told[name] = [(twin.share, self._texts[twin.id][0]) for twin in found]
        return self._told[name]


def measure(asked: Asked, all_pairs: Sequence[Pair], chosen: Iterable[Pair], least: float = TOLD) -> Figures:
    """The figures of the chosen pairs, in both directions; other labelled twins of a text are no wrong answers."""
    twins, others = _twins(all_pairs), {frozenset((one.one, one.other)) for one in all_pairs if not one.are_twins}
    looked_at = [
        (one, *names) for one in chosen if one.by_eye for names in ((one.one, one.other), (one.other, one.one))
    ]

    def is_told(name: str, other: str) -> bool:
        right = twins.get(name, set())
        rest = [
            (share, found)
            for share, found in asked.told(name)
            if found == other or found not in right or frozenset((name, found)) in others
        ]
        return any(found == other and share >= least for share, found in rest[:TOP])

    def share(which: Iterable[bool]) -> Share:
        answers = list(which)
        return Share(sum(answers), len(answers))

    names = sorted({name for one, name, _ in looked_at if one.are_twins and one.language != "across"})
    hints = [(name, found) for name in names for told, found in asked.told(name)[:SHOWN] if told >= least]
    told = {
        (are_twins, across): [
            is_told(name, other)
            for one, name, other in looked_at
            if (one.are_twins, one.language == "across") == (are_twins, across)
        ]
        for are_twins in (True, False)
        for across in (True, False)
    }
    return Figures(
        recall=share(told[True, False]),
        across=share(told[True, True]),
        shown=share(any(found in twins[name] for hint, found in hints if hint == name) for name in names),
        others_told=share(told[False, False]),
        needless=share(found not in twins[name] for name, found in hints),
    )


def _twins(all_pairs: Iterable[Pair]) -> Mapping[str, set[str]]:
    """The others that ask for the same as each text: twins of twins are twins."""
    groups: dict[str, set[str]] = {}
    for pair in all_pairs:
        if pair.are_twins:
            joined = groups.get(pair.one, {pair.one}) | groups.get(pair.other, {pair.other})
            groups |= dict.fromkeys(joined, joined)
    return {name: group - {name} for name, group in groups.items()}


def main() -> None:
    """Prints a table."""
    labelled = pairs()
    for source, path in SOURCES.items():
        if not (FOLDER / path).exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            asked = Asked(WhooshEngine(Path(folder)), source)
            own = [one for one in labelled if one.one.startswith(source)]
            for half, tuned in (("set on", True), ("told by", False)):
                for least in (0.0, 0.4, TOLD, 0.6, 0.7):
                    figures = measure(asked, own, [one for one in own if one.is_tuned_on == tuned], least)
                    print(source, half, least, *(f"{name} {value}" for name, value in vars(figures).items()), sep=" · ")
            times = sorted(asked.milliseconds)
            print(
                f"{source}: median {statistics.median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms (CPU)"
            )


if __name__ == "__main__":
    main()
