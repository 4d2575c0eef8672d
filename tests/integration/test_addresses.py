"""An installation at краудюгры.рф: people read Cyrillic, machines get punycode, and nobody makes it speak for another name."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.digests.formats import docx as as_docx
from app.digests.formats import mail as as_mail
from app.digests.formats import pdf as as_pdf
from app.digests.outline import Cited, Document, Paragraph
from app.foundation import hosts, letters, mail
from campaigns.rounds.ballots.web.confirmations import drawn
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.factories.texts import put_news
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
# What stands in pages and files does not hang on the database.
pytestmark = pytest.mark.any_database
READ, WRITTEN = "https://краудюгры.рф", "https://xn--80agcw4ads1eya.xn--p1ai"
HOST = "xn--80agcw4ads1eya.xn--p1ai"


@pytest.fixture(autouse=True)
def cyrillic(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings = replace(app.extensions["veche.settings"], PUBLIC_URL=READ, MAIL_FROM="вече@краудюгры.рф")
    monkeypatch.setitem(app.extensions, "veche.settings", settings)
    return


def test_links_for_machines_in_pages_are_punycode_and_nothing_else_is(client: FlaskClient) -> None:
    campaign = make_campaign("ugra")
    idea = make_idea(campaign)
    put_news(campaign)

    paths = (
        "/",
        "/campaigns/",
        "/campaigns/ugra/",
        "/campaigns/ugra/ideas/",
        f"/ideas/{idea.id}",
        "/pages/rules",
        "/licences/",
    )
    for path in paths:
        page = client.get(path, base_url=WRITTEN).text
        assert [READ in page, re.findall(r'rel="canonical" href="([^"]*)"', page)] == [False, [WRITTEN + path]], path


def test_previews_lead_to_the_punycode_name(client: FlaskClient) -> None:
    idea = make_idea(make_campaign("ugra"))

    page = client.get(f"/ideas/{idea.id}", base_url=WRITTEN).text

    assert re.findall(r'property="og:url" content="([^"]*)"', page) == [f"{WRITTEN}/ideas/{idea.id}"]


@pytest.mark.parametrize(
    "path",
    ["/campaigns/feed.atom", "/campaigns/ugra/ideas/feed.atom", "/campaigns/ugra/calendar.ics", "/answers/feed.atom"],
)
def test_feeds_and_calendars_are_for_machines(client: FlaskClient, path: str) -> None:
    make_idea(make_campaign("ugra"))

    text = client.get(path, base_url=WRITTEN).text.replace("\r\n ", "")

    assert ("краудюгры" in text, HOST in text) == (False, True)


def test_what_search_engines_read_is_punycode(client: FlaskClient) -> None:
    make_idea(make_campaign("ugra"))

    paths = ("/robots.txt", "/sitemap.xml", "/sitemap/ideas-0.xml", "/.well-known/security.txt")
    found = [client.get(path, base_url=WRITTEN).text for path in paths]

    assert [("краудюгры" in text, WRITTEN in text) for text in found] == [(False, True)] * 4


def test_a_letter_is_read_in_letters_and_carried_in_ascii() -> None:
    link, stop = letters.address("accounts.sign_in"), letters.stopping(5, "notices")

    letter = mail.compose(to="a@example.org", subject="s", text=f"{link}\n", key="k", stop=stop)

    assert letter.get_content() == f"{READ}/account/sign-in\n"
    assert letter["Message-ID"] == f"<k@{HOST}>"
    assert letter["List-Unsubscribe"].startswith(f"<{WRITTEN}/")
    assert letter["From"].addresses[0].addr_spec == f"вече@{HOST}"


def test_a_qr_code_holds_the_punycode_name() -> None:
    assert drawn(hosts.link("/x")) == drawn(f"{WRITTEN}/x")
    assert drawn(hosts.link("/x")) != drawn(hosts.read("/x"))


def report() -> Document:
    idea = Cited(1, 1, "№ 1", "Лист ожидания", f"{WRITTEN}/ideas/1")
    said = Paragraph("Больше всего просят одно.", (idea,))
    words = {"kind": "final", "title": "Библиотека", "over": "Отчёт", "lead": "", "organiser": "", "language": "ru"}
    return Document(
        **words,
        on=date(2026, 11, 4),
        day="4 ноября",
        address=f"{WRITTEN}/digests/1",
        fingerprint="ab" * 32,
        blocks=(said,),
        brief=(said,),
    )


def test_documents_show_letters_and_lead_by_punycode() -> None:
    reader = PdfReader(io.BytesIO(as_pdf.render(report())))
    words = "".join(page.extract_text() for page in reader.pages)
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    leads = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    letter = message_from_bytes(as_mail.render(report()), policy=policy.default)
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))

    assert (f"{READ}/digests/1" in words, HOST in words) == (True, False)
    assert leads == {f"{WRITTEN}/digests/1", f"{WRITTEN}/ideas/1"}
    assert (READ in plain, HOST in plain) == (True, False)
    assert set(re.findall(r'href="([^"]*)"', html)) == leads
    with zipfile.ZipFile(io.BytesIO(as_docx.render(report()))) as file:
        assert (READ in file.read("word/document.xml").decode(), HOST in file.read("word/document.xml").decode()) == (
            True,
            False,
        )
        assert f'Target="{WRITTEN}/digests/1"' in file.read("word/_rels/document.xml.rels").decode()


def test_cookies_go_by_tls_alone_and_to_this_host_alone(visit: Visit) -> None:
    visitor = visit(make_account())

    answer = visitor.client.get("/account/sign-in", base_url=WRITTEN)

    cookies = answer.headers.getlist("Set-Cookie")
    assert [("Domain=" in cookie) for cookie in cookies] == [False] * len(cookies)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (HOST, 200),
        (HOST.upper(), 200),
        (f"{HOST}:443", 200),
        (f"{HOST}.", 200),
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        (f"{HOST}.evil.example", 400),
        (f"evil.example#{HOST}", 400),
        (f"{HOST}@evil.example", 400),
        ("192.168.1.5", 400),
        ("", 400),
        ("a b", 400),
        ("[::1", 400),
        (f"{HOST}:port", 400),
    ],
)
def test_a_host_that_is_not_ours_gets_no_page(client: FlaskClient, host: str, status: int) -> None:
    answer = client.get("/pages/rules", headers={"Host": host})

    assert answer.status_code == status
    assert status == 200 or "evil.example" not in answer.text
    assert status == 200 or "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 200), ("/metrics", 404), ("/", 400)])
def test_balancers_ask_by_the_number_of_the_machine(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path, headers={"Host": "10.0.0.5:8000"}).status_code == status


def test_programs_are_told_the_same_as_a_problem(client: FlaskClient) -> None:
    answer = client.get("/campaigns/", headers={"Host": "evil.example", "Accept": "application/json"})

    assert (answer.status_code, answer.json and answer.json["code"]) == (400, "unknown-host")


@pytest.mark.parametrize(("public", "status"), [("", 200), (READ, 400)])
def test_the_number_of_the_machine_is_a_name_while_no_address_is_set(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, public: str, status: int
) -> None:
    settings = replace(app.extensions["veche.settings"], PUBLIC_URL=public)
    monkeypatch.setitem(app.extensions, "veche.settings", settings)

    assert client.get("/pages/rules", headers={"Host": "192.168.1.5:8000"}).status_code == status
    assert client.get("/pages/rules", headers={"Host": "evil.example"}).status_code == 400


def test_more_names_may_be_set(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["veche.settings"], OTHER_HOSTS=("www.краудюгры.рф",))
    monkeypatch.setitem(app.extensions, "veche.settings", settings)

    assert client.get("/pages/rules", headers={"Host": f"www.{HOST}"}).status_code == 200
