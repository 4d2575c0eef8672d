#!/usr/bin/env python3
"""Checks a published vote from its files alone: python verify.py FILE_OR_FOLDER [--receipt CODE] [--language en|ru|uk]

It needs Python 3.9 or newer and nothing else, opens no network connection and writes nothing. FILE_OR_FOLDER is the zip file that
the results page of a vote offers, or a folder with its files. It shares no code with the platform that counted: whoever
doubts the platform reads these pages instead, or writes such a program anew from what stands here.

What it does, in this order:

1. rule.json, options.json: the rule and the list of options have the checksums that the journal was opened with.
2. ledger.jsonl.gz, checkpoints.json: one entry a line; each line is a leaf of a Merkle tree (RFC 9162, section 2.1.1), and for
   each check mark the tree of its first `size` lines has its `root`. As every tree is built of the same lines, each is the
   beginning of the next: nothing was taken out, put in, changed or moved between two check marks. With --checkpoint SIZE:ROOT the
   marks that you were mailed during the vote are compared too, and that is what makes the journal hard to rewrite.
3. ballots.jsonl.gz: as many ballots as the journal has voters, as many of them counted apart as it sets apart, each a choice that the
   rule allows. Where receipts are "linked", each ballot opens the last commitment of its voter in the journal.
4. The count, anew: ideas that were hidden drop out of the ballots, those that were joined count for the one they went on in, and the
   rule is applied: to all ballots ("raw"), and without those set apart ("cleaned"). Both are compared with result.json.

Every file is JSON in one spelling: UTF-8, keys sorted, no spaces. A checksum is the SHA-256 of that spelling, in hexadecimal digits.
A commitment is the checksum of ["veche ballot", checksum of the rule, pseudonym of the voter, marks, salt].
Marks are "idea:value" by rising number of the idea, joined by commas. A control code is the first 100 bits of a commitment.

It ends with exit code 0 if everything agrees, 1 if something does not, and says what, 2 if it was called wrongly.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, isqrt
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

FILES = ("rule.json", "options.json", "ledger.jsonl.gz", "checkpoints.json", "ballots.jsonl.gz", "result.json")
LONGEST_LINE = 1 << 20
LARGEST_FILE = 1 << 26
MOST_OF_A_KIND = 10
MOST_WAITING = 50_000
LANGUAGES = ("en", "ru", "uk")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARKS = re.compile(r"(?:[1-9][0-9]{0,17}:(?:0|-?[1-9][0-9]{0,17})(?:,(?!$)|$))*")
HEX = re.compile(r"[0-9a-f]{64}")
# An entry of a ballot as nearly all lines of a journal are; the few others are read with more ado.
BALLOT = re.compile(
    rb'\{"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}Z)","commitment":"([0-9a-f]{64})","kind":"ballot","voter":"([0-9a-f]{32})"\}'
)
HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}Z")

Marks = tuple[tuple[int, int], ...]
# What is counted: each choice with the number of ballots that make it.
Pile = dict[Marks, int]
T = TypeVar("T")


class Finding(NamedTuple):
    """Something that was found, as the name of a sentence and what fills it."""

    code: str
    words: dict[str, Any]

    def say(self, language: str) -> str:
        return SAYS[self.code][LANGUAGES.index(language)].format(**self.words)


def say(language: str, code: str, /, **words: Any) -> str:
    return Finding(code, words).say(language)


class Wrong(Exception):
    """A file or a line of it that cannot be gone on with."""

    def __init__(self, code: str, /, **words: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, words)


class Report:
    """What was found to agree, what not, and what cannot be shown."""

    def __init__(self) -> None:
        self.checked: list[Finding] = []
        self.problems: list[Finding] = []
        self.cannot: list[Finding] = []
        self.more: dict[str, int] = {}

    def right(self, code: str, /, **words: Any) -> None:
        self.checked.append(Finding(code, words))

    def wrong(self, code: str, /, **words: Any) -> None:
        if sum(problem.code == code for problem in self.problems) < MOST_OF_A_KIND:
            self.problems.append(Finding(code, words))
        else:
            self.more[code] = self.more.get(code, 0) + 1


# --- Files ---


class Files:
    """The files of a vote: members of a zip, or files of a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.archive = zipfile.ZipFile(place) if place.is_file() and zipfile.is_zipfile(place) else None
        self.folder = place if place.is_dir() else place.parent
        self.names = self._names()

    def _names(self) -> dict[str, str]:
        names = self.archive.namelist() if self.archive else [path.name for path in self.folder.iterdir()]
        return {name.rsplit("/", 1)[-1]: name for name in names}

    def open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise Wrong("missing", file=name)
        if self.archive:
            return self.archive.open(self.names[name])
        return (self.folder / name).open("rb")

    def whole(self, name: str) -> Any:
        """The JSON value of a small file."""
        try:
            with self.open(name) as file:
                content = file.read(LARGEST_FILE + 1)
        except DAMAGE as why:
            raise Wrong("unreadable", file=name, why=spoken(why)) from why
        if len(content) > LARGEST_FILE:
            raise Wrong("unreadable", file=name, why=f"> {LARGEST_FILE} B")
        return read_json(content, name, 1)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a large file, one after the other."""
        line, number = b"", 0
        try:
            with self.open(name) as packed, gzip.GzipFile(fileobj=packed) as file:
                for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
                    if len(line) >= LONGEST_LINE:
                        raise Wrong("not_json", file=name, line=number)
                    yield line.rstrip(b"\n")
        except DAMAGE as why:
            raise Wrong("broken_off", file=name, line=number, why=spoken(why)) from why


DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)


def spoken(why: BaseException) -> str:
    return f"{why}" or type(why).__name__


def spell(value: Any) -> str:
    """The one spelling of a JSON value."""
    return SPELLER.encode(value)


SPELLER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def checksum(value: Any) -> str:
    return hashlib.sha256(spell(value).encode()).hexdigest()


def read_json(content: bytes, name: str, line: int) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as why:
        raise Wrong("not_json", file=name, line=line) from why


def read_line(content: bytes, name: str, line: int) -> dict[str, Any]:
    """The JSON object of a line. Raises Wrong where it is none, or is spelled in another way than the one."""
    value = read_json(content, name, line)
    try:
        if isinstance(value, dict) and spell(value).encode() == content:
            return value
    except (ValueError, RecursionError):
        pass
    raise Wrong("not_json", file=name, line=line)


def take(value: Any, key: str, kind: type, name: str, line: int = 1) -> Any:
    """The member of a JSON object, which must be of that kind."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, kind) and (kind is bool or not isinstance(found, bool)):
        return found
    raise Wrong("shape", file=name, line=line, what=key)


# --- Rule and options ---


class Option(NamedTuple):
    """An idea on the ballot; `place` is where it comes among equals."""

    id: int
    place: int
    cost: int
    title: str


