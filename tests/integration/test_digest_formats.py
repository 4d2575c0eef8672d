"""Formats of a digest: the same tree gives the same bytes, texts of people stay texts, every format can be read by others."""

import email.message
import email.policy
import hashlib
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.shared import Emu
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from app.digests.formats import docx as as_docx
from app.digests.formats import mail as as_mail
from app.digests.formats import pdf as as_pdf
from app.digests.formats import xlsx as as_xlsx
from app.digests.outline import (
    Block,
    Chart,
    Cited,
    Column,
    ColumnKind,
    Document,
    Facts,
    Figures,
    Heading,
    Listing,
    Paragraph,
    Point,
    Shape,
    Signature,
    Table,
    Tone,
)
from app.digests.words import short

# Documents follow from their tree alone.
pytestmark = pytest.mark.any_database
FORMULA = '=HYPERLINK("https://evil.example","x")'
HOSTILE = f'{FORMULA} #read("/etc/passwd") *жирно* _к_ @ссылка $x$ <script>alert(1)</script> \\u{{41}} ]] ```'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def idea(number: int, title: str | None = "Лист ожидания к врачу") -> Cited:
    return Cited(number, number, f"№ {number}", title, f"https://veche.example/ideas/{number}")


def table(name: str, caption: str = "Темы") -> Table:
    kinds = (
        ColumnKind.TEXT,
        ColumnKind.NUMBER,
        ColumnKind.PERCENT,
        ColumnKind.DECIMAL,
        ColumnKind.DAY,
        ColumnKind.IDEA,
    )
    rows = (
        (HOSTILE, 1234, 57, Decimal("3.5"), date(2026, 11, 1), idea(1)),
        ("+7 912 000-00-00", 0, 0, None, None, idea(2, HOSTILE)),
    )
    return Table(name, caption, tuple(Column(kind.value, kind) for kind in kinds), rows, "Малые группы сложены.")


def report(
    *blocks: Block, title: str = "Библиотека рядом", language: str = "ru", brief: tuple[Paragraph, ...] = ()
) -> Document:
    return Document(
        kind="final",
        title=title,
        over="Итоговый отчёт",
        lead="Что решено",
        organiser="Департамент культуры",
        language=language,
        on=date(2026, 11, 22),
        day="22 ноября 2026",
        address="https://veche.example/digests/3",
        fingerprint=hashlib.sha256(b"body").hexdigest(),
        blocks=blocks,
        brief=brief,
    )


WHOLE: tuple[Block, ...] = (
    Heading(2, "Главное", "main"),
    Figures(((1234, "идей"), (0, "голосов"))),
    Paragraph(HOSTILE, (idea(1), idea(2, None))),
    Listing((Paragraph("Первое", (idea(1),)), Paragraph("Второе", tuple(idea(n) for n in range(1, 7))))),
    Facts((("Правило", "первые 20"),)),
    Chart(
        "bars",
        Shape.BARS,
        "Больше половины о врачах",
        "Столбцы",
        (Point(HOSTILE, 3), Point("б", 0, "done")),
        table("a"),
    ),
    Chart("line", Shape.LINE, "По дням", "Линия", (Point("1 ноя", 3),)),
    Chart("shares", Shape.SHARES, "Каналы", "Доли", (Point("сайт", 0),)),
    Heading(2, "Таблица", "table", opens_page=True),
    Heading(3, "Часть", "part"),
    table("b", "x" * 60),
    Paragraph("мелко", (), Tone.NOTE),
    Signature("Согласовано", (("Директор департамента", "А. Б. Иванова"),), "Дата: ______"),
)


LONG = "Очень длинный заголовок идеи " * 180
BRIEF = (
    Paragraph("Больше всего поддержки:", (idea(1, HOSTILE),)),
    Paragraph("Отобраны:", tuple(idea(n) for n in range(1, 7))),
    Paragraph("Просрочены:", (idea(7, None), idea(8, LONG))),
)


