"""A vote for or against as the tables of pol.is: summary, comments, votes, participants-votes, in a zip.

Each voter's last vote on each statement, all at the hour of the end: when and how often somebody changed their mind stays unsaid.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import count, islice
from typing import IO

from app.foundation.spreadsheets import harmless
from campaigns.rounds.exchange.exports import Given

WITHOUT_TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16
Cells = Sequence[object]


def fits(given: Given) -> bool:
    """Whether the vote can be given out so."""
    return given.kind == "for-against"


def write(given: Given, file: IO[bytes]) -> None:
    """Writes the zip. Raises ValueError for a vote that is not for or against."""
    if not fits(given):
        raise ValueError("only a vote for or against has the form of a conversation")
    with zipfile.ZipFile(file, "w") as packed:
        for name, rows in (
            ("summary.csv", _summary(given)),
            ("comments.csv", _comments(given)),
            ("votes.csv", _votes(given)),
            ("participants-votes.csv", _matrix(given)),
        ):
            about = zipfile.ZipInfo(name, WITHOUT_TIME)
            about.create_system, about.external_attr, about.compress_type = 3, PLAIN_FILE, zipfile.ZIP_DEFLATED
            with packed.open(about, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
                csv.writer(text).writerows(rows)


def _ended(given: Given) -> tuple[int, str]:
    at = datetime.combine(given.last_day, time(), UTC)
    return int(at.timestamp() * 1000), at.strftime("%a %b %d %H:%M:%S UTC %Y")


def _voters(given: Given) -> Iterator[tuple[int, dict[int, int]]]:
    voters = count()
    for choice, number in given.ballots:
        said = dict(choice)
        yield from ((voter, said) for voter in islice(voters, number))


def _summary(given: Given) -> Iterable[Cells]:
    voters = sum(number for _, number in given.ballots)
    yield "topic", given.title
    yield "voters", voters
    yield "voters-in-conv", voters
    yield "comments", len(given.items)


def _comments(given: Given) -> Iterable[Cells]:
    agrees: Counter[int] = Counter()
    disagrees: Counter[int] = Counter()
    for choice, number in given.ballots:
        for id, value in choice:
            agrees[id] += number * (value > 0)
            disagrees[id] += number * (value < 0)
    at, words = _ended(given)
    yield "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"
    for item in given.items:
        yield at, words, item.key, "", agrees[item.id], disagrees[item.id], 1, harmless(item.title) or f"No. {item.key}"


def _votes(given: Given) -> Iterable[Cells]:
    keys = {item.id: item.key for item in given.items}
    at, words = _ended(given)
    yield "timestamp", "datetime", "comment-id", "voter-id", "vote"
    for voter, said in _voters(given):
        for id, value in said.items():
            yield at, words, keys[id], voter, value


def _matrix(given: Given) -> Iterable[Cells]:
    figures = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
    yield *figures, *(item.key for item in given.items)
    for voter, said in _voters(given):
        values = said.values()
        numbers = (len(said), sum(value > 0 for value in values), sum(value < 0 for value in values))
        yield voter, "", 0, *numbers, *(said.get(item.id, "") for item in given.items)
