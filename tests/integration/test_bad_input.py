"""Bad input into every field of the form of an idea: no fault, no live script, and nothing but what is unfit is lost."""

import gzip
import json
import os
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.texts import clean, clean_line
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import TITLE_MOST, IdeaText
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
ROOT = Path(__file__).resolve().parents[2]
BAD_INPUT = Path(os.environ.get("VECHE_TEST_DATA", ROOT.parent / "shared" / "data")) / "bad_input"
ABSENT = f"{BAD_INPUT} is absent: put the data there or set VECHE_TEST_DATA"
FIELDS = ("title", "problem", "proposal", "effect", "elsewhere")
WRITE = "/campaigns/ugra/ideas/"
LONGEST = 3_000

OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "'; DROP TABLE ideas; --",
    "NUL \x00 and controls \x01\x08\x0b\x1f\x7f\x9f in a line",
    "\u202eright to left\u202c and \u2066isolates\u2069",
    "zero\u200b\u200b\u200b\u200cwidth \ufeffruns\u2060",
    "Z" + "\u0335\u0321\u0322" * 40 + "algo",
    "😀👨‍👩‍👧‍👦🇺🇦 emoji",
    "%00%0d%0aSet-Cookie: a=b",
    "Ünïcödé · ґєїі · ёъыэ · ﷽ · 𝕿𝖍𝖊",
    "=cmd|' /C calc'!A0",
    "A" * 300,
    " \u00a0\u3000\t ",
    "\\x3cscript\\x3e &lt;script&gt; &#60;script&#62;",
]


