"""From the cells of a workbook to the rows of a sheet of answers. Slow, and apart from every write."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.foundation import workbooks
from app.foundation.errors import Invalid
from app.foundation.forms import EARLIEST, LATEST
from app.foundation.texts import clean, clean_line
from app.foundation.workbooks import Cell, ReadSheet, name_of
from campaigns.answers.models import Outcome
from campaigns.answers.sheets import columns, reasons
from campaigns.answers.sheets.columns import AGAIN, BY_CODE, FILLED, KEY, NEEDED, VERSION
from campaigns.answers.sheets.rows import Fault, Row
from campaigns.answers.sheets.written_days import day_of

# What is kept in one short write, and looked at by a person.
MOST_ROWS, MOST_CHARACTERS = 300, 1_000_000
LONGEST_ID = 15
# Of a row of heads at least so many are known: one alone may be a word in somebody's answer.
HEADS = 3


def read(body: bytes) -> list[Row]:
    """The rows of a workbook that say, or should say, which idea they are about. Raises Invalid with what is amiss with it as a whole."""
    known, outcomes = columns.heads(), columns.outcomes()
    laid = [one for sheet in workbooks.read(body) if (one := _laid(sheet, known)) is not None]
    if not laid:
        raise Invalid(reasons.NO_KEYS)
    rows = [row for one in laid for row in Reader(one, outcomes).rows()]
    if not rows:
        raise Invalid(reasons.NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise Invalid(replace(reasons.MANY_ROWS, values={"most": MOST_ROWS}))
    if sum(len(text) for row in rows for text in row.typed.values()) > MOST_CHARACTERS:
        raise Invalid(reasons.MUCH_TEXT)
    return _with_twins(rows)


@dataclass(frozen=True)
class Laid:
    """A sheet of answers: in which column what stands, and which rows are heads."""

    sheet: ReadSheet
    columns: Mapping[str, int]
    heads: frozenset[int]


def _laid(sheet: ReadSheet, known: Mapping[str, str]) -> Laid | None:
    """How the sheet is laid out; None where it is no sheet of answers. The marks go before the names of columns."""
    found: dict[str, int] = {}
    rows = {
        number: {column: code for column, cell in cells.items() if (code := known.get(_head(cell)))}
        for number, cells in sheet.rows.items()
    }
    heads = {number: codes for number, codes in rows.items() if len(codes) >= HEADS}
    if not heads:
        return None
    by_marks = sorted(heads.items(), key=lambda one: -_marks(sheet, one[0]))
    for number, codes in by_marks:
        for column, code in codes.items():
            if code in found and _is_rival(sheet, (number, column), found[code]):
                raise Invalid(replace(reasons.COLUMN_TWICE, values={"column": BY_CODE[code].head or code}))
            found.setdefault(code, column)
    if not all(code in found for code in NEEDED):
        raise Invalid(reasons.NO_KEYS)
    for code in ("outcome", "reasons"):
        if code not in found:
            raise Invalid(replace(reasons.NO_COLUMN, values={"column": BY_CODE[code].head}))
    return Laid(sheet, found, frozenset(heads))


def _head(cell: Cell) -> str:
    return " ".join(cell.text.split()).casefold()


def _marks(sheet: ReadSheet, row: int) -> int:
    return sum(cell.text.startswith(columns.MARK) for cell in sheet.rows[row].values())


def _is_rival(sheet: ReadSheet, place: tuple[int, int], column: int) -> bool:
    """Whether a second column claims to be the same, by its mark: names of columns are only asked where there is none."""
    return place[1] != column and sheet.cells[place].text.startswith(columns.MARK)


class Reader:
    """Reads the rows of one sheet."""

    def __init__(self, laid: Laid, outcomes: Mapping[str, Outcome]) -> None:
        self._laid, self._sheet, self._outcomes = laid, laid.sheet, outcomes
        self._merged = _merged(laid)

    def rows(self) -> Iterator[Row]:
        """Rows with a key, and those that somebody wrote into without one."""
        numbers = sorted({*self._sheet.rows, *self._merged} - self._laid.heads)
        for number in numbers:
            row = self._row(number)
            if row.owed_id is not None or row.is_begun:
                yield row

    def _row(self, number: int) -> Row:
        faults: list[Fault] = []
        if number in self._merged:
            faults.append(Fault(reasons.MERGED.code, self._merged[number], {}))
        faults += [
            Fault(reasons.NO_VALUE.code, name_of((number, column)), {})
            for code, column in self._laid.columns.items()
            if (number, column) in self._sheet.unknown and (code in FILLED or code in NEEDED)
        ]
        typed = {code: self._typed(number, code, faults) for code in FILLED if code in self._laid.columns}
        key, again = self._whole(number, KEY), self._whole(number, AGAIN)
        row = Row(self._sheet.name, number + 1, key, self._whole(number, VERSION), self._text(number, "number"), typed)
        if key is None and row.is_begun:
            faults.append(Fault(reasons.NO_KEY.code, name_of((number, self._laid.columns[KEY])), {}))
        elif again is not None and again != key:
            faults.append(Fault(reasons.SORTED_APART.code, "", {}))
        return replace(row, faults=tuple(faults))

    def _typed(self, number: int, code: str, faults: list[Fault]) -> str:
        cell = self._cell(number, code)
        if cell is None:
            return ""
        text = clean(cell.text) if code == "reasons" else clean_line(cell.text)
        if not text or code not in {"outcome", "letter_on"}:
            return text
        if code == "outcome":
            found = self._outcomes.get(text.casefold())
            understood = found.value if found else None
        else:
            day = cell.day or day_of(text)
            understood = day.isoformat() if day and EARLIEST <= day <= LATEST else None
        if understood is None:
            reason = reasons.NOT_AN_OUTCOME if code == "outcome" else reasons.NOT_A_DAY
            faults.append(Fault(reason.code, name_of((number, self._laid.columns[code])), {"typed": text[:80]}))
        return understood or text

    def _cell(self, number: int, code: str) -> Cell | None:
        column = self._laid.columns.get(code)
        return None if column is None else self._sheet.cells.get((number, column))

    def _text(self, number: int, code: str) -> str:
        cell = self._cell(number, code)
        return clean_line(cell.text)[:40] if cell else ""

    def _whole(self, number: int, code: str) -> int | None:
        text = self._text(number, code)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


def _merged(laid: Laid) -> dict[int, str]:
    """The rows in which cells to fill in, or those that say what a row is about, are merged, each with the cells."""
    watched = {column for code, column in laid.columns.items() if code in FILLED or code in NEEDED}
    found: dict[int, str] = {}
    for top, left, bottom, right in laid.sheet.merged:
        if not any(left <= column <= right for column in watched):
            continue
        cells = f"{name_of((top, left))}:{name_of((bottom, right))}"
        last = max(laid.sheet.rows, default=0)
        found |= {row: cells for row in range(top, min(bottom, last) + 1) if row not in laid.heads}
    return found


def _with_twins(rows: Sequence[Row]) -> list[Row]:
    """Where the same idea stands in several rows, none of them is taken; those that nobody began say nothing against it."""
    places = defaultdict(list)
    for row in rows:
        if row.owed_id is not None and row.is_begun:
            places[row.owed_id].append(row.number)
    return [_with_twin(row, places.get(row.owed_id or 0, ())) if row.is_begun else row for row in rows]


def _with_twin(row: Row, numbers: Sequence[int]) -> Row:
    if len(numbers) < 2:
        return row
    fault = Fault(reasons.TWICE.code, "", {"rows": ", ".join(str(number) for number in numbers)})
    return replace(row, faults=(*row.faults, fault))
