"""A conversation: statements with what moderators said of them, and each vote in the order of time.

Votes are 1 (agrees), -1 (disagrees) and 0 (passes). Some exports have the signs the other way round: the matrix of participants
tells, where there is one. Somebody who votes on a statement anew has changed their mind: the last vote counts, the others stay.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.foundation.tables import Row, Table
from campaigns.rounds.exchange.damage import Broken, Damage, Refused
from campaigns.rounds.exchange.polis import tables

VOTES = {"1": 1, "-1": -1, "0": 0, "1.0": 1, "-1.0": -1, "0.0": 0}
MODERATED_OUT = "-1"
FIGURES = frozenset({"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"})
LONGEST_ID = 200
FEW = 5


@dataclass(frozen=True)
class Statement:
    """A statement with the mark that moderators left: 1 taken, -1 taken off, 0 neither."""

    id: str
    text: str
    at: datetime | None
    moderated: str


@dataclass(frozen=True)
class Said:
    """Somebody votes on a statement."""

    voter: str
    statement: str
    value: int
    at: datetime


@dataclass
class Conversation:
    """A conversation; `log` is sorted by time, and None where there is none."""

    topic: str
    purpose: str
    statements: Mapping[str, Statement]
    log: Sequence[Said] | None
    refused: list[Damage] = field(default_factory=list)
    notes: list[Damage] = field(default_factory=list)

    @property
    def voters(self) -> set[str]:
        return {said.voter for said in self.log or ()}

    def last(self) -> dict[tuple[str, str], int]:
        """What holds: the last vote of each voter on each statement."""
        return {(said.voter, said.statement): said.value for said in self.log or ()}


def read(source: Path) -> Conversation:
    """Reads a folder or a zip. Raises Broken where it holds no conversation, or a matrix of other votes than those of the log."""
    files = tables.raw(source)
    found = tables.tables(files)
    if "comments" not in found:
        raise Broken([Damage(0, "there is no table comments.csv")])
    summary = _summary(files.get("summary", b""))
    refused: list[Damage] = []
    statements = _statements(found["comments"], refused)
    log = _log(found["votes"], statements, refused) if "votes" in found else None
    topic, purpose = summary.get("topic", ""), summary.get("conversation-description", "")
    conversation = Conversation(topic, purpose, statements, log, refused)
    if log is not None and "matrix" in found:
        _compare(conversation, found["matrix"])
    return conversation


def _summary(content: bytes) -> dict[str, str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace").replace("\x00", ""), newline=""))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1}


def _rows(
    table: Table, file: str, needed: Sequence[str], refused: list[Damage]
) -> Iterator[tuple[Row, dict[str, str]]]:
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise Broken([Damage(1, f"there is no column {missing[0]}", file=file)])
    for row in table.rows:
        if row.fault:
            refused.append(_damage(row, row.fault, file))
        else:
            yield row, {name: cell.strip() for name, cell in row.cells.items()}


def _damage(row: Row, reason: str, file: str) -> Damage:
    return Damage(row.number, reason, ",".join(row.cells.values()), file)


def _statements(table: Table, refused: list[Damage]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    file = "comments.csv"
    for row, cells in _rows(table, file, ("comment-id", "comment-body"), refused):
        id, text = cells["comment-id"], cells["comment-body"]
        if not id or len(id) > LONGEST_ID:
            refused.append(_damage(row, "there is no comment-id", file))
        elif id in found:
            refused.append(_damage(row, f"the comment-id {id} stands above already", file))
        else:
            found[id] = Statement(id, text, _time_or_none(cells.get("timestamp", "")), cells.get("moderated", "0"))
    return dict(sorted(found.items(), key=lambda one: (not one[0].isdecimal(), len(one[0]), one[0])))


def _log(table: Table, statements: Mapping[str, Statement], refused: list[Damage]) -> list[Said]:
    found = []
    file = "votes.csv"
    for row, cells in _rows(table, file, ("timestamp", "comment-id", "voter-id", "vote"), refused):
        try:
            found.append(_said(cells, statements))
        except Refused as reason:
            refused.append(_damage(row, str(reason), file))
    # The log is grouped, not sorted; of votes in one and the same millisecond the order of the file holds.
    return sorted(found, key=lambda said: said.at)


def _said(cells: Mapping[str, str], statements: Mapping[str, Statement]) -> Said:
    voter, statement, vote = cells.get("voter-id", ""), cells.get("comment-id", ""), cells.get("vote", "")
    if not voter or len(voter) > LONGEST_ID:
        raise Refused("there is no voter-id")
    if statement not in statements:
        raise Refused(f"a vote on statement {statement[:40]!r}, which is not among the statements")
    if vote not in VOTES:
        raise Refused(f"the vote {vote[:40]!r} is none of 1, -1 and 0")
    at = _time_or_none(cells.get("timestamp", ""))
    if at is None:
        raise Refused(f"the timestamp {cells.get('timestamp', '')[:40]!r} is no time")
    return Said(voter, statement, VOTES[vote], at)


def _time_or_none(text: str) -> datetime | None:
    """A time in milliseconds since 1970."""
    if not (text.isascii() and text.isdigit()) or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _compare(conversation: Conversation, matrix: Table) -> None:
    """Sets the signs as the matrix has them, and notes the cells in which it says something else than the log."""
    said, last = _cells(matrix), conversation.last()
    both = [cell for cell in said if cell in last]
    agreeing = Counter(_sign(said[cell], last[cell]) for cell in both)
    is_turned = agreeing[-1] > agreeing[1]
    if is_turned:
        log = conversation.log or ()
        conversation.log = [Said(one.voter, one.statement, -one.value, one.at) for one in log]
        conversation.notes.append(
            Damage(0, "the log has the signs the other way round: they are as the matrix has them")
        )
        last = conversation.last()
    differ = [cell for cell in {**last, **said} if last.get(cell) != said.get(cell) and _is_of(cell, conversation)]
    if len(differ) * 2 > len(last):
        raise Broken(
            [Damage(0, "the matrix of participants is not about the votes of the log", file=tables.NAMES["matrix"][0])]
        )
    for voter, statement in differ[:FEW]:
        cell = (voter, statement)
        reason = f"participant {voter} on statement {statement}: the log's last vote is {last.get(cell)}, the matrix has {said.get(cell)}"
        conversation.notes.append(Damage(0, reason))
    if len(differ) > FEW:
        conversation.notes.append(Damage(0, f"{len(differ) - FEW} cells more in which log and matrix differ"))


def _sign(one: int, other: int) -> int:
    return one * other if one and other else 0


def _is_of(cell: tuple[str, str], conversation: Conversation) -> bool:
    return cell[1] in conversation.statements


def _cells(matrix: Table) -> dict[tuple[str, str], int]:
    if "participant" not in matrix.columns:
        raise Broken([Damage(1, "there is no column participant", file=tables.NAMES["matrix"][0])])
    found = {}
    for row in matrix.rows:
        voter = row.cells.get("participant", "").strip()
        for statement, cell in row.cells.items():
            value = VOTES.get(cell.strip())
            if value is not None and statement not in FIGURES:
                found[voter, statement] = value
    return found