class Live(HTMLParser):
    """Collects what would run, or lead to what would run, in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and not (named.get("src") or "").startswith("/static/"):
            self.found.append(f"<script {named}>")
        if tag in {"iframe", "object", "embed", "base", "style", "math"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{name}={value}")
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in {"href", "src", "action", "formaction", "xlink:href"} and address.startswith(
                ("javascript:", "data:", "vbscript:")
            ):
                self.found.append(f"{name}={value}")


def live_in(page: str) -> list[str]:
    reader = Live()
    reader.feed(page)
    return reader.found


class Writer:
    """Somebody who types bad strings into all fields at once, in the same draft each time."""

    def __init__(self, visitor: Visitor) -> None:
        self._client = visitor.client
        self._fields = {"csrf_token": visitor.token(f"{WRITE}new"), "draft": "the-draft-of-a-tester", "do": "save"}
        self.troubles: list[tuple[str, object]] = []

    def type(self, text: str) -> None:
        typed = {name: text[: 100 if name == "title" else LONGEST] for name in FIELDS}
        answer = self._client.post(WRITE, data={**self._fields, **typed})
        page = answer.get_data(as_text=True)
        if answer.status_code == 303:
            page = self._client.get(answer.headers["Location"]).get_data(as_text=True)
            self._compare(typed, page)
        elif answer.status_code != 422 or clean(text):
            self.troubles.append((text, answer.status_code))
        if live_in(page):
            self.troubles.append((text, live_in(page)))

    def _compare(self, typed: dict[str, str], page: str) -> None:
        db.session.rollback()
        kept = IdeaText.of(db.session.scalars(select(Idea)).one())
        expected = {name: clean_line(words) if name == "title" else clean(words) for name, words in typed.items()}
        box = unescape(
            page.split('name="problem"')[1].split(">", 1)[1].split("</textarea>", maxsplit=1)[0]
        ).removeprefix("\r\n")
        if kept.prose != expected or box != expected["problem"]:
            self.troubles.append((typed["problem"], kept))


@pytest.fixture
def writer(app: Flask, visit: Visit) -> Writer:
    make_campaign("ugra")
    return Writer(visit(make_account()))


@pytest.mark.parametrize("text", OWN)
def test_our_own_bad_strings_break_nothing(writer: Writer, text: str) -> None:
    writer.type(text)

    assert writer.troubles == []


def published(text: str) -> dict[str, str]:
    """The text in every field, as often as makes a whole idea."""
    return {name: (text * 20)[: TITLE_MOST if name == "title" else 400] for name in FIELDS}


@pytest.mark.parametrize("text", [text for text in OWN if clean_line(text)])
def test_what_is_published_of_them_runs_nowhere(app: Flask, visit: Visit, text: str) -> None:
    campaign, visitor = make_campaign("ugra", ideas_checked_first=False), visit(make_account(given_name="<b>Анна"))
    answer = visitor.client.post(
        WRITE, data={**published(text), "checked": "", "csrf_token": visitor.token(f"{WRITE}new")}
    )

    paths = [answer.headers.get("Location", WRITE), WRITE, f"/campaigns/{campaign.slug}/", "/account/"]
    pages = [visitor.get(path) for path in paths]
    assert answer.status_code in {303, 422}
    assert [page.status_code for page in pages] == [200] * 4
    assert [live_in(page.get_data(as_text=True)) for page in pages] == [[]] * 4


@pytest.mark.parametrize("field", ["track_id", "territory_id", "draft", "checked", "do"])
@pytest.mark.parametrize("text", OWN)
def test_hidden_fields_and_lists_break_nothing_either(writer: Writer, visit: Visit, field: str, text: str) -> None:
    writer._fields[field] = text

    answer = writer._client.post(
        WRITE, data={**writer._fields, "title": "Идея", "problem": "Беда", "proposal": "Совет"}
    )

    assert answer.status_code in {303, 422}
    assert live_in(answer.get_data(as_text=True)) == []


def test_bytes_that_are_no_text_are_kept_as_something_that_is(writer: Writer) -> None:
    fields = "&".join(f"{name}=%FF%FE%ED%A0%BD" for name in FIELDS)
    token = f"csrf_token={writer._fields['csrf_token']}&do=save"

    answer = writer._client.post(WRITE, data=f"{token}&{fields}", content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 303


def test_a_cookie_of_rubbish_breaks_nothing(writer: Writer) -> None:
    writer._client.set_cookie("draft", "." * 50 + "a" * 500)

    assert writer._client.get(f"{WRITE}new").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_wrong_method_is_refused(writer: Writer, method: str) -> None:
    assert getattr(writer._client, method)(WRITE).status_code in {400, 405}


@pytest.mark.parametrize(
    "path",
    [
        "/ideas/0",
        "/ideas/999999999999999999",
        "/ideas/9999999999999999999",
        "/ideas/-1",
        "/ideas/x",
        "/ideas/drafts/%00",
        "/ideas/drafts/" + "a" * 3000,
    ],
)
def test_addresses_that_lead_nowhere_are_missing_pages(writer: Writer, path: str) -> None:
    assert writer._client.get(path).status_code == 404


def naughty_strings() -> list[str]:
    return json.loads((BAD_INPUT / "blns" / "blns.json").read_text("utf-8"))


def payloads() -> list[str]:
    return together(gzip.open(BAD_INPUT / "xss" / "xss_payloads.txt.gz", "rt", "utf-8").read().splitlines())


def fixtures() -> list[str]:
    return [row["payload"] for row in json.loads((BAD_INPUT / "dompurify" / "fixtures.json").read_text("utf-8"))]


def messages() -> list[str]:
    with gzip.open(BAD_INPUT / "real_dirty_1551.jsonl.gz", "rt", "utf-8") as lines:
        return together([json.loads(line)["text"] for line in lines])


def together(texts: list[str]) -> list[str]:
    """As many of the texts in one as a field takes: thousands of forms would take minutes and tell no more."""
    joined = [""]
    for text in texts:
        if len(joined[-1]) + len(text) >= LONGEST:
            joined.append("")
        joined[-1] += text + "\n"
    return joined


@pytest.mark.slow
@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("texts", [naughty_strings, payloads, fixtures, messages])
def test_the_bad_strings_of_others_break_nothing(writer: Writer, texts: Callable[[], list[str]]) -> None:
    typed = texts()

    for text in typed:
        writer.type(text)

    assert writer.troubles[:3] == []
    assert len(typed) >= 75