class Rule:
    """The rule as far as a count needs it."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.sum = checksum(value)
        self.ballot: dict[str, Any] = take(value, "ballot", dict, "rule.json")
        self.counting: dict[str, Any] = take(value, "counting", dict, "rule.json")
        self.kind = take(self.ballot, "kind", str, "rule.json")
        self.name = take(self.counting, "rule", str, "rule.json")
        self.winners: int | None = None if value.get("winners") is None else take(value, "winners", int, "rule.json")
        self.threshold = take({"threshold": 0, **value}, "threshold", int, "rule.json")
        self.quorum = take({"quorum": 0, **value}, "quorum", int, "rule.json")
        self.is_lot = value.get("ties") == "lot"
        self.is_linked = value.get("receipt") == "linked"
        self.result = take({"result": "raw", **value}, "result", str, "rule.json")

    def number(self, key: str, default: int = 0) -> int:
        """A whole number of the ballot."""
        return int(take({key: default, **self.ballot}, key, int, "rule.json"))


def read_rule(files: Files, report: Report) -> tuple[Rule, dict[str, Any]]:
    value = files.whole("rule.json")
    rule = Rule(take(value, "rule", dict, "rule.json"))
    if take(value, "fingerprint", str, "rule.json") != rule.sum:
        report.wrong("rule_sum")
    versions = take(value, "versions", list, "rule.json")
    for number, version in enumerate(versions, 1):
        ours = take(version, "rule", dict, "rule.json")
        if version.get("fingerprint") != checksum(ours) or (number > 1 and not version.get("reason")):
            report.wrong("rule_versions", number=number)
    if not versions or checksum(versions[-1]["rule"]) != rule.sum:
        report.wrong("rule_versions", number=len(versions))
    return rule, value


def read_options(files: Files, report: Report) -> tuple[list[Option], str]:
    """The options in the order of their places, and the checksum of the list."""
    name = "options.json"
    value = files.whole(name)
    if not isinstance(value, list):
        raise Wrong("shape", file=name, line=1, what="[…]")
    options = [
        Option(
            take(option, "id", int, name, number),
            take(option, "place", int, name, number),
            0 if option.get("cost") is None else take(option, "cost", int, name, number),
            title_of(option, number),
        )
        for number, option in enumerate(value, 1)
    ]
    for option in options:
        if [other for other in options if other.id == option.id or other.place == option.place] != [option]:
            report.wrong("options_twice", idea=option.id)
    # A title that has to be hidden later can be: the checksum is made of the hashes of titles.
    hashed = [{key: option[key] for key in option if key != "title"} for option in value]
    return sorted(options, key=lambda option: option.place), checksum(hashed)


def title_of(option: dict[str, Any], line: int) -> str:
    """The title of an option, which has the hash written beside it; "…" where it is hidden."""
    title, hashed = option.get("title"), take(option, "title_hash", str, "options.json", line)
    if title is None:
        return "…"
    if not isinstance(title, str) or hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest() != hashed:
        raise Wrong("shape", file="options.json", line=line, what="title")
    return title


# --- The journal and its tree ---


class Tree:
    """A Merkle tree as in RFC 9162 that grows: the roots of its complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, content: bytes) -> None:
        top, rest = hashlib.sha256(b"\x00" + content).digest(), self.size
        while rest & 1:
            top = hashlib.sha256(b"\x01" + self.peaks.pop() + top).digest()
            rest >>= 1
        self.peaks.append(top)
        self.size += 1

    def root(self) -> str:
        if not self.peaks:
            return hashlib.sha256().hexdigest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root.hex()


def short(pseudonym: str) -> bytes | str:
    """A pseudonym in half the memory, where it is the usual 32 digits."""
    return bytes.fromhex(pseudonym) if re.fullmatch("[0-9a-f]{32}", pseudonym) else pseudonym


class Journal:
    """What the entries say once all are read: who voted last with which entry, what holds of ideas and of votes."""

    def __init__(self, wanted: str | None = None) -> None:
        self.tree = Tree()
        self.last: dict[bytes | str, int] = {}
        self.commitments = bytearray()
        self.casts = 0
        self.apart: set[bytes | str] = set()
        self.hidden: set[int] = set()
        self.into: dict[int, int] = {}
        self.opened: dict[str, Any] | None = None
        self.closed: dict[str, Any] | None = None
        self.is_ended = False
        # The root when the vote ended: later entries and a later count draw no other lot.
        self.lots = ""
        self.wanted = wanted
        self.receipts: list[tuple[int, str, bytes | str]] = []

    def read(self, content: bytes, report: Report) -> None:
        """Takes the next line."""
        seq = self.tree.size
        self.tree.add(content)
        self.commitments += bytes(32)
        usual = BALLOT.fullmatch(content) if seq and self.closed is None else None
        if usual:
            self._cast(seq, usual[1].decode(), bytes.fromhex(usual[2].decode()), bytes.fromhex(usual[3].decode()))
            return
        try:
            entry = read_line(content, "ledger.jsonl.gz", seq + 1)
            self._note(seq, entry, report)
        except Wrong as wrong:
            report.wrong(wrong.finding.code, **wrong.finding.words)

    def _note(self, seq: int, entry: dict[str, Any], report: Report) -> None:
        kind = self._of(entry, "kind", str)
        if not HOUR.fullmatch(self._of(entry, "at", str)):
            raise Wrong("shape", file="ledger.jsonl.gz", line=seq + 1, what="at")
        self.is_ended = kind == "closed"
        if (kind == "opened") != (seq == 0):
            report.wrong("stray_entry", entry=seq, what=kind)
        elif kind == "ballot":
            self._ballot(seq, entry)
        elif kind == "opened":
            self.opened = entry
        elif kind == "closed":
            self.closed, self.lots = entry, self.lots or self.tree.root()
        elif kind in ("hide", "show"):
            (self.hidden.add if kind == "hide" else self.hidden.discard)(self._of(entry, "idea", int))
        elif kind == "join":
            self.into[self._of(entry, "idea", int)] = self._of(entry, "into", int)
        elif kind == "part":
            self.into.pop(self._of(entry, "idea", int), None)
        elif kind in ("apart", "counted"):
            self._mark(seq, kind, short(self._of(entry, "voter", str)), report)
        else:
            report.wrong("stray_entry", entry=seq, what=kind)

    def _ballot(self, seq: int, entry: dict[str, Any]) -> None:
        if self.closed is not None:
            raise Wrong("stray_entry", entry=seq, what="ballot")
        commitment = self._of(entry, "commitment", str)
        if not HEX.fullmatch(commitment):
            raise Wrong("shape", file="ledger.jsonl.gz", line=seq + 1, what="commitment")
        self._cast(seq, entry["at"], bytes.fromhex(commitment), short(self._of(entry, "voter", str)))

    def _cast(self, seq: int, at: str, commitment: bytes, voter: bytes | str) -> None:
        self.is_ended = False
        self.last[voter] = seq
        self.commitments[32 * seq : 32 * seq + 32] = commitment
        self.casts += 1
        if self.wanted is not None and commitment.hex().startswith(self.wanted):
            self.receipts.append((seq, at, voter))

    def _mark(self, seq: int, kind: str, voter: bytes | str, report: Report) -> None:
        if voter not in self.last:
            report.wrong("unknown_voter", entry=seq)
        (self.apart.add if kind == "apart" else self.apart.discard)(voter)

    def _of(self, entry: dict[str, Any], key: str, kind: type) -> Any:
        return take(entry, key, kind, "ledger.jsonl.gz", self.tree.size)

    def counts_for(self, idea: int, on_ballot: Mapping[int, int]) -> int | None:
        """The idea on the ballot that votes for this one count for now; None where it, or the one it went on in, is hidden."""
        if idea in self.hidden:
            return None
        seen = {idea}
        while self.into.get(idea) in on_ballot and self.into[idea] not in seen:
            idea = self.into[idea]
            seen.add(idea)
        return None if idea in self.hidden else idea


def read_marks(files: Files, report: Report) -> dict[int, str]:
    """The check marks: root by size."""
    name, marks, before = "checkpoints.json", {}, 0
    value = files.whole(name)
    if not isinstance(value, list):
        raise Wrong("shape", file=name, line=1, what="[…]")
    for number, mark in enumerate(value, 1):
        size = take(mark, "size", int, name, number)
        marks[size] = take(mark, "root", str, name, number)
        if size <= before:
            report.wrong("mark_order", line=number)
        before = size
    return marks


def read_journal(
    files: Files, marks: Mapping[int, str], mailed: Mapping[int, str], wanted: str | None, report: Report
) -> Journal:
    journal, good, is_bad, agreed = Journal(wanted), 0, False, set()
    try:
        for content in files.lines("ledger.jsonl.gz"):
            journal.read(content, report)
            size = journal.tree.size
            if size in mailed and journal.tree.root() == mailed[size]:
                agreed.add(size)
            if size in marks and not is_bad:
                is_bad = journal.tree.root() != marks[size]
                if is_bad:
                    report.wrong("root", first=good, last=size - 1, size=size)
                good = size
    except Wrong as wrong:
        report.wrong(wrong.finding.code, **wrong.finding.words)
    for size in mailed:
        report.right("ok_mailed", size=size) if size in agreed else report.wrong("mailed", size=size)
    _whole(journal, marks, report)
    return journal


def _whole(journal: Journal, marks: Mapping[int, str], report: Report) -> None:
    """Whether the journal has its beginning, its end, and what its end and the check marks say it has."""
    size, last = journal.tree.size, max(marks, default=0)
    if last > size:
        report.wrong("too_short", size=last, found=size)
    if last < size:
        report.wrong("not_sealed", size=last, found=size)
    if journal.opened is None:
        report.wrong("not_opened")
    if not journal.is_ended or journal.closed is None:
        report.wrong("not_closed")
        return
    for what, found in (("voters", len(journal.last)), ("casts", journal.casts)):
        if journal.closed.get(what) != found:
            report.wrong("closed_other", what=what, said=journal.closed.get(what), found=found)


# --- Ballots ---


