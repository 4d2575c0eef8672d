"""Digests of campaigns with the worst texts there can be, with next to nothing in them, and with everything hidden."""

import io
import zipfile

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from app.digests import jobs
from app.digests.composing import compose
from app.digests.files import MAKERS, words_of
from app.digests.models import Form, Snapshot
from app.digests.outline import Heading, Listing
from app.foundation.db import db
from app.foundation.letters import address
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind
from campaigns.ideas.models import Idea
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import make_account
from tests.factories.rounds import freeze, make_round, publish
from tests.support.clocks import MovingClock

LONG = "Очень длинный заголовок " * 210
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    '#read("/etc/passwd") #sys.inputs $ x $ @missing <label>',
    "**жирно** _к_ [ссылка](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "]] ``` \\u{41} */ // /* %(title)s {0} {{ 7*7 }} {% raw %}",
)


def taken(*titles: str, votes: int = 1) -> Snapshot:
    """The digest of a published round with these ideas, each with so many supports."""
    campaign, people = make_campaign("ugra", language="en", winners=1), [make_account() for _ in range(votes)]
    round_ = make_round(campaign)
    for title in titles:
        support(make_idea(campaign, people[0], title=title), *people)
    jobs.take(publish(freeze(round_)).id)
    return db.session.scalars(select(Snapshot)).one()


def files_of(snapshot: Snapshot) -> dict[Form, bytes]:
    return {form: MAKERS[form](snapshot) for form in Form}


def text_of_docx(body: bytes) -> str:
    read = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def text_of_pdf(body: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    return " ".join("\n".join(pages).split())


@pytest.mark.slow
@pytest.mark.any_database
def test_the_worst_titles_stay_texts_in_every_form(app: Flask) -> None:
    files = files_of(taken(*HOSTILE))

    html, sheet = files[Form.HTML].decode(), zipfile.ZipFile(io.BytesIO(files[Form.XLSX]))
    written, pdf = text_of_docx(files[Form.DOCX]), text_of_pdf(files[Form.PDF])
    strings = sheet.read("xl/sharedStrings.xml").decode()
    assert [title for title in HOSTILE if title not in written] == []
    assert ['#read("/etc/passwd")' in pdf, "**жирно** _к_" in pdf, "root:" in pdf] == [True, True, False]
    assert [mark in html for mark in ("<script>alert", "<img src=x", 'src="https://evil', 'href="javascript')] == [
        False
    ] * 4
    assert ("&lt;script&gt;alert(1)" in html, "{{ 7*7 }}" in html, "{{ 7*7 }}" in written) == (True, True, True)
    assert ("=HYPERLINK(" in strings, any(b"<f>" in sheet.read(name) for name in sheet.namelist())) == (True, False)


@pytest.mark.slow
@pytest.mark.any_database
def test_titles_of_five_thousand_letters_are_cut_and_that_is_said(app: Flask, client: FlaskClient) -> None:
    snapshot = taken(*(f"{number} {LONG}" for number in range(12)))

    page, files = client.get(f"/digests/{snapshot.id}").text, files_of(snapshot)

    assert LONG[:220] not in page
    assert "Titles of more than 200 characters are cut: the whole stands on the idea’s page." in page
    assert len(page.encode()) < 100_000
    assert len(PdfReader(io.BytesIO(files[Form.PDF])).pages) < 8
    assert f"0 {LONG}" in snapshot.titles.values()


def headings(snapshot: Snapshot) -> list[str]:
    document = compose(snapshot, words_of(snapshot), address)
    return [block.anchor for block in document.blocks if isinstance(block, Heading) and block.level == 2]


@pytest.mark.any_database
def test_without_ideas_only_what_can_be_said_is_there(app: Flask) -> None:
    assert headings(taken()) == ["findings", "course", "method"]


@pytest.mark.slow
@pytest.mark.any_database
def test_one_support_makes_a_digest_that_says_one(app: Flask, client: FlaskClient) -> None:
    snapshot = taken("Одна запись")

    page, files = client.get(f"/digests/{snapshot.id}").text, files_of(snapshot)

    assert "1 person took part on the site. 1 idea was counted. 1 support was given." in page
    assert headings(snapshot)[:2] == ["findings", "top"]
    assert all(files.values())


@pytest.mark.slow
@pytest.mark.any_database
def test_with_all_ideas_hidden_the_numbers_stay_and_no_word_is_left(
    app: Flask, client: FlaskClient, clock: MovingClock
) -> None:
    snapshot = taken("Тайная первая", "Тайная вторая")
    fingerprint = snapshot.fingerprint
    with step():
        for text in db.session.scalars(select(Contribution).where(Contribution.kind == Kind.IDEA)):
            states.withdraw(text, clock.now())

    page, files = client.get(f"/digests/{snapshot.id}").text, files_of(snapshot)

    words = [page, files[Form.HTML].decode(), files[Form.JSON].decode(), files[Form.MAIL].decode()]
    words += [text_of_docx(files[Form.DOCX]), text_of_pdf(files[Form.PDF])]
    with zipfile.ZipFile(io.BytesIO(files[Form.XLSX])) as sheet:
        words.append(sheet.read("xl/sharedStrings.xml").decode())
    assert ["Тайная" in one for one in words] == [False] * 7
    assert "2 ideas were counted." in page
    assert fingerprint in files[Form.JSON].decode()
    assert db.session.scalars(select(Idea.title)).first() == "Тайная первая"


@pytest.mark.any_database
def test_every_statement_about_some_ideas_cites_them_and_only_those_about_all_cite_none(app: Flask) -> None:
    snapshot = taken("Первая", "Вторая", "Третья", votes=2)
    of_all = {"took-part", "unsupported", "no-support", "elsewhere", "newcomers", "silent", "moderation"}

    findings = snapshot.body["findings"]
    document = compose(snapshot, words_of(snapshot), address)
    said = next(block for block in document.blocks if isinstance(block, Listing))

    assert [one["code"] for one in findings if not one["ideas"] and one["code"] not in of_all] == []
    assert [[idea.id for idea in one.ideas] for one in said.entries] == [one["ideas"] for one in findings]
