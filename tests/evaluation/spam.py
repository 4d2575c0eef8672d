"""How many advertisements the checks hold, and how many residents with them: `python -m tests.evaluation.spam [--tuned]`.

Texts are split in two by the hash of their words. The rules were written with one half before the eyes; the other is reported.
"""

import argparse
import csv
import gzip
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation.checks import spam
from tests.support.real import FOLDER

ADVERTISEMENTS = "moderation/ru_telegram_spam/spam.jsonl"
FEEDBACK = "comments/ru_resident_feedback/comments.csv"
APPEALS = "ideas/kyiv_1551/appeals.jsonl.gz"
PETITIONS = "ideas/kyiv_petitions/petitions.csv"
TUNED, REPORTED = 0, 1


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    held: int
    texts: int

    @property
    def value(self) -> float:
        return self.held / self.texts

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies 95 times of a hundred (Wilson, 1927)."""
        z, n, share = 1.96, self.texts, self.value
        middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def of_half(texts: Iterable[str], half: int) -> list[str]:
    """Those of the texts that are of the half, each once."""
    return [text for text in dict.fromkeys(texts) if hashlib.sha256(text.encode()).digest()[0] % 2 == half]


def advertisements(folder: Path) -> Iterator[str]:
    """Advertisements of Telegram groups."""
    with (folder / ADVERTISEMENTS).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def feedback(folder: Path) -> Iterator[str]:
    """What residents wrote of the work of their house's company."""
    with (folder / FEEDBACK).open(encoding="utf-8", newline="") as file:
        yield from (row["comment"] for row in csv.DictReader(file))


def appeals(folder: Path) -> Iterator[str]:
    """What residents wrote to their city."""
    with gzip.open(folder / APPEALS, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def petitions(folder: Path) -> Iterator[str]:
    """Titles of petitions."""
    with (folder / PETITIONS).open(encoding="utf-8", newline="") as file:
        yield from (row["title"] for row in csv.DictReader(file))


def held(texts: Sequence[str]) -> Share:
    """How many of the texts wait for a person by the rules of advertisements."""
    return Share(sum(any(one.holds for one in spam.find(text)) for text in texts), len(texts))


SETS: dict[str, Callable[[Path], Iterator[str]]] = {
    "advertisements": advertisements,
    "residents: feedback": feedback,
    "residents: appeals": appeals,
    "residents: petitions": petitions,
}


def main() -> None:
    """Prints a table of one half."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.spam", description="Measures the rules of spam.")
    parser.add_argument("--tuned", action="store_true", help="the half the rules were written with")
    half = TUNED if parser.parse_args().tuned else REPORTED
    print(f"{'texts':24} {'n':>6} {'held':>6}  share   95 % interval")
    for name, read in SETS.items():
        share = held(of_half(read(FOLDER), half))
        low, high = share.interval
        print(f"{name:24} {share.texts:6} {share.held:6}  {share.value:.4f}  {low:.4f} to {high:.4f}")


if __name__ == "__main__":
    main()
