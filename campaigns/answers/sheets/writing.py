"""The workbook of answers: a row an idea, what is ours locked, what people fill in open; and a sheet that says how.

No cell is ever a formula, whatever people have written; the only address that can be clicked is that of our own page.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import ngettext
from xlsxwriter.utility import xl_range_abs

from app.foundation import letters
from campaigns.answers.domain.answering import MOST
from campaigns.answers.models import Outcome
from campaigns.answers.sheets.columns import AGAIN, COLUMNS, KEY, OFFICE, VERSION, Column
from campaigns.answers.sheets.comparing import Judged
from campaigns.answers.sheets.owing import Owing
from campaigns.answers.sheets.rows import Row
from campaigns.answers.texts import REASONS_LEAST, AnswerWords
from campaigns.answers.words import CHOICES, OUTCOMES
from campaigns.contributions.models import State

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MARKS, HEAD, FIRST = 0, 1, 2
WIDTH_OF_REASONS = 50
A_LINE, LEAST_LINES, MOST_LINES = 15, 3, 24
DAY = "dd.mm.yyyy"
GREY, INK, OPEN, EDGE = "#eef1f2", "#1d2a2e", "#fff4dc", "#b7c2c6"
# With the protection on, people may still sort, filter and make columns wider; it has no password.
MAY = dict.fromkeys(
    ("sort", "autofilter", "format_cells", "format_columns", "format_rows", "select_locked_cells"), True
)


@dataclass(frozen=True)
class Line:
    """A row of the workbook: what stands in it by the code of the column, as texts, days or (page) an address."""

    cells: Mapping[str, str | date]
    why: str = ""


@dataclass(frozen=True)
class Book:
    """A workbook to be written. `asked` is how many answers are owed where not all of them are in it."""

    lines: Sequence[Line]
    made_at: datetime
    asked: int = 0
    tells_why: bool = field(default=False)


def to_fill(owing: Iterable[Owing], asked: int, now: datetime) -> bytes:
    """The workbook of what is owed."""
    lines = [_line(one) for one in owing]
    return _written(Book(lines, now, asked=asked))


def not_taken(refused: Iterable[Judged], now: datetime) -> bytes:
    """The rows of a sheet that were not taken, as they came, each with the reasons."""
    return _written(Book([_refused(one) for one in refused], now, tells_why=True))


def _line(one: Owing) -> Line:
    signer, post = one.signed_before or ("", "")
    words = _cells(one.words) if one.words else {"signer": signer, "post": post}
    return Line(
        {
            KEY: str(one.id),
            VERSION: "" if one.version is None else str(one.version),
            OFFICE: str(one.office_id),
            AGAIN: str(one.id),
            "number": str(one.number),
            "title": one.title,
            "campaign": one.campaign,
            "department": one.office,
            "beside": "; ".join(one.beside),
            "due": one.due_on,
            "page": letters.address("answers.show_owed", owed_id=one.id),
            "stands": _("draft begun") if one.words else "",
            **words,
        }
    )


def _cells(words: AnswerWords) -> dict[str, str | date]:
    cells: dict[str, str | date] = {name: value for name, value in vars(words).items() if value}
    return {**cells, "outcome": str(OUTCOMES[words.outcome])}


def _refused(one: Judged) -> Line:
    row, present = one.row, one.present
    cells: dict[str, str | date] = {**_typed(row), "number": row.idea}
    if row.owed_id is not None:
        cells |= {KEY: str(row.owed_id), AGAIN: str(row.owed_id)}
    if present is not None:
        cells |= {
            "title": present.title,
            "campaign": present.idea.contribution.campaign.title,
            "due": present.owed.due_on,
            "page": letters.address("answers.show_owed", owed_id=present.owed.id),
            OFFICE: str(present.owed.office_id),
            "stands": _standing(one),
        }
    # Whoever mends it has what stands now before their eyes: the row may be sent again.
    version = present.version if present else row.version
    cells[VERSION] = "" if version is None else str(version)
    why = [f"{cell}: {reason}" if cell else str(reason) for cell, reason in one.reasons]
    where = _("Sheet “%(sheet)s”, row %(number)s", sheet=row.sheet, number=row.number)
    return Line(cells, f"{where}. {' '.join(why)}")


def _standing(one: Judged) -> str:
    if one.before is None or one.present is None or one.present.latest is None:
        return ""
    is_draft = one.present.latest.contribution.state == State.DRAFT
    head = _("Draft that stands now") if is_draft else _("Answer that stands now")
    return f"{head}: {OUTCOMES[one.before.outcome]}. {one.before.reasons}"


def _typed(row: Row) -> dict[str, str | date]:
    cells: dict[str, str | date] = dict(row.typed)
    if row.outcome is not None:
        cells["outcome"] = str(OUTCOMES[row.outcome])
    if row.typed.get("letter_on"):
        try:
            cells["letter_on"] = date.fromisoformat(row.typed["letter_on"])
        except ValueError:
            cells["letter_on"] = row.typed["letter_on"]
    return cells


def _written(book: Book) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        workbook.set_properties({"created": book.made_at.replace(tzinfo=None)})
        page, how = workbook.add_worksheet(_("Answers")), workbook.add_worksheet(_("How to fill it in"))
        outcomes = _instruct(workbook, how, book)
        Writer(workbook, page, book).write(outcomes)
    return file.getvalue()


class Writer:
    """Writes the sheet that is filled in."""

    def __init__(self, workbook: Any, page: Any, book: Book) -> None:
        self._page, self._book = page, book
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": EDGE, "font_color": INK}
        self._ours = workbook.add_format({**base, "bg_color": GREY, "num_format": "@"})
        self._our_day = workbook.add_format({**base, "bg_color": GREY, "num_format": DAY, "align": "left"})
        self._link = workbook.add_format({**base, "bg_color": GREY, "font_color": "#0b6b74", "underline": 1})
        self._theirs = workbook.add_format({**base, "locked": False, "num_format": "@"})
        self._their_day = workbook.add_format({**base, "locked": False, "num_format": DAY, "align": "left"})
        self._head = workbook.add_format({**base, "bold": True, "bg_color": GREY})
        self._open_head = workbook.add_format({**base, "bold": True, "bg_color": OPEN})

    def write(self, outcomes: str) -> None:
        """The rows; `outcomes` are the cells that hold what may be chosen."""
        for place, column in enumerate(COLUMNS):
            self._set(place, column)
        last = len(COLUMNS)
        if self._book.tells_why:
            self._page.set_column(last, last, WIDTH_OF_REASONS)
            self._page.write_string(HEAD, last, _("Why it was not taken"), self._open_head)
        for number, line in enumerate(self._book.lines, FIRST):
            self._page.set_row(number, _height(line))
            for place, column in enumerate(COLUMNS):
                self._put(number, place, column, line.cells.get(column.code, ""))
            if self._book.tells_why:
                self._page.write_string(number, last, line.why, self._ours)
        self._rule(outcomes)
        self._page.set_row(MARKS, None, None, {"hidden": True})
        self._page.set_row(HEAD, 34)
        self._page.freeze_panes(FIRST, 5)
        self._page.autofilter(HEAD, 0, max(HEAD + len(self._book.lines), FIRST), last - 1)
        self._page.protect("", MAY)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(HEAD)

    def _set(self, place: int, column: Column) -> None:
        style = self._open_head if column.is_filled else self._head
        self._page.set_column(place, place, column.width, None, {} if column.head else {"hidden": True})
        self._page.write_string(MARKS, place, column.mark, self._head)
        self._page.write_string(HEAD, place, str(column.head) or column.mark, style)

    def _put(self, number: int, place: int, column: Column, value: str | date) -> None:
        style = self._style(column, isinstance(value, date))
        if isinstance(value, date):
            self._page.write_datetime(number, place, value, style)
        elif not value:
            self._page.write_blank(number, place, None, style)
        elif column.code == "page":
            self._page.write_url(number, place, value, self._link, value)
        else:
            self._page.write_string(number, place, value, style)

    def _style(self, column: Column, is_day: bool) -> Any:
        if not column.is_filled:
            return self._our_day if is_day else self._ours
        return self._their_day if column.code == "letter_on" else self._theirs

    def _rule(self, outcomes: str) -> None:
        """What cells take: spreadsheets say at once what does not fit. That is all a help: what comes back is looked at anew."""
        last = max(HEAD + len(self._book.lines), FIRST)
        for place, column in enumerate(COLUMNS):
            if column.code == "outcome":
                rule: dict[str, Any] = {"validate": "list", "source": outcomes}
            elif column.code == "letter_on":
                rule = {
                    "validate": "date",
                    "criteria": "between",
                    "minimum": date(2000, 1, 1),
                    "maximum": date(2199, 12, 31),
                }
                rule["error_message"] = _("Write the day like 16.11.2026.")
            elif column.code in MOST and column.is_filled:
                rule = {"validate": "length", "criteria": "<=", "value": MOST[column.code]}
                rule["error_message"] = _("At most %(most)s characters fit here.", most=MOST[column.code])
            else:
                continue
            self._page.data_validation(FIRST, place, last, place, rule)


def _height(line: Line) -> int:
    """How high a row is, in points, so that its words are seen: not every program finds out by itself."""
    cells = [(str(line.cells.get(column.code, "")), column.width) for column in COLUMNS if column.head]
    lines = max(
        sum(-(-len(part) // width) or 1 for part in text.split("\n"))
        for text, width in [*cells, (line.why, WIDTH_OF_REASONS)]
    )
    return A_LINE * min(max(lines, LEAST_LINES), MOST_LINES)


def _instruct(workbook: Any, page: Any, book: Book) -> str:
    """The sheet that says how. Gives the address of the cells with the outcomes."""
    title = workbook.add_format({"bold": True, "font_size": 14, "font_color": INK})
    bold = workbook.add_format({"bold": True, "valign": "top", "font_color": INK})
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "font_color": INK})
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, _("How to fill it in"), title)
    sentences = _sentences(book)
    for number, sentence in enumerate(sentences, 2):
        page.merge_range(number, 0, number, 1, sentence, plain)
        page.set_row(number, 15 * (1 + len(sentence) // 130))
    first = len(sentences) + 4
    page.write_string(first - 1, 0, _("What becomes of the idea"), bold)
    for number, outcome in enumerate(Outcome, first):
        page.write_string(number, 0, str(OUTCOMES[outcome]), bold)
        page.write_string(number, 1, str(CHOICES[outcome]), plain)
    page.protect()
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    name = page.get_name().replace("'", "''")
    return f"='{name}'!{xl_range_abs(first, 0, first + len(Outcome) - 1, 0)}"


def _sentences(book: Book) -> list[str]:
    own = (
        [
            _(
                "These rows were not taken. The last column says why. Mend them and send this workbook back, or copy them into a new one."
            )
        ]
        if book.tells_why
        else [ngettext("%(num)s idea waits for an answer.", "%(num)s ideas wait for an answer.", len(book.lines))]
    )
    if book.asked > len(book.lines):
        own.append(
            _("These are the first %(count)s of %(all)s by their last day.", count=len(book.lines), all=book.asked)
        )
    return [
        *own,
        _("Fill in the yellow columns. A row that you leave empty is left as it is."),
        _("Choose what becomes of the idea from the list of the cell; the words for it stand below."),
        _("Give reasons of at least %(least)s characters: everyone will read them.", least=REASONS_LEAST),
        _("“Works already” needs a link, “Belongs elsewhere” says where the author can turn."),
        _("A letter has a number and a date: give both or neither. Write the date like 16.11.2026."),
        _(
            "You may sort the rows and filter them. Leave the hidden columns in their place: they say which idea a row is about."
        ),
        _(
            "Send the workbook back on the page “Answers in a workbook”. You see what would change before anything is kept."
        ),
        _("Nothing is public by that: the rows become drafts of your department. You sign them on the site."),
    ]
