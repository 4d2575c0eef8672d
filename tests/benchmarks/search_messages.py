"""19,000 real messages in a copy of Veche: `python -m tests.benchmarks.search_messages [PART …]`.

Parts: how quickly they are indexed, found and likened through the code of the page; whether any form of a word finds the others;
whether slips are mended; what a web and a worker process weigh.
"""

import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from app.config import load
from app.factory import create_app
from app.foundation.db import db
from search import analysis, engines
from search.engine import Facet, Likeness, Shelf
from search.queries import results
from search.queries.wanted import Wanted
from tests.benchmarks import families, shelves, spelling
from tests.benchmarks.copies import QUIET, copy
from tests.benchmarks.measures import share, table
from tests.factories import plenty

COUNT, QUERIES, LIKE, SUGGESTED = 19_000, 60, 60, 60
RUSSIAN = "ru_morph_families"
ALL_FACETS = frozenset(Facet)
HOSTILE = {
    "stop words alone": " ".join(sorted(analysis.STOP_WORDS)),
    "2,000 letters": "а" * 2_000,
    "2,000 words": " ".join(f"слово{n} ремонт дорога" for n in range(700)),
    "12 common words": "київ вулиця будинок прошу вода ремонт дорога двір під'їзд ліфт немає роботи",
    "12 prefixes": " ".join(f"{start}*" for start in "при про пре под над вул буд рем дор вод под зро".split()),
    "a phrase of common words": '"по вулиці" "в будинку" "на вулиці" "не працює"',
    "all but": "прошу "
    + " ".join(f"-{word}" for word in "вода газ світло ліфт двір парк школа дорога яма сніг лід дах".split()),
    "title:": " ".join(f"title:{word}" for word in "прошу ремонт дорога вода".split()),
    "brackets": "[a TO *** ((( ))) ~ ^5 \\ / : \" ' «",
    "right to left": "\u202eעברית שלום العربية" * 20,
    "emoji": "😀👨‍👩‍👧‍👦🇺🇦" * 50,
    "NUL": "\x00\x01 вода \x00",
}


@dataclass(frozen=True)
class House:
    """A copy full of messages, and what is in it."""

    app: Flask
    texts: Sequence[shelves.Text]


def run(parts: Sequence[str] = (), database: str = "sqlite") -> None:
    """Prints the tables of the parts, of all where none is named."""
    texts = shelves.messages(COUNT) or [
        shelves.Text(str(n), "", text, "ru") for n, text in enumerate(plenty.made_texts(COUNT))
    ]
    with copy(database) as app, app.app_context():
        shelves.put(texts)
        _index(app, len(texts))
        house = House(app, texts)
        for name, part in PARTS.items():
            if not parts or name in parts:
                part(house)


def _index(app: Flask, count: int) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    shelves.index()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    folder = Path(app.extensions["veche.settings"].VECHE_INSTANCE) / "index"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    row = ("public shelf, read from the database", count, count / cpu, count / wall, size)
    table("indexing", ("", "documents", "a second of CPU", "a second", "MB"), [row])


def _timed(calls: Sequence[Callable[[], object]]) -> tuple[float, float, float, float]:
    """CPU of the median, of p95 and of the slowest, and the median by the clock, in milliseconds."""
    cpu, wall = [], []
    for call in calls:
        began, spent = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - spent) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return statistics.median(cpu), share(cpu, 95), max(cpu), statistics.median(wall)


def _page(text: str) -> None:
    """What the page does before it is rendered."""
    results.find(Wanted.of({"q": text}), facets=ALL_FACETS)
    db.session.rollback()


def stretches(texts: Sequence[shelves.Text], words: int, count: int) -> list[str]:
    """Words in a row, stop words left out, of texts drawn at random: as people ask, so that common words come often."""
    chance, found = random.Random(words), list[str]()
    while len(found) < count:
        told = [word.text for word in analysis.words(chance.choice(texts).text) if word.text not in analysis.STOP_WORDS]
        told = [word for word in told if len(word) > 2 and not word.isdigit()]
        if len(told) >= words:
            start = chance.randrange(len(told) - words + 1)
            found.append(" ".join(told[start : start + words]))
    return found