@pytest.fixture(autouse=True)
def in_russian(app: Flask) -> object:
    with app.app_context(), force_locale("ru"):
        yield


@pytest.mark.parametrize("form", [as_pdf, as_docx, as_xlsx, as_mail])
@pytest.mark.parametrize("blocks", [WHOLE, ()])
def test_the_same_tree_gives_the_same_bytes(form: object, blocks: tuple[Block, ...]) -> None:
    first, second = (form.render(report(*blocks, brief=BRIEF)) for _ in range(2))  # type: ignore[attr-defined]

    assert first == second


def test_a_pdf_is_tagged_and_told_in_its_language_with_texts_as_they_were_written() -> None:
    read = PdfReader(io.BytesIO(as_pdf.render(report(*WHOLE))))

    text = "\n".join(page.extract_text() for page in read.pages)
    root = read.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ru", True)  # type: ignore[index]
    assert (read.metadata.title, read.metadata.author) == ("Библиотека рядом", "Департамент культуры")  # type: ignore[union-attr]
    assert read.metadata.creation_date.date() == date(2026, 11, 22)  # type: ignore[union-attr]
    assert '#read("/etc/passwd")' in text.replace("\n", " ")
    assert "root:" not in text
    assert "1 / 3" in text
    assert alternate_texts(root["/StructTreeRoot"]) >= {  # type: ignore[arg-type]
        "Больше половины о врачах. Столбцы",
        "По дням. Линия",
        "Каналы. Доли",
    }


def alternate_texts(tree: object) -> set[str]:
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.add(str(node["/Alt"]))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


def test_what_no_xml_may_hold_is_left_out() -> None:
    read = docx.Document(io.BytesIO(as_docx.render(report(Paragraph("до\x0b\x00после \ud83d"), title="a\x01b"))))

    assert "допосле " in [one.text for one in read.paragraphs]


def test_a_docx_has_headings_captions_and_texts_as_they_were_written() -> None:
    read = docx.Document(io.BytesIO(as_docx.render(report(*WHOLE))))

    headings = [one.text for one in read.paragraphs if one.style and one.style.name.startswith("Heading")]
    texts = [one.text for one in read.paragraphs]
    assert headings == ["Главное", "Таблица", "Часть"]
    assert any(text.startswith(HOSTILE) for text in texts)
    assert [len(one.rows) for one in read.tables[1:3]] == [3, 3]
    assert read.tables[1].cell(1, 0).text == HOSTILE
    assert (read.core_properties.title, read.core_properties.created.date()) == ("Библиотека рядом", date(2026, 11, 22))  # type: ignore[union-attr]


def test_no_word_above_a_column_is_broken() -> None:
    titles = ("Услуга", "Орган власти", "Идеи", "Отправленные идеи", "Комментарии", "Поддержка, отданная на сайте")
    kinds = (ColumnKind.TEXT, ColumnKind.TEXT, *(ColumnKind.NUMBER,) * 4)
    columns = tuple(Column(title, kind) for title, kind in zip(titles, kinds, strict=True))
    tree = report(Table("days", "Участие", columns, (("Запись к врачу", "Депздрав", 1, 2, 3, 4),), ""))

    in_docx = [
        Emu(column.width or 0).cm for column in docx.Document(io.BytesIO(as_docx.render(tree))).tables[0].columns
    ]
    with zipfile.ZipFile(io.BytesIO(as_xlsx.render(tree))) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet2.xml"))
    # Neighbours of one width share an element.
    in_xlsx = [
        float(column.get("width", 0))
        for column in sheet.iter(f"{SHEET}col")
        for _ in range(int(column.get("min", 0)), int(column.get("max", 0)) + 1)
    ]

    longest = [max(map(len, title.split())) for title in titles]
    # A bold letter of the table takes a fifth of a centimetre; in a sheet one, beside the arrow of its filter.
    assert [wide >= 0.2 * letters for wide, letters in zip(in_docx, longest, strict=True)] == [True] * 6
    assert sum(in_docx) == pytest.approx(16.5, abs=0.05)
    assert [wide >= letters + 4 for wide, letters in zip(in_xlsx, longest, strict=True)] == [True] * 6


