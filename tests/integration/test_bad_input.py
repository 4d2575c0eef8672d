"""Bad input into every field of the form of an idea: no fault, no live script, and nothing but what is unfit is lost."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.texts import clean, clean_line
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import TITLE_MOST, IdeaText
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_account
from tests.support.hostile import (
    ABSENT,
    BAD_INPUT,
    OWN,
    characters,
    fixtures,
    live_in,
    messages,
    naughty_strings,
    payloads,
    together,
)
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
FIELDS = ("title", "problem", "proposal", "effect", "elsewhere")
WRITE = "/campaigns/ugra/ideas/"
LONGEST = 3_000


class Writer:
    """Somebody who types bad strings into all fields at once, in the same draft each time."""

    def __init__(self, visitor: Visitor) -> None:
        self._client = visitor.client
        self._counts = Redis.from_url(visitor.client.application.extensions["veche.settings"].redis_url)
        self._fields = {"csrf_token": visitor.token(f"{WRITE}new"), "draft": "the-draft-of-a-tester", "do": "save"}
        self.troubles: list[tuple[str, object]] = []

    def type(self, text: str) -> None:
        # Nobody writes so much within an hour; how much is too much is tried elsewhere.
        self._counts.flushall()
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
def test_hidden_fields_and_lists_break_nothing_either(writer: Writer, field: str) -> None:
    idea = {"title": "Идея", "problem": "Беда", "proposal": "Совет"}

    answers = [writer._client.post(WRITE, data={**writer._fields, **idea, field: text}) for text in OWN]

    assert {answer.status_code for answer in answers} <= {303, 422}
    assert [live_in(answer.get_data(as_text=True)) for answer in answers] == [[]] * len(OWN)


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


@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
def test_each_character_of_others_is_kept_by_every_database(writer: Writer) -> None:
    found = characters()

    for start in range(0, len(found), 90):
        writer.type(found[start : start + 90])

    assert writer.troubles[:3] == []
    assert len(found) > 1000


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.skipif(not BAD_INPUT.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("texts", [naughty_strings, payloads, fixtures, messages])
def test_the_bad_strings_of_others_break_nothing(writer: Writer, texts: Callable[[], list[str]]) -> None:
    typed = texts() if texts in {naughty_strings, fixtures} else together(texts(), LONGEST)

    for text in typed:
        writer.type(text)

    assert writer.troubles[:3] == []
    assert len(typed) >= 75