def speed(house: House) -> None:
    """Queries of the page with all facets and highlights, of one word to four."""
    rows, everything = [], []
    for text in stretches(house.texts, 2, 10):
        _page(text)
    for words in (1, 2, 3, 4, 8):
        calls = [lambda text=text: _page(text) for text in stretches(house.texts, words, QUERIES)]
        rows.append((f"{words} words", *_timed(calls)))
        everything += calls if words < 5 else []
    rows.append(("one to four", *_timed(everything)))
    table("the page's query, with facets and highlights", ("", "median ms CPU", "p95", "longest", "median ms"), rows)


def hostile(house: House) -> None:
    """Queries that are meant to take long."""
    rows = [(name, *_timed([lambda text=text: _page(text)] * 3)) for name, text in HOSTILE.items()]
    rows.sort(key=lambda row: -row[3])
    table("queries meant to take long", ("", "median ms CPU", "p95", "longest", "median ms"), rows)


def likeness(house: House) -> None:
    """Texts like another."""
    engine, chance = engines.of(Shelf.PUBLIC), random.Random(5)
    drawn = [chance.choice(house.texts) for _ in range(LIKE)]
    calls = [lambda one=one: engine.similar(Likeness(one.called, one.text, one.language)) for one in drawn]
    rows = [("title and text", *_timed(calls))]
    rows.append(("title alone", *_timed([lambda one=one: engine.similar(Likeness(one.called, "")) for one in drawn])))
    table("similar texts", ("", "median ms CPU", "p95", "longest", "median ms"), rows)


def forms(house: House) -> None:
    """How far forms of Russian words reach among the messages in Russian."""
    texts = [(one.source_id, f"{one.called} {one.text}") for one in house.texts if one.language == "ru"]
    if among := families.families(RUSSIAN):
        found = families.reach(among, texts, lambda form: families.finds(form, COUNT))
        table("forms of one word", families.COLUMNS, [families.row(RUSSIAN, found)])


def slips(house: House) -> None:
    """Slips, in the half that may be looked at and in the one that is held back."""
    engine = engines.of(Shelf.PUBLIC)
    known = spelling.vocabulary(f"{one.called} {one.text}" for one in house.texts)
    rows = []
    for name, found in (("ru", spelling.russian()), ("uk", spelling.ukrainian())):
        for half in (False, True):
            among = [slip for slip in found if spelling.is_held(slip) == half]
            mended = spelling.mend(among, known, engine.suggest)
            figures = (mended.slips, mended.right * 100, mended.wrong * 100, mended.silent * 100)
            rows.append((f"{name}, {'held back' if half else 'to tune on'}", *figures))
    words = [wrong for wrong, _ in spelling.russian()[:SUGGESTED]]
    table("slips", ("", "slips", "% mended rightly", "% wrongly", "% not at all"), rows)
    timed = ("one word", *_timed([lambda word=word: engine.suggest(word) for word in words]))
    table("suggestions", ("", "median ms CPU", "p95", "longest", "median ms"), [timed])


def _resident() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _weigh(folder: str, database: str, work: str, told: Any) -> None:
    """In a process of its own: what it weighs before and after its work, in MB."""
    app = create_app(load({}, VECHE_INSTANCE=folder, DATABASE_URL=database, **QUIET))
    weights = [_resident()]
    with app.app_context():
        if work == "web":
            for text in ("вода", "дорога у двора", "під'їзд", "ремонт ліфта у будинку"):
                _page(text)
        else:
            shelves.index()
        weights.append(_resident())
    peak = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    told.put((*weights, int(peak.split()[1]) / 1024))


def memory(house: House) -> None:
    """A process that answers, and one that builds the index, both with both dictionaries."""
    settings = house.app.extensions["veche.settings"]
    rows, spawn = [], multiprocessing.get_context("spawn")
    for work in ("web", "worker"):
        told = spawn.Queue()
        process = spawn.Process(target=_weigh, args=(str(settings.VECHE_INSTANCE), settings.database_url, work, told))
        process.start()
        rows.append((work, *told.get(timeout=900)))
        process.join()
    table("memory, MB", ("", "started", "after its work", "highest"), rows)


PARTS: dict[str, Callable[[House], None]] = {
    "speed": speed,
    "hostile": hostile,
    "similar": likeness,
    "families": forms,
    "slips": slips,
    "memory": memory,
}


if __name__ == "__main__":
    run(sys.argv[1:])