def test_an_xlsx_has_typed_cells_and_no_formula() -> None:
    body = as_xlsx.render(report(*WHOLE))

    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        sheets = [name for name in sorted(packed.namelist()) if name.startswith("xl/worksheets/sheet")]
        pages = [ET.fromstring(packed.read(name)) for name in sheets]
        names = [one.get("name", "") for one in ET.fromstring(packed.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]
        shared = packed.read("xl/sharedStrings.xml").decode()
    assert len(pages) == 3
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)
    assert not any(list(page.iter(f"{SHEET}f")) for page in pages)
    cells = {one.get("r"): (one.get("t"), one.findtext(f"{SHEET}v")) for one in pages[1].iter(f"{SHEET}c")}
    assert [cells[place] for place in ("B4", "C4", "D4")] == [(None, "1234"), (None, "0.57"), (None, "3.5")]
    assert cells["A4"][0] == "s"
    assert "#read(" in shared


def test_titles_of_any_length_and_no_table_at_all_make_files() -> None:
    blocks = (
        Heading(2, "Идеи", "ideas"),
        Paragraph("Одна идея.", (idea(1, LONG),)),
        Chart("c", Shape.BARS, LONG, "", (), None),
    )

    sizes = [len(form.render(report(*blocks, title=LONG, language="uk"))) for form in (as_pdf, as_docx, as_xlsx)]

    assert all(size > 4_000 for size in sizes)


def letter(**over: Any) -> email.message.EmailMessage:
    return email.message_from_bytes(as_mail.render(report(brief=BRIEF, **over)), policy=email.policy.default)  # type: ignore[return-value]


def test_a_short_letter_has_findings_with_their_ideas_and_is_for_nobody_yet() -> None:
    read = letter()

    told = read.get_body(("plain",)).get_content().splitlines()  # type: ignore[union-attr]
    assert {name: read[name] for name in ("From", "To", "Cc", "X-Unsent")} == {
        "From": None,
        "To": None,
        "Cc": None,
        "X-Unsent": "1",
    }
    assert (read["Subject"], read["Content-Language"]) == ("Итоговый отчёт: Библиотека рядом", "ru")
    assert [line for line in told if line.startswith("- ")] == [f"- {one.text}" for one in BRIEF]
    assert told[told.index("- Отобраны:") + 1 :][:7] == [
        "  № 1 «Лист ожидания к врачу»",
        "  https://veche.example/ideas/1",
        "  № 2 «Лист ожидания к врачу»",
        "  https://veche.example/ideas/2",
        "  № 3 «Лист ожидания к врачу»",
        "  https://veche.example/ideas/3",
        "  и ещё 3 идеи",
    ]
    assert told[told.index("- Просрочены:") + 1 :][:2] == ["  № 7", "  https://veche.example/ideas/7"]
    assert "https://veche.example/digests/3" in told


def test_in_a_short_letter_texts_stay_texts_and_lines_are_short() -> None:
    read = letter(title=f"{HOSTILE}\n{LONG}")

    plain, simple = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert f"«{short(HOSTILE, 120)}»" in plain
    assert ("<script" in simple, "&lt;script&gt;" in simple, LONG[:200] in plain) == (False, True, False)
    assert len(read["Subject"]) <= 241
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize(
    ("text", "cut"), [("раз два три", "раз два три"), ("раз два  тричетыре", "раз два…"), ("а\n б", "а б")]
)
def test_a_line_of_a_letter_is_cut_at_a_word(text: str, cut: str) -> None:
    assert short(text, 12) == cut
