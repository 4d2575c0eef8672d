"""A digest as a DOCX: headings, lists, tables with captions, charts as pictures, the block to sign."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from flask_babel import gettext as _

from app.digests.formats import plain
from app.digests.formats.typesetting import desk, png
from app.digests.outline import Chart, Document
from app.digests.words import short
from app.foundation import archives
from app.uploads import store

# What offices are asked to write their papers in; where it is missing, its metric twin stands in for it.
FONT = "Times New Roman"
INK, QUIET, ACCENT = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x55, 0x60, 0x6E), RGBColor(0x1F, 0x5F, 0xA8)
WIDE = Cm(16.5)
DOTS_PER_INCH = 180
# How long a property of a file may be.
MOST = 255
# What XML cannot hold.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# How wide columns are against each other, by the kind of what they hold.
SHARES = {"text": 22, "idea": 34, "day": 26}
HEAD_SHARE, NARROW_SHARE = 34, 15
# What a bold letter of a table takes, and the margins of a cell.
LETTER, GAP = Cm(0.21), Cm(0.45)
# A table with so few rows stays on one sheet.
SHORT = 8
LINE = "______________________"
REGIONS = {"ru": "ru-RU", "uk": "uk-UA", "en": "en-GB"}


def render(document: Document) -> bytes:
    """The file."""
    return _Writer(document).written()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document, self._tables, self._pictures = document, 0, 0
        self._file = docx.Document()
        self._put: dict[str, Callable[[dict[str, Any]], None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "listing": self._listing,
            "figures": self._figures,
            "facts": self._facts,
            "table": self._table,
            "picture": self._picture,
            "signature": self._signature,
        }

    def written(self) -> bytes:
        it = plain.of_document(self._document)
        self._prepare()
        self._front(it)
        for block, source in zip(it["blocks"], self._document.blocks, strict=True):
            if isinstance(source, Chart):
                self._chart(block, it["language"])
            else:
                self._put[block["is"]](block)
        self._end(it)
        file = io.BytesIO()
        self._file.save(file)
        with zipfile.ZipFile(file) as packed:
            return archives.packed({name: packed.read(name) for name in packed.namelist()})

    def _prepare(self) -> None:
        document, on = self._document, self._document.on
        about = self._file.core_properties
        about.title, about.author, about.comments = _legal(document.title)[:MOST], _legal(document.organiser)[:MOST], ""
        about.last_modified_by, about.language = about.author, document.language
        about.created = about.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
        section = self._file.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
        sizes = {"Normal": 11, "Title": 22, "Heading 1": 15, "Heading 2": 12.5, "Caption": 9.5, "List Bullet": 11}
        for name, size in sizes.items():
            style = self._file.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for each in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(each), FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(theme), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), REGIONS.get(document.language, document.language))
        self._file.styles["Normal"].element.get_or_add_rPr().append(language)
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, paragraph: Any) -> None:
        _add(paragraph, f"{short(self._document.title, 90)} · {self._document.day} · ", size=8.5, colour=QUIET)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", ""), ("end", "")):
            run = _add(paragraph, "1" if not kind and not text else "", size=8.5, colour=QUIET)
            if kind or text:
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = text
                run.element.append(part)

    def _front(self, it: dict[str, Any]) -> None:
        if it["over"]:
            _add(self._file.add_paragraph(), it["over"], size=10, colour=QUIET)
        self._file.add_paragraph(style="Title").add_run(_legal(it["title"]))
        if it["lead"]:
            _add(self._file.add_paragraph(), it["lead"], size=12)
        told = " · ".join(part for part in (it["organiser"], it["day"]) if part)
        _add(self._file.add_paragraph(), told, size=10, colour=QUIET)

    def _heading(self, it: dict[str, Any]) -> None:
        # The title of the document is no heading here: its sections are the first level.
        heading = self._file.add_heading(_legal(it["text"]), it["level"] - 1)
        heading.paragraph_format.page_break_before = it["opens_page"]

    def _paragraph(self, it: dict[str, Any]) -> None:
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = it["leads"]
        self._statement(paragraph, it)

    def _statement(self, paragraph: Any, it: dict[str, Any]) -> None:
        note = it["tone"] == "note"
        _add(paragraph, it["text"], size=9.5 if note else None, colour=QUIET if note else None)
        self._cite(paragraph, it["ideas"])

    def _cite(self, paragraph: Any, ideas: list[dict[str, str]]) -> None:
        for number, idea in enumerate(ideas):
            _add(paragraph, ", " if number else " (", colour=QUIET)
            _link(paragraph, idea["label"], idea["url"])
            if idea["title"]:
                _add(paragraph, f" {idea['title']}", colour=QUIET)
        if ideas:
            _add(paragraph, ")", colour=QUIET)

    def _listing(self, it: dict[str, Any]) -> None:
        for entry in it["entries"]:
            self._statement(self._file.add_paragraph(style="List Bullet"), entry)

    def _figures(self, it: dict[str, Any]) -> None:
        if not it["rows"]:
            return
        table = self._file.add_table(rows=1, cols=len(it["rows"]))
        for cell, (number, told) in zip(table.rows[0].cells, it["rows"], strict=True):
            paragraph = cell.paragraphs[0]
            _add(paragraph, number, size=18).bold = True
            _add(paragraph, f"\n{told}", size=9.5, colour=QUIET)
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    def _facts(self, it: dict[str, Any]) -> None:
        for name, value in it["rows"]:
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            _add(paragraph, f"{name}: ").bold = True
            _add(paragraph, value)

    def _caption(self, text: str) -> None:
        caption = self._file.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        _add(caption, text).bold = True

    def _table(self, it: dict[str, Any]) -> None:
        self._tables += 1
        self._caption(_("Table %(number)s. %(caption)s", number=self._tables, caption=it["caption"]))
        table = self._file.add_table(rows=1, cols=len(it["columns"]))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _lighten(table)
        head = table.rows[0]
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(repeated)
        for cell, column in zip(head.cells, it["columns"], strict=True):
            _fill(cell, column["title"], "", numeric=column["numeric"]).bold = True
        for row in it["rows"]:
            for cell, value, column in zip(table.add_row().cells, row, it["columns"], strict=True):
                _fill(cell, value["text"], value["url"], numeric=column["numeric"])
        _share_out(table, it["columns"], it["head"])
        _hold_together(table, is_short=len(it["rows"]) <= SHORT)
        _add(self._file.add_paragraph(), it["note"], size=9, colour=QUIET)

    def _chart(self, it: dict[str, Any], language: str) -> None:
        self._pictures += 1
        self._caption(_("Figure %(number)s. %(caption)s", number=self._pictures, caption=it["title"]))
        with desk(chart={**it, "language": language}) as folder:
            drawn = png(folder, "chart.typ", DOTS_PER_INCH)
        self._draw(drawn, f"{it['title']}. {it['description']}")
        if it["table"]:
            self._table(it["table"])

    def _picture(self, it: dict[str, Any]) -> None:
        if it["digest"]:
            self._draw(store.path_of(it["digest"]).read_bytes(), it["alt"])
        paragraph = self._file.add_paragraph()
        _add(paragraph, it["caption"], size=9.5, colour=QUIET)
        self._cite(paragraph, it["ideas"])

    def _draw(self, drawn: bytes, alt: str) -> None:
        shape = self._file.add_picture(io.BytesIO(drawn))
        fits = min(1.0, WIDE / shape.width, Cm(11) / shape.height)
        shape.width, shape.height = round(shape.width * fits), round(shape.height * fits)
        about = shape._inline.docPr
        about.set("descr", _legal(alt))
        about.set("name", _legal(alt)[:60])

    def _signature(self, it: dict[str, Any]) -> None:
        title = self._file.add_paragraph()
        title.paragraph_format.space_before, title.paragraph_format.keep_with_next = Pt(24), True
        _add(title, it["title"]).bold = True
        table = self._file.add_table(rows=0, cols=3)
        for post, name in it["rows"]:
            cells = table.add_row().cells
            for cell, text in zip(cells, (post, LINE, name), strict=True):
                cell.paragraphs[0].paragraph_format.space_before = Pt(14)
                _add(cell.paragraphs[0], text)
        _hold_together(table, is_short=True, goes_on=True)
        _add(self._file.add_paragraph(), f"{it['place_for_date']} {LINE}")

    def _end(self, it: dict[str, Any]) -> None:
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(18)
        _add(paragraph, f"{it['labels']['address']}: ", size=9, colour=QUIET)
        _link(paragraph, it["read_address"], it["address"])
        if it["fingerprint"]:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            _add(paragraph, f"{it['labels']['fingerprint']}: {it['fingerprint']}", size=9, colour=QUIET)


def _legal(text: str) -> str:
    return ILLEGAL.sub("", text)


def _add(paragraph: Any, text: str, *, size: float | None = None, colour: RGBColor | None = None) -> Any:
    run = paragraph.add_run(_legal(text))
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _share_out(table: Any, columns: list[dict[str, Any]], head: int) -> None:
    shares = [
        HEAD_SHARE if place == head and not column["numeric"] else SHARES.get(column["kind"], NARROW_SHARE)
        for place, column in enumerate(columns)
    ]
    least = [LETTER * max(map(len, column["title"].split()), default=0) + GAP for column in columns]
    for column, wide in zip(table.columns, _widths(shares, least), strict=True):
        column.width = wide
        for cell in column.cells:
            cell.width = wide


def _widths(shares: list[int], least: list[int]) -> list[int]:
    """The width of each column by its share of the page, none so narrow that a word above it breaks."""
    tight: set[int] = set()
    while True:
        left = WIDE - sum(least[place] for place in tight)
        parts = sum(share for place, share in enumerate(shares) if place not in tight)
        widths = [least[place] if place in tight else round(left * share / parts) for place, share in enumerate(shares)]
        more = {place for place, wide in enumerate(widths) if wide < least[place]}
        if not more or len(tight | more) == len(shares):
            return widths
        tight |= more


def _hold_together(table: Any, *, is_short: bool, goes_on: bool = False) -> None:
    """No row is divided between sheets, nor a short table; one that goes on stays with the paragraph after it."""
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    for row in (table.rows if goes_on else list(table.rows)[:-1]) if is_short else list(table.rows)[:2]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _lighten(table: Any) -> None:
    """Thin grey lines between rows and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "C3CAD3")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _fill(cell: Any, text: str, url: str, *, numeric: bool) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return _link(paragraph, text, url, size=9) if url else _add(paragraph, text, size=9)


def _link(paragraph: Any, text: str, url: str, *, size: float | None = None) -> Any:
    run = _add(paragraph, text, size=size, colour=ACCENT)
    if url:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph.paragraph_format.element.remove(run.element)
        link.append(run.element)
        paragraph.paragraph_format.element.append(link)
    return run