def parse(text: str) -> Marks | None:
    """The marks that are spelled so, None where they are not in the one spelling."""
    if not MARKS.fullmatch(text):
        return None
    marks = tuple(
        (int(idea), int(value)) for idea, _, value in (mark.partition(":") for mark in text.split(",") if mark)
    )
    return marks if all(one[0] < other[0] for one, other in zip(marks, marks[1:])) else None


def fits(rule: Rule, costs: Mapping[int, int], marks: Marks | None, is_imported: bool) -> bool:
    """Whether a voter may choose so. Of imported ballots only the spelling and the ideas are asked: they were cast elsewhere."""
    if marks is None or any(idea not in costs for idea, _ in marks):
        return False
    values = [value for _, value in marks]
    if is_imported:
        return True
    allowed: dict[str, Callable[[], bool]] = {
        "approve": lambda: set(values) <= {1} and rule.number("least") <= len(values) <= rule.number("most"),
        "choose-one": lambda: values == [1],
        "budget": lambda: set(values) <= {1} and sum(costs[idea] for idea, _ in marks) <= rule.number("budget"),
        "for-against": lambda: set(values) <= {1, 0, -1},
        "score": lambda: all(rule.number("from") <= value <= rule.number("to") for value in values),
        "points": lambda: all(value >= 1 for value in values) and sum(values) <= rule.number("points"),
        "ranking": lambda: sorted(values) == list(range(1, len(values) + 1)) and len(values) <= rule.number("most"),
    }
    if rule.kind not in allowed:
        raise Wrong("unknown_rule", what=rule.kind)
    return allowed[rule.kind]()


class Sums:
    """What one idea got: ballots for it and against it, the sum of its values and of their squares."""

    def __init__(self) -> None:
        self.votes = self.against = self.total = self.squares = 0

    def add(self, value: int, number: int, kind: str) -> None:
        self.votes += number if kind != "for-against" or value > 0 else 0
        self.against += number if kind == "for-against" and value < 0 else 0
        self.total += number * value
        self.squares += number * value * value

    def with_(self, other: Sums) -> Sums:
        both = Sums()
        for name in ("votes", "against", "total", "squares"):
            setattr(both, name, getattr(self, name) + getattr(other, name))
        return both


class Cell:
    """The ballots that came in one way, set apart or not: how many, what each idea got, and choices that wait to be added up."""

    def __init__(self) -> None:
        self.voters = 0
        self.sums: dict[int, Sums] = {}
        self.waiting: dict[str, int] = {}
        self.pile: Pile = {}


class Ballots:
    """The opened ballots, by the way they came in and whether they are set apart."""

    def __init__(self, rule: Rule, options: Sequence[Option], journal: Journal) -> None:
        self.rule, self.journal = rule, journal
        self.costs = {option.id: option.cost for option in options}
        self.targets = {option.id: journal.counts_for(option.id, self.costs) for option in options}
        self.cells: dict[tuple[str, bool], Cell] = {}
        self.number = 0
        self.apart = 0
        self.before = b""
        self.choices: dict[int, str] = {}

    def read(self, content: bytes, report: Report) -> None:
        """Takes the next line."""
        self.number += 1
        try:
            ballot = read_line(content, "ballots.jsonl.gz", self.number)
            marks, channel = self._of(ballot, "marks", str), self._of(ballot, "channel", str)
            look = self._linked if self.rule.is_linked else self._unlinked
            is_apart = look(ballot, content, report)
        except Wrong as wrong:
            report.wrong(wrong.finding.code, **wrong.finding.words)
            return
        self.apart += is_apart
        cell = self.cells.setdefault((channel, is_apart), Cell())
        if marks not in cell.waiting and not fits(self.rule, self.costs, parse(marks), "import" in channel.split("+")):
            report.wrong("ballot_unfit", line=self.number, marks=marks[:80])
            return
        cell.waiting[marks] = cell.waiting.get(marks, 0) + 1
        if len(cell.waiting) >= MOST_WAITING:
            self.add_up(cell)

    def add_up(self, cell: Cell) -> None:
        """Adds up the choices that wait, as they count now that the journal is known to its end."""
        for text, number in cell.waiting.items():
            marks = effective(parse(text) or (), self.targets, self.rule.kind)
            cell.voters += number
            for idea, value in marks:
                cell.sums.setdefault(idea, Sums()).add(value, number, self.rule.kind)
            if self.rule.name == "equal shares":
                cell.pile[marks] = cell.pile.get(marks, 0) + number
        cell.waiting.clear()

    def _of(self, ballot: dict[str, Any], key: str, kind: type) -> Any:
        return take(ballot, key, kind, "ballots.jsonl.gz", self.number)

    def _unlinked(self, ballot: dict[str, Any], content: bytes, report: Report) -> bool:
        if set(ballot) != {"apart", "channel", "marks"}:
            report.wrong("ballot_keys", line=self.number, receipt="unlinked")
        if content < self.before:
            report.wrong("ballots_order", line=self.number)
        self.before = content
        return bool(self._of(ballot, "apart", bool))

    def _linked(self, ballot: dict[str, Any], _content: bytes, report: Report) -> bool:
        if set(ballot) != {"channel", "entry", "marks", "salt", "voter"}:
            report.wrong("ballot_keys", line=self.number, receipt="linked")
        name, marks = self._of(ballot, "voter", str), self._of(ballot, "marks", str)
        salt, entry = self._of(ballot, "salt", str), self._of(ballot, "entry", int)
        if name.encode() <= self.before:
            report.wrong("ballots_order", line=self.number)
        self.before = name.encode()
        voter, commitment = short(name), checksum(["veche ballot", self.rule.sum, name, marks, salt])
        last = self.journal.last.get(voter)
        if last is None:
            report.wrong("ballot_voter", line=self.number)
        elif last != entry:
            report.wrong("ballot_last", line=self.number, entry=last)
        elif self.journal.commitments[32 * last : 32 * last + 32] != bytes.fromhex(commitment):
            report.wrong("ballot_changed", line=self.number, entry=last)
        if any(entry == seq for seq, _, _ in self.journal.receipts):
            self.choices[entry] = marks
        return voter in self.journal.apart


def read_ballots(files: Files, ballots: Ballots, report: Report) -> None:
    journal, had = ballots.journal, len(report.problems)
    try:
        for content in files.lines("ballots.jsonl.gz"):
            ballots.read(content, report)
    except Wrong as wrong:
        report.wrong(wrong.finding.code, **wrong.finding.words)
    for cell in ballots.cells.values():
        ballots.add_up(cell)
    if ballots.number != len(journal.last):
        report.wrong("ballots_number", voters=len(journal.last), found=ballots.number)
    if not ballots.rule.is_linked and ballots.apart != len(journal.apart):
        report.wrong("ballots_apart", voters=len(journal.apart), found=ballots.apart)
    if len(report.problems) == had:
        kind = "ok_linked" if ballots.rule.is_linked else "ok_unlinked"
        report.right(kind, voters=ballots.number, apart=ballots.apart)
        report.right("ok_fit")


# --- The count, anew ---


class Row(NamedTuple):
    """An idea in a count. `score` is the exact number that the rule ranks by, `channels` its votes by the way they came in."""

    id: int
    votes: int
    against: int
    score: str
    rank: int
    winner: bool
    channels: dict[str, int]

    def fields(self) -> dict[str, Any]:
        return {name: value for name, value in self._asdict().items() if name != "id"}


class Count(NamedTuple):
    """What the rule makes of some ballots."""

    voters: int
    quorum_met: bool
    rows: list[Row]

    def plain(self) -> dict[str, Any]:
        return {"voters": self.voters, "quorum_met": self.quorum_met, "rows": [row._asdict() for row in self.rows]}


def effective(marks: Marks, targets: Mapping[int, int | None], kind: str) -> Marks:
    """A choice as it counts: hidden ideas drop out, a joined one counts for the one it went on in, each idea once with its best
    value; in a ranking the places are closed up.
    """
    best: dict[int, int] = {}
    for idea, value in marks:
        target = targets[idea]
        if target is not None:
            better = min if kind == "ranking" else max
            best[target] = better(value, best.get(target, value))
    if kind == "ranking":
        order = sorted(best, key=lambda idea: (best[idea], idea))
        best = {idea: place for place, idea in enumerate(order, 1)}
    return tuple(sorted(best.items()))


