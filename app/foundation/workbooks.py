"""Reading a workbook that somebody sent: in a process of its own, which has little memory and little time (`opened_workbook`)."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import structlog
from flask_babel import lazy_gettext as _l

from app.foundation.errors import Busy, Invalid, Reason

PROGRAM = Path(__file__).with_name("opened_workbook.py")
SECONDS, SECONDS_IN_LINE, SECONDS_OF_REST = 30, 20, 10
# Days of a workbook are counted from here; a number that is none of a day between 2000 and 2199 is no day.
FIRST_DAY, NUMBERS_OF_DAYS = date(1899, 12, 30), range(36_526, 109_575)

LARGE = Reason(
    "workbook-large",
    _l("There is more in this workbook than can be read. Leave only the sheet with your rows in it and send it again."),
)
REFUSALS: dict[str, Reason] = {
    "large": LARGE,
    "wide": Reason(
        "workbook-wide",
        _l(
            "The sheet goes on too far, to %(where)s. Delete the rows and columns that are not yours and send it again."
        ),
    ),
    "locked": Reason("workbook-locked", _l("This workbook is locked with a password. Save it without one.")),
    "old": Reason("workbook-old", _l("This is a workbook of the old kind (.xls). Save it as .xlsx and send it again.")),
    "macros": Reason(
        "workbook-macros", _l("There are macros in this workbook. Save it as .xlsx, without them, and send it again.")
    ),
    "broken": Reason("workbook-broken", _l("This workbook is cut off or broken. Save it anew and send it again.")),
    "other": Reason(
        "workbook-other",
        _l("This is no workbook. Send the .xlsx file itself, whatever its name, not a CSV or another kind."),
    ),
}
BUSY = Reason("workbooks-many", _l("Another workbook is being read just now. Wait a few seconds and send yours again."))
log = structlog.get_logger("workbooks")
_turn = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Cell:
    """What a cell says, as a text. `kind` is text, number or day (then the text is ISO)."""

    kind: str
    text: str

    @property
    def day(self) -> date | None:
        """The day that it is, where a workbook knows it as one or has counted it."""
        if self.kind == "day":
            return date.fromisoformat(self.text)
        if self.kind == "number" and self.text.isdigit() and int(self.text) in NUMBERS_OF_DAYS:
            return FIRST_DAY + timedelta(days=int(self.text))
        return None


Place = tuple[int, int]


@dataclass(frozen=True)
class ReadSheet:
    """A sheet: its cells by row and column, both from 0; what is empty is not there.

    `unknown` are cells with an error, or with a formula whose value the workbook does not hold. `merged` are first row, first
    column, last row, last column.
    """

    name: str
    cells: Mapping[Place, Cell]
    merged: Sequence[tuple[int, int, int, int]] = ()
    unknown: frozenset[Place] = field(default=frozenset())

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """The cells by row, then by column."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = cell
        return found


def name_of(place: Place) -> str:
    """A cell as people name it: B7."""
    row, column = place
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read(body: bytes) -> list[ReadSheet]:
    """The sheets of a workbook. Slow: call it before the write begins.

    Raises Invalid where it cannot be read, Busy where others are being read.
    """
    if not _turn.acquire(timeout=SECONDS_IN_LINE):
        raise Busy(BUSY, SECONDS_OF_REST)
    try:
        found = json.loads(_opened(body))
    finally:
        _turn.release()
    if "refused" in found:
        raise Invalid(_reason(found["refused"], *found["where"]))
    return [_sheet(one) for one in found["sheets"]]


def _reason(code: str, sheet: str = "", row: int = 0, column: int = 0) -> Reason:
    if not sheet:
        return REFUSALS[code]
    return replace(REFUSALS[code], values={"where": f"{sheet}, {name_of((row, column))}"})


def _opened(body: bytes) -> bytes:
    # Isolated: nothing of the place it is started in, and no setting of ours, reaches it.
    program = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(program, input=body, capture_output=True, timeout=SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise Invalid(LARGE) from None
    # It was stopped: it wanted more memory or time than there is for it.
    if done.returncode != 0:
        log.warning("the reader of workbooks was stopped", code=done.returncode)
        raise Invalid(LARGE)
    return done.stdout


def _sheet(found: dict[str, list[list[int | str]]]) -> ReadSheet:
    return ReadSheet(
        str(found["name"]),
        {(int(row), int(column)): Cell(str(kind), str(text)) for row, column, kind, text in found["cells"]},
        [(int(a), int(b), int(c), int(d)) for a, b, c, d in found["merged"]],
        frozenset((int(row), int(column)) for row, column in found["unknown"]),
    )