def counted(ballots: Ballots, options: Sequence[Option], *, with_apart: bool) -> Count:
    """The count of all ballots, or of those that are not set apart."""
    rule, sums = ballots.rule, {option.id: Sums() for option in options if ballots.targets[option.id] == option.id}
    channels: dict[int, dict[str, int]] = {id: {} for id in sums}
    pile: Pile = {}
    voters = 0
    for (channel, is_apart), cell in ballots.cells.items():
        if is_apart and not with_apart:
            continue
        voters += cell.voters
        for marks, number in cell.pile.items():
            pile[marks] = pile.get(marks, 0) + number
        for id in sums.keys() & cell.sums.keys():
            sums[id] = sums[id].with_(cell.sums[id])
            if cell.sums[id].votes:
                channels[id][channel] = channels[id].get(channel, 0) + cell.sums[id].votes
    standing = [option for option in options if option.id in sums]
    scores = {id: score(rule, got, len(options)) for id, got in sums.items()}
    lots = tie_key(rule, ballots.journal.lots)
    order = sorted(standing, key=lambda option: (-scores[option.id], lots(option)))
    won = winners(rule, [option for option in order if sums[option.id].votes >= rule.threshold], lots, pile)
    rows = [
        Row(id, got.votes, got.against, str(scores[id]), rank, voters >= rule.quorum and id in won, channels[id])
        for rank, id, got in ((rank, option.id, sums[option.id]) for rank, option in enumerate(order, 1))
    ]
    return Count(voters, voters >= rule.quorum, rows)


def score(rule: Rule, got: Sums, on_ballot: int) -> Fraction:
    """The exact number that the rule ranks by; more is better."""
    if rule.name in ("most votes", "greedy", "equal shares"):
        by_points = rule.counting.get("by") == "score" or (rule.name == "equal shares" and rule.kind == "points")
        return Fraction(got.total if by_points else got.votes)
    if rule.name == "net":
        return Fraction(got.votes - got.against)
    if rule.name == "mean":
        return lower_bound(rule, got)
    if rule.name == "borda":
        # The first place is worth as many points as the ballot has places, each next one a point less, an idea left out nothing.
        return Fraction(got.votes * (min(rule.number("most", on_ballot), on_ballot) + 1) - got.total)
    raise Wrong("unknown_rule", what=rule.name)


def lower_bound(rule: Rule, got: Sums) -> Fraction:
    """The mean score less what chance may have added, after one score of each kind was put in (Miller 2014).

    mean - z * sqrt((mean of squares - mean * mean) / (n + 1)), where n counts the scores put in too, and z is the quantile of the normal
    distribution in millionths. The root and the mean are cut after nine decimals, so that everybody gets the same digits.
    """
    quantile = {"0.9": 1_281_552, "0.95": 1_644_854, "0.99": 2_326_348}.get(str(rule.counting.get("confidence")))
    if quantile is None:
        raise Wrong("unknown_rule", what=f"mean, {rule.counting.get('confidence')}")
    kinds = range(rule.number("from"), rule.number("to") + 1)
    n, total = got.votes + len(kinds), got.total + sum(kinds)
    squares = got.squares + sum(kind * kind for kind in kinds)
    variance = Fraction(squares, n) - Fraction(total, n) ** 2
    taken_off = Fraction(quantile, 10**6) ** 2 * variance / (n + 1)
    return Fraction(total * 10**9 // n - isqrt(int(taken_off * 10**18)), 10**9)


def tie_key(rule: Rule, root: str) -> Callable[[Option], tuple[str, int]]:
    """What equals are sorted by: their place on the ballot, or a lot drawn from the root when the vote ended, which nobody can choose."""
    if not rule.is_lot:
        return lambda option: ("", option.place)
    return lambda option: (hashlib.sha256(f"{root}:{option.id}".encode()).hexdigest(), option.id)


def winners(rule: Rule, order: Sequence[Option], lots: Callable[[Option], tuple[str, int]], pile: Pile) -> set[int]:
    """Who wins of those with votes enough, given in the order of their scores."""
    if rule.name not in ("greedy", "equal shares"):
        return {option.id for option in order[: rule.winners]}
    budget = take(rule.counting, "budget", int, "rule.json")
    if rule.name == "greedy":
        return greedy(order, budget, take(rule.counting, "over", str, "rule.json"))
    completion = take(rule.counting, "completion", str, "rule.json")
    return equal_shares(sorted(order, key=lots), pile, budget, completion, rule.kind == "points")


def greedy(order: Iterable[Option], budget: int, over: str) -> set[int]:
    """What the budget pays for, taken in this order; what is too dear is skipped, or ends it ("stop")."""
    won = set()
    for option in order:
        if option.cost <= budget:
            won.add(option.id)
            budget -= option.cost
        elif over == "stop":
            break
    return won


class Purses:
    """Who chose what, and what is left to each voter of every group of equal ballots: whole numbers of 1 / `parts` of a unit."""

    def __init__(self, options: Sequence[Option], pile: Pile, budget: int, by_points: bool) -> None:
        self.places = {option.id: place for place, option in enumerate(options)}
        self.costs = [option.cost for option in options]
        self.sizes = list(pile.values())
        self.voters = sum(self.sizes)
        self.budget = budget
        self.payers: list[list[tuple[int, int]]] = [[] for _ in options]
        for group, marks in enumerate(pile):
            for idea, value in marks:
                if value > 0 and idea in self.places:
                    self.payers[self.places[idea]].append((group, value if by_points else 1))
        self.worth = [sum(worth * self.sizes[group] for group, worth in payers) for payers in self.payers]
        self.fill(0)

    def fill(self, added: int) -> None:
        """Gives everybody an equal share of the budget, and so many units more."""
        self.parts = self.voters
        self.left = [self.budget + added * self.voters] * len(self.sizes)

    def price(self, place: int) -> Fraction | None:
        """The least r for which min(what is left, r * worth) of all who chose it add up to its cost; None where they cannot pay."""
        payers = [(self.left[group], worth, self.sizes[group]) for group, worth in self.payers[place]]
        owed, worth = self.costs[place] * self.parts, self.worth[place]
        if sum(left * size for left, _, size in payers) < owed:
            return None
        while worth:
            poor = [(left * size, each * size) for left, each, size in payers if left * worth < owed * each]
            if not poor:
                return Fraction(owed, worth * self.parts)
            payers = [payer for payer in payers if payer[0] * worth >= owed * payer[1]]
            owed -= sum(left for left, _ in poor)
            worth -= sum(each for _, each in poor)
        return None

    def pay(self, place: int, price: Fraction) -> None:
        grown = price.denominator // gcd(price.denominator, self.parts)
        if grown > 1:
            self.parts *= grown
            self.left = [left * grown for left in self.left]
        each = price.numerator * (self.parts // price.denominator)
        for group, worth in self.payers[place]:
            self.left[group] = max(0, self.left[group] - each * worth)

    def cheapest(self, bounds: dict[int, Fraction]) -> tuple[Fraction, int] | None:
        """The idea with the lowest price, of equals the first in place. Prices only rise, so those of before are bounds from below."""
        best: tuple[Fraction, int] | None = None
        for bound, place in sorted((bound, place) for place, bound in bounds.items()):
            if best is not None and (bound, place) > best:
                break
            price = self.price(place)
            if price is None:
                del bounds[place]
                continue
            bounds[place] = price
            if best is None or (price, place) < best:
                best = (price, place)
        return best

    def buy(self, added: int) -> list[tuple[Fraction, int]]:
        """What is bought in which order with so many units more for everybody, each with its price."""
        self.fill(added)
        bounds = self.bounds()
        bought: list[tuple[Fraction, int]] = []
        while True:
            best = self.cheapest(bounds)
            if best is None:
                return bought
            self.pay(best[1], best[0])
            del bounds[best[1]]
            bought.append(best)

    def bounds(self) -> dict[int, Fraction]:
        return {place: Fraction(self.costs[place], worth) for place, worth in enumerate(self.worth) if worth}

    def buys_alike(self, bought: list[tuple[Fraction, int]], added: int) -> list[tuple[Fraction, int]] | None:
        """The same purchases at the prices they have with more money, if with every amount up to that the same is bought.

        As long as the same is bought, more money only makes prices fall and leaves everybody more. So it is enough that no other
        idea is as cheap with the most money as the bought one was with the least, and that nothing more can be paid for at the end.
        """
        self.fill(added)
        bounds, again = self.bounds(), []
        for before, place in bought:
            del bounds[place]
            for other in [other for other, bound in bounds.items() if (bound, other) < (before, place)]:
                price = self.price(other)
                if price is not None and (price, other) < (before, place):
                    return None
                if price is None:
                    del bounds[other]
                else:
                    bounds[other] = price
            price = self.price(place)
            if price is None:
                return None
            self.pay(place, price)
            again.append((price, place))
        return again if all(self.price(other) is None for other in bounds) else None


def equal_shares(options: Sequence[Option], pile: Pile, budget: int, completion: str, by_points: bool) -> set[int]:
    """What the method of equal shares buys (Peters, Pierczyński, Skowron 2021): `options` in the order in which ties go.

    Everybody has the same share of the budget. Of the ideas that those who chose them can pay for together, each in proportion to
    what it is worth to them and nobody more than they have left, the one with the lowest price per worth is bought, and so on.
    "add-one": everybody gets one unit more and all is bought anew, as long as the cost stays within the budget and something more
    would fit into it. "fill": of the rest, what fits is added by falling worth to all voters.
    """
    if completion not in ("add-one and fill", "add-one", "fill", "none"):
        raise Wrong("unknown_rule", what=f"equal shares, {completion}")
    purses = Purses(options, pile, budget, by_points)
    bought = purses.buy(0)
    if completion.startswith("add-one"):
        bought = add_one(purses, bought)
    won = {options[place].id for _, place in bought}
    if completion.endswith("fill"):
        left = budget - sum(option.cost for option in options if option.id in won)
        by_worth = sorted(options, key=lambda option: -purses.worth[purses.places[option.id]])
        won |= greedy([option for option in by_worth if option.id not in won], left, "skip")
    return won


def add_one(purses: Purses, bought: list[tuple[Fraction, int]]) -> list[tuple[Fraction, int]]:
    added, stride = 0, 1
    while _something_fits(purses, bought):
        again = purses.buys_alike(bought, added + stride)
        if again is not None:
            bought, added, stride = again, added + stride, stride * 2
        elif stride > 1:
            stride //= 2
        else:
            more = purses.buy(added + 1)
            if sum(purses.costs[place] for _, place in more) > purses.budget:
                break
            bought, added = more, added + 1
    return bought


def _something_fits(purses: Purses, bought: list[tuple[Fraction, int]]) -> bool:
    had = {place for _, place in bought}
    left = purses.budget - sum(purses.costs[place] for place in had)
    return any(
        worth and cost <= left and place not in had
        for place, (worth, cost) in enumerate(zip(purses.worth, purses.costs))
    )


# --- The result, compared ---


class Outcome(NamedTuple):
    """All that was found."""

    report: Report
    about: dict[str, Any]
    rule: Rule | None
    options: list[Option]
    counts: dict[str, Count]
    sums: dict[str, str]
    receipt: list[Finding]


def compare(found: Outcome, value: Any, ballots: Ballots, opened: Mapping[str, str], report: Report) -> None:
    """What result.json says, beside what the other files give."""
    journal, had = ballots.journal, len(report.problems)
    ledger, turnout = take(value, "ledger", dict, "result.json"), take(value, "turnout", dict, "result.json")
    ways: dict[str, int] = {}
    for (channel, _), cell in ballots.cells.items():
        ways[channel] = ways.get(channel, 0) + cell.voters
    said_and_found = (
        ("rule", value.get("rule"), opened["rule"]),
        ("options", value.get("options"), opened["options"]),
        ("result", value.get("result"), ballots.rule.result),
        ("ledger.size", ledger.get("size"), journal.tree.size),
        ("ledger.root", ledger.get("root"), journal.tree.root()),
        ("turnout.voters", turnout.get("voters"), len(journal.last)),
        ("turnout.casts", turnout.get("casts"), journal.casts),
        ("turnout.channels", turnout.get("channels"), ways),
    )
    for what, said, ours in said_and_found:
        if said != ours:
            report.wrong("result_other", what=what, said=said, found=ours)
    for name, count in found.counts.items():
        compare_count(name, take(value, name, dict, "result.json"), count, report)
    if len(report.problems) == had:
        report.right("ok_count", rule=ballots.rule.name)


def compare_count(name: str, said: dict[str, Any], count: Count, report: Report) -> None:
    for what, ours in (("voters", count.voters), ("quorum_met", count.quorum_met)):
        if said.get(what) != ours:
            report.wrong("result_other", what=f"{name}.{what}", said=said.get(what), found=ours)
    rows = {row.get("id"): row for row in take(said, "rows", list, "result.json") if isinstance(row, dict)}
    ours_by_id = {row.id: row for row in count.rows}
    if len(rows) != len(said["rows"]) or set(rows) != set(ours_by_id):
        strange = sorted(map(str, set(rows) ^ set(ours_by_id))) or [str(len(said["rows"]))]
        report.wrong("result_rows", count=name, ideas=", ".join(strange[:MOST_OF_A_KIND]))
    for id, row in ours_by_id.items():
        for what, ours_ in row.fields().items():
            told = rows.get(id, row.fields()).get(what)
            if (_without_zeros(told) if what == "channels" else told) != ours_:
                report.wrong("result_row", count=name, idea=id, what=what, said=told, found=ours_)


def _without_zeros(channels: Any) -> Any:
    return {way: votes for way, votes in channels.items() if votes} if isinstance(channels, dict) else channels


# --- Control codes ---


def prefix(code: str) -> str | None:
    """The first 25 digits of the commitment that a control code names, however it was typed; None where it is none."""
    letters = [letter for letter in code.upper().translate(str.maketrans("OIL", "011")) if letter.isalnum()]
    if len(letters) != 20 or any(letter not in ALPHABET for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return f"{number:025x}"


def look_up(code: str, journal: Journal, choices: Mapping[int, str], report: Report) -> list[Finding]:
    """What the journal says of a control code."""
    found = []
    for seq, at, voter in journal.receipts:
        found.append(Finding("receipt_found", {"entry": seq, "at": at}))
        last = journal.last[voter]
        found.append(Finding("receipt_last", {}) if last == seq else Finding("receipt_earlier", {"entry": last}))
        if voter in journal.apart:
            found.append(Finding("receipt_apart", {}))
        if seq in choices:
            found.append(Finding("receipt_choice", {"marks": choices[seq]}))
    if not found:
        report.wrong("receipt_none", code=code)
    return found


# --- From the first file to the last ---


def examine(place: Path, receipt: str | None = None, mailed: Mapping[int, str] | None = None) -> Outcome:
    """Checks everything. Damage of any kind is in the report, never raised."""
    found = Outcome(Report(), {}, None, [], {}, {}, [])
    try:
        found = _examine(place, receipt, mailed or {}, found)
    except Wrong as wrong:
        found.report.wrong(wrong.finding.code, **wrong.finding.words)
    except (*DAMAGE, ValueError, TypeError, LookupError, RecursionError, ArithmeticError) as why:
        found.report.wrong("unforeseen", why=f"{type(why).__name__}: {why}")
    if not found.counts:
        found.report.wrong("not_counted")
    return found


def _examine(place: Path, receipt: str | None, mailed: Mapping[int, str], found: Outcome) -> Outcome:
    report, wanted = found.report, prefix(receipt) if receipt else None
    if receipt and wanted is None:
        report.wrong("receipt_bad", code=receipt)
    try:
        files = Files(place)
    except DAMAGE as why:
        raise Wrong("unreadable", file=place.name, why=spoken(why)) from why
    absent = [name for name in FILES if name not in files.names]
    for name in absent:
        report.wrong("missing", file=name)
    rule = _tried(lambda: read_rule(files, report), report, "rule.json" in absent)
    options = _tried(lambda: read_options(files, report), report, "options.json" in absent)
    marks = _tried(lambda: read_marks(files, report), report, "checkpoints.json" in absent) or {}
    if "ledger.jsonl.gz" in absent:
        return found
    journal = read_journal(files, marks, mailed, wanted, report)
    found.sums["sum_root"] = f"{journal.tree.size}:{journal.tree.root()}"
    if rule is None or options is None:
        return found
    found = found._replace(about=rule[1], rule=rule[0], options=options[0])
    found.sums.update({"sum_rule": rule[0].sum, "sum_options": options[1]})
    _opened(journal, rule, options[1], len(marks), report)
    if "ballots.jsonl.gz" in absent:
        return found
    return _counted(files, found, Ballots(rule[0], options[0], journal), receipt)


def _tried(read: Callable[[], T], report: Report, is_absent: bool) -> T | None:
    """What was read; None where the file is absent or damaged, and the report says so."""
    if is_absent:
        return None
    try:
        return read()
    except Wrong as wrong:
        report.wrong(wrong.finding.code, **wrong.finding.words)
        return None


def _opened(journal: Journal, rule: tuple[Rule, dict[str, Any]], options: str, marks: int, report: Report) -> None:
    had, opened = len(report.problems), journal.opened or {}
    if journal.opened is not None and opened.get("rule") != rule[0].sum:
        report.wrong("rule_opened")
    if journal.opened is not None and opened.get("options") != options:
        report.wrong("options_opened")
    if not had:
        report.right("ok_journal", size=journal.tree.size, marks=marks)
    if journal.opened is not None and len(report.problems) == had:
        report.right("ok_rule", versions=len(rule[1]["versions"]))


def _counted(files: Files, found: Outcome, ballots: Ballots, receipt: str | None) -> Outcome:
    report, journal = found.report, ballots.journal
    read_ballots(files, ballots, report)
    if receipt and journal.wanted:
        found.receipt.extend(look_up(receipt, journal, ballots.choices, report))
    for name in ("raw", "cleaned"):
        found.counts[name] = counted(ballots, found.options, with_apart=name == "raw")
    if "result.json" in files.names:
        value = files.whole("result.json")
        found.sums["sum_result"] = checksum(value)
        compare(found, value, ballots, {"rule": found.sums["sum_rule"], "options": found.sums["sum_options"]}, report)
    _cannot(ballots, report)
    return found


def _cannot(ballots: Ballots, report: Report) -> None:
    """What nobody can tell from these files."""
    journal = ballots.journal
    words = {"ideas": len(journal.hidden) + len(journal.into), "apart": len(journal.apart)}
    content = "cannot_linked" if ballots.rule.is_linked else "cannot_content"
    for code in ("cannot_people", "cannot_channels", "cannot_reasons", content, "cannot_rewritten"):
        report.cannot.append(Finding(code, words))


# --- What is printed ---


def as_json(found: Outcome, language: str) -> str:
    report = found.report

    def spoken(findings: Iterable[Finding]) -> list[dict[str, Any]]:
        return [{**one.words, "code": one.code, "sentence": one.say(language)} for one in findings]

    whole = {
        "ok": not report.problems,
        "problems": spoken(report.problems),
        "more": report.more,
        "checked": spoken(report.checked),
        "cannot": spoken(report.cannot),
        "checksums": {name[4:]: value for name, value in found.sums.items()},
        "result": found.rule.result if found.rule else None,
        **{name: count.plain() for name, count in found.counts.items()},
        "receipt": spoken(found.receipt),
    }
    return json.dumps(whole, ensure_ascii=False, default=str)


def as_text(found: Outcome, code: str | None, language: str) -> str:
    report = found.report
    lines = [say(language, "head", slug=found.about.get("slug", "?"), round=found.about.get("round", "?"))]
    if report.checked:
        lines += ["", say(language, "checked"), *(f"  + {one.say(language)}" for one in report.checked)]
    if found.rule and found.counts:
        lines += _both_counts(found, language)
    if found.receipt:
        lines += ["", say(language, "receipt", code=code), *(f"    {one.say(language)}" for one in found.receipt)]
    if found.sums:
        lines += [
            "",
            say(language, "compare"),
            *(f"  {say(language, name)}: {value}" for name, value in found.sums.items()),
        ]
    if report.cannot:
        lines += ["", say(language, "cannot"), *(f"  - {one.say(language)}" for one in report.cannot)]
    if report.problems:
        lines += ["", say(language, "problems"), *(f"  ! {one.say(language)}" for one in report.problems)]
        lines += [f"  ! {say(language, 'more', count=count)} ({code})" for code, count in report.more.items()]
    return "\n".join([*lines, "", say(language, "unwell" if report.problems else "well")])


def _both_counts(found: Outcome, language: str) -> list[str]:
    assert found.rule is not None  # noqa: S101
    raw, cleaned = found.counts["raw"], found.counts["cleaned"]
    if raw == cleaned and raw.voters == cleaned.voters:
        return [*_count("raw", raw, found, language, is_result=True), say(language, "same")]
    return [
        line
        for name, count in found.counts.items()
        for line in _count(name, count, found, language, is_result=name == found.rule.result)
    ]


def _count(name: str, count: Count, found: Outcome, language: str, *, is_result: bool) -> list[str]:
    assert found.rule is not None  # noqa: S101
    titles = {option.id: option.title for option in found.options}
    head = (
        say(language, name)
        + (f" ({say(language, 'is_result')})" if is_result else "")
        + "; "
        + say(language, "voters", count=count.voters)
    )
    if not count.quorum_met:
        head += "; " + say(language, "no_quorum", quorum=found.rule.quorum)
    table = [[say(language, column) for column in ("place", "votes", "against", "score", "idea")]]
    for row in count.rows:
        mark = f" ({say(language, 'selected')})" if row.winner else ""
        table.append([str(row.rank), str(row.votes), str(row.against), row.score, f"{row.id}. {titles[row.id]}{mark}"])
    widths = [max(len(line[place]) for line in table) for place in range(4)]
    cells = ("  ".join([*(c.rjust(w) for c, w in zip(line, widths)), line[4]]) for line in table)
    return ["", head, *(f"  {line}" for line in cells)]


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verify.py", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument(
        "place", metavar="FILE_OR_FOLDER", type=Path, help="the zip file of a vote, or a folder with its files"
    )
    parser.add_argument("--receipt", metavar="CODE", help="look up the control code of a vote")
    parser.add_argument(
        "--checkpoint",
        metavar="SIZE:ROOT",
        action="append",
        default=[],
        type=mailed,
        help="a check mark that you were mailed",
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.add_argument("--language", choices=LANGUAGES, default=_spoken_here())
    return parser.parse_args(given)


def mailed(text: str) -> tuple[int, str]:
    """A check mark as it is written in a letter. Raises ValueError where it is none."""
    size, _, root = text.strip().lower().partition(":")
    if not (size.isascii() and size.isdigit() and len(size) < 16 and HEX.fullmatch(root)):
        raise ValueError(f"a check mark is written SIZE:ROOT with a root of 64 digits, not {text[:80]}")
    return int(size), root


def _spoken_here() -> str:
    here = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en")[:2]
    return here if here in LANGUAGES else "en"


def main(given: Sequence[str] | None = None) -> int:
    """Checks, prints, and returns the exit code."""
    asked = arguments(given)
    if not asked.place.exists():
        print(f"verify.py: {asked.place}: no such file or folder", file=sys.stderr)
        return 2
    found = examine(asked.place, asked.receipt, dict(asked.checkpoint))
    said = as_json(found, asked.language) if asked.json else as_text(found, asked.receipt, asked.language)
    sys.stdout.buffer.write((said + "\n").encode("utf-8", "replace"))
    return 1 if found.report.problems else 0


# --- What it says, in English, Russian and Ukrainian ---

SAYS: dict[str, tuple[str, str, str]] = {
    "head": (
        "Check of the vote “{slug}”, round {round}",
        "Проверка голосования «{slug}», номер {round}",
        "Перевірка голосування «{slug}», номер {round}",
    ),
    "checked": ("Checked:", "Проверено:", "Перевірено:"),
    "problems": ("Does not agree:", "Не сходится:", "Не збігається:"),
    "cannot": ("What these files cannot show:", "Чего по этим файлам проверить нельзя:", "Чого за цими файлами перевірити не можна:"),
    "well": (
        "Everything that can be checked agrees.",
        "Всё, что можно проверить, сходится.",
        "Усе, що можна перевірити, збігається.",
    ),
    "unwell": (
        "This does not agree: see above.",
        "Не сходится: смотрите выше.",
        "Не збігається: дивіться вище.",
    ),
    "more": ("… and {count} more of this kind", "… и ещё {count} таких же", "… і ще {count} таких самих"),
    "raw": ("Count of all ballots", "Подсчёт по всем голосам", "Підрахунок за всіма голосами"),
    "cleaned": (
        "Count without the votes counted apart",
        "Подсчёт без голосов, учтённых отдельно",
        "Підрахунок без голосів, врахованих окремо",
    ),
    "is_result": ("this one is the result", "это и есть итог", "це і є підсумок"),
    "same": (
        "Without the votes counted apart the count is the same: no vote was set apart.",
        "Ни один голос не учтён отдельно, поэтому второй подсчёт такой же.",
        "Жоден голос не враховано окремо, тому другий підрахунок такий самий.",
    ),
    "voters": ("voters: {count}", "проголосовало: {count}", "проголосувало: {count}"),
    "no_quorum": (
        "fewer than the {quorum} that the rule asks for, so nothing is selected",
        "меньше, чем {quorum}, которых требует правило, поэтому ничего не отобрано",
        "менше, ніж {quorum}, яких вимагає правило, тому нічого не відібрано",
    ),
    "place": ("place", "место", "місце"),
    "votes": ("votes", "голоса", "голоси"),
    "against": ("against", "против", "проти"),
    "score": ("score", "счёт", "рахунок"),
    "idea": ("idea", "идея", "ідея"),
    "selected": ("selected", "отобрана", "відібрана"),
    "sum_rule": ("checksum of the rule", "контрольная сумма правила", "контрольна сума правила"),
    "sum_options": ("checksum of the options", "контрольная сумма списка идей", "контрольна сума списку ідей"),
    "sum_root": ("root of the journal", "корень журнала", "корінь журналу"),
    "sum_result": ("checksum of the result", "контрольная сумма итога", "контрольна сума підсумку"),
    "compare": (
        "Compare these with the results page and with the check marks you were mailed:",
        "Сравните их со страницей итогов и с контрольными отметками из писем:",
        "Порівняйте їх зі сторінкою підсумків і з контрольними позначками з листів:",
    ),
    "ok_rule": (
        "The rule and the list of ideas are those the journal was opened with ({versions} published version(s) of the rule).",
        "Правило и список идей — те, с которыми журнал открыт (опубликовано версий правила: {versions}).",
        "Правило і список ідей — ті, з якими журнал відкрито (опубліковано версій правила: {versions}).",
    ),
    "ok_journal": (
        "All {size} entries of the journal and all {marks} check marks agree, each tree is the beginning of the next.",
        "Все записи журнала ({size}) и все контрольные отметки ({marks}) сходятся, каждая продолжает предыдущую.",
        "Усі записи журналу ({size}) і всі контрольні позначки ({marks}) збігаються, кожна продовжує попередню.",
    ),
    "ok_mailed": (
        "The check mark of {size} entries that you gave agrees with the journal.",
        "Контрольная отметка на {size} записях, которую вы указали, совпадает с журналом.",
        "Контрольна позначка на {size} записах, яку ви вказали, збігається з журналом.",
    ),
    "ok_linked": (
        "{voters} voters in the journal, {voters} opened ballots: each is the last one of its voter and is what was committed to.",
        "В журнале проголосовавших: {voters}, раскрытых бюллетеней столько же; каждый — последний у голосовавшего и именно тот, что был записан.",
        "У журналі тих, хто проголосував: {voters}, розкритих бюлетенів стільки ж; кожен — останній і саме той, що був записаний.",
    ),
    "ok_unlinked": (
        "{voters} voters in the journal, {voters} opened ballots; {apart} set apart in the journal, {apart} among the ballots.",
        "В журнале проголосовавших: {voters}, раскрытых бюллетеней столько же; учтено отдельно и там, и там: {apart}.",
        "У журналі тих, хто проголосував: {voters}, розкритих бюлетенів стільки ж; враховано окремо і там, і там: {apart}.",
    ),
    "ok_fit": (
        "Every ballot is a choice that the rule allows.",
        "Каждый бюллетень заполнен так, как разрешает правило.",
        "Кожен бюлетень заповнено так, як дозволяє правило.",
    ),
    "ok_count": (
        "Counted anew by the rule ({rule}), both counts are those of result.json.",
        "Подсчёт заново по правилу ({rule}) дал то же, что в result.json, в обоих вариантах.",
        "Підрахунок наново за правилом ({rule}) дав те саме, що в result.json, в обох варіантах.",
    ),
    "cannot_people": (
        "whether each voter is a real person who had the right to vote: that was checked when they signed in, or by those who handed out codes and paper",
        "настоящие ли это люди и имели ли они право голосовать: это проверялось при входе на сайт или теми, кто выдавал коды и бумагу",
        "чи це справжні люди і чи мали вони право голосувати: це перевірялося під час входу на сайт або тими, хто видавав коди і папір",
    ),
    "cannot_reasons": (
        "whether the reasons are just for which ideas were hidden or joined ({ideas}) or votes set apart ({apart}); the reasons stand in the journal",
        "справедливы ли причины, по которым идеи скрыты или объединены ({ideas}), а голоса учтены отдельно ({apart}); сами причины записаны в журнале",
        "чи справедливі причини, з яких ідеї приховано чи об'єднано ({ideas}), а голоси враховано окремо ({apart}); самі причини записано в журналі",
    ),
    "cannot_content": (
        "which ballot is whose: they are published apart from the journal, so a control code shows that you are counted, not what you chose",
        "чей бюллетень какой: они опубликованы отдельно от журнала, поэтому контрольный код показывает, что вас учли, но не ваш выбор",
        "чий бюлетень який: їх опубліковано окремо від журналу, тому контрольний код показує, що вас врахували, але не ваш вибір",
    ),
    "cannot_linked": (
        "that nobody was made to show their receipt: in this vote the holder of a control code can show how they voted",
        "не заставил ли кто-то показать свой код: в этом голосовании по контрольному коду можно показать свой выбор",
        "чи не змусив хтось показати свій код: у цьому голосуванні за контрольним кодом можна показати свій вибір",
    ),
    "cannot_channels": (
        "from where the voters are and by which way each ballot came in: that is said by the platform",
        "откуда голосовавшие и каким путём пришёл каждый бюллетень: это сообщает платформа",
        "звідки ті, хто голосував, і яким шляхом надійшов кожен бюлетень: це повідомляє платформа",
    ),
    "cannot_rewritten": (
        "that the whole journal was not written anew: compare its check marks with those that observers were mailed (--checkpoint SIZE:ROOT)",
        "не написан ли весь журнал заново: сравните отметки с теми, что наблюдатели получили по почте (--checkpoint РАЗМЕР:КОРЕНЬ)",
        "чи не написано весь журнал наново: порівняйте позначки з тими, що спостерігачі отримали поштою (--checkpoint РОЗМІР:КОРІНЬ)",
    ),
    "missing": ("{file} is missing", "нет файла {file}", "немає файлу {file}"),
    "unreadable": ("{file} is damaged: {why}", "файл {file} повреждён: {why}", "файл {file} пошкоджено: {why}"),
    "broken_off": (
        "{file} is damaged after line {line}: {why}",
        "файл {file} повреждён после строки {line}: {why}",
        "файл {file} пошкоджено після рядка {line}: {why}",
    ),
    "not_json": (
        "{file}, line {line}: this is not JSON in the agreed spelling",
        "{file}, строка {line}: это не JSON в условленной записи",
        "{file}, рядок {line}: це не JSON в умовленому записі",
    ),
    "shape": (
        "{file}, line {line}: “{what}” is missing or is not what it must be",
        "{file}, строка {line}: «{what}» отсутствует или записано не так",
        "{file}, рядок {line}: «{what}» відсутнє або записано не так",
    ),
    "unknown_rule": (
        "this release of the verifier does not know the rule “{what}”",
        "эта версия проверки не знает правила «{what}»",
        "ця версія перевірки не знає правила «{what}»",
    ),
    "rule_sum": (
        "rule.json: the rule was changed, its checksum is not the one written beside it",
        "rule.json: правило изменено, его контрольная сумма не та, что записана рядом",
        "rule.json: правило змінено, його контрольна сума не та, що записана поруч",
    ),
    "rule_versions": (
        "rule.json: the published versions do not lead to this rule, or version {number} was changed or gives no reason",
        "rule.json: опубликованные версии не ведут к этому правилу, либо версия {number} изменена или дана без причины",
        "rule.json: опубліковані версії не ведуть до цього правила, або версію {number} змінено чи подано без причини",
    ),
    "rule_opened": (
        "the journal was opened with another rule than the one in rule.json",
        "журнал открыт с другим правилом, не тем, что в rule.json",
        "журнал відкрито з іншим правилом, не тим, що в rule.json",
    ),
    "options_opened": (
        "the journal was opened with another list of ideas than the one in options.json",
        "журнал открыт с другим списком идей, не тем, что в options.json",
        "журнал відкрито з іншим списком ідей, не тим, що в options.json",
    ),
    "options_twice": (
        "options.json: idea {idea} or its place stands there twice",
        "options.json: идея {idea} или её место указаны дважды",
        "options.json: ідею {idea} або її місце вказано двічі",
    ),
    "not_opened": (
        "the journal does not begin with its opening",
        "журнал начинается не с записи об открытии",
        "журнал починається не із запису про відкриття",
    ),
    "not_closed": (
        "the journal does not end with its closing",
        "журнал заканчивается не записью о закрытии",
        "журнал закінчується не записом про закриття",
    ),
    "stray_entry": (
        "entry {entry} of the journal: “{what}” cannot stand here",
        "запись {entry} журнала: «{what}» не может стоять здесь",
        "запис {entry} журналу: «{what}» не може стояти тут",
    ),
    "unknown_voter": (
        "entry {entry} of the journal speaks of a voter who has no ballot",
        "запись {entry} журнала говорит о голосовавшем, у которого нет бюллетеня",
        "запис {entry} журналу говорить про того, хто не має бюлетеня",
    ),
    "closed_other": (
        "the closing entry says {said} ({what}), the journal has {found}",
        "в записи о закрытии указано {said} ({what}), а в журнале {found}",
        "у записі про закриття вказано {said} ({what}), а в журналі {found}",
    ),
    "root": (
        "an entry between {first} and {last} was changed, dropped, added or moved: the check mark of {size} entries has another root",
        "запись между {first} и {last} изменена, убрана, добавлена или переставлена: у контрольной отметки на {size} записях другой корень",
        "запис між {first} і {last} змінено, прибрано, додано або переставлено: у контрольної позначки на {size} записах інший корінь",
    ),
    "mark_order": (
        "checkpoints.json, line {line}: the check marks do not grow",
        "checkpoints.json, строка {line}: контрольные отметки идут не по возрастанию",
        "checkpoints.json, рядок {line}: контрольні позначки йдуть не за зростанням",
    ),
    "too_short": (
        "entries are missing: a check mark speaks of {size}, the journal has {found}",
        "записей не хватает: контрольная отметка говорит о {size}, а в журнале {found}",
        "записів бракує: контрольна позначка говорить про {size}, а в журналі {found}",
    ),
    "not_sealed": (
        "the last check mark covers {size} of {found} entries: the rest may have been added later",
        "последняя контрольная отметка охватывает {size} записей из {found}: остальные могли быть добавлены позже",
        "остання контрольна позначка охоплює {size} записів з {found}: решту могли додати пізніше",
    ),
    "mailed": (
        "the check mark of {size} entries that you gave is not that of this journal: it was rewritten, or the mark is of another vote",
        "контрольная отметка на {size} записях, которую вы указали, не от этого журнала: его переписали, или отметка от другого голосования",
        "контрольна позначка на {size} записах, яку ви вказали, не від цього журналу: його переписали, або позначка від іншого голосування",
    ),
    "ballots_number": (
        "the journal has {voters} voters, but {found} ballots were opened",
        "в журнале проголосовавших: {voters}, а раскрытых бюллетеней: {found}",
        "у журналі тих, хто проголосував: {voters}, а розкритих бюлетенів: {found}",
    ),
    "ballots_apart": (
        "the journal sets {voters} voters apart, but {found} of the opened ballots are",
        "в журнале учтено отдельно: {voters}, а среди раскрытых бюллетеней: {found}",
        "у журналі враховано окремо: {voters}, а серед розкритих бюлетенів: {found}",
    ),
    "ballots_order": (
        "ballots.jsonl.gz, line {line}: not in the order of the lines, or twice the same voter",
        "ballots.jsonl.gz, строка {line}: строки не по порядку, либо один голосовавший дважды",
        "ballots.jsonl.gz, рядок {line}: рядки не за порядком, або той самий голосувальник двічі",
    ),
    "ballot_keys": (
        "ballots.jsonl.gz, line {line}: it says more than it may in a vote with {receipt} receipts",
        "ballots.jsonl.gz, строка {line}: в ней сказано больше, чем можно при таких подтверждениях ({receipt})",
        "ballots.jsonl.gz, рядок {line}: у ньому сказано більше, ніж можна за таких підтверджень ({receipt})",
    ),
    "ballot_voter": (
        "ballots.jsonl.gz, line {line}: nobody with this pseudonym is in the journal",
        "ballots.jsonl.gz, строка {line}: такого псевдонима нет в журнале",
        "ballots.jsonl.gz, рядок {line}: такого псевдоніма немає в журналі",
    ),
    "ballot_last": (
        "ballots.jsonl.gz, line {line}: the last ballot of this voter is entry {entry}, not the one that was opened",
        "ballots.jsonl.gz, строка {line}: последний бюллетень этого голосовавшего — запись {entry}, а раскрыт другой",
        "ballots.jsonl.gz, рядок {line}: останній бюлетень цього голосувальника — запис {entry}, а розкрито інший",
    ),
    "ballot_changed": (
        "ballots.jsonl.gz, line {line}: this is another ballot: the commitment in entry {entry} of the journal is not to it",
        "ballots.jsonl.gz, строка {line}: это не тот бюллетень: у записи {entry} журнала другая контрольная сумма",
        "ballots.jsonl.gz, рядок {line}: це не той бюлетень: у запису {entry} журналу інша контрольна сума",
    ),
    "ballot_unfit": (
        "ballots.jsonl.gz, line {line}: the choice {marks} is not one that the rule allows",
        "ballots.jsonl.gz, строка {line}: выбор {marks} не такой, какой разрешает правило",
        "ballots.jsonl.gz, рядок {line}: вибір {marks} не такий, який дозволяє правило",
    ),
    "result_other": (
        "result.json: “{what}” says {said}, the files give {found}",
        "result.json: в «{what}» указано {said}, а по файлам выходит {found}",
        "result.json: у «{what}» вказано {said}, а за файлами виходить {found}",
    ),
    "result_rows": (
        "result.json, count “{count}”: the ideas are not those of the count: {ideas}",
        "result.json, подсчёт «{count}»: идеи не те, что в подсчёте: {ideas}",
        "result.json, підрахунок «{count}»: ідеї не ті, що в підрахунку: {ideas}",
    ),
    "result_row": (
        "result.json, count “{count}”, idea {idea}: {what} is {said}, counted anew {found}",
        "result.json, подсчёт «{count}», идея {idea}: {what} — {said}, при подсчёте заново {found}",
        "result.json, підрахунок «{count}», ідея {idea}: {what} — {said}, за підрахунку наново {found}",
    ),
    "not_counted": (
        "the result could not be counted anew, because files are missing or damaged",
        "пересчитать итог не удалось: файлов не хватает или они повреждены",
        "перерахувати підсумок не вдалося: файлів бракує або їх пошкоджено",
    ),
    "unforeseen": (
        "the files are damaged in a way that was not foreseen: {why}",
        "файлы повреждены непредвиденным образом: {why}",
        "файли пошкоджено непередбаченим чином: {why}",
    ),
    "receipt": ("Control code {code}:", "Контрольный код {code}:", "Контрольний код {code}:"),
    "receipt_bad": (
        "“{code}” is not a control code: it has 20 letters and digits",
        "«{code}» — не контрольный код: в нём 20 букв и цифр",
        "«{code}» — не контрольний код: у ньому 20 літер і цифр",
    ),
    "receipt_none": (
        "the control code {code} is not in the journal",
        "контрольного кода {code} в журнале нет",
        "контрольного коду {code} у журналі немає",
    ),
    "receipt_found": (
        "entry {entry} of the journal, {at} (UTC)",
        "запись {entry} журнала, {at} (по Гринвичу)",
        "запис {entry} журналу, {at} (за Гринвічем)",
    ),
    "receipt_last": (
        "It is the last one of its voter, so it counts.",
        "Это последний выбор этого голосовавшего, он и учтён.",
        "Це останній вибір цього голосувальника, його і враховано.",
    ),
    "receipt_earlier": (
        "The same voter voted again later: entry {entry} counts instead.",
        "Позже этот голосовавший изменил выбор: вместо этой учтена запись {entry}.",
        "Пізніше цей голосувальник змінив вибір: замість цього враховано запис {entry}.",
    ),
    "receipt_apart": (
        "This vote is counted apart by a rule; the reason stands in the journal.",
        "Этот голос учтён отдельно по правилу; причина записана в журнале.",
        "Цей голос враховано окремо за правилом; причину записано в журналі.",
    ),
    "receipt_choice": ("The ballot says: {marks}", "В бюллетене: {marks}", "У бюлетені: {marks}"),
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
