"""Every page that a link leads to, with the whole demonstration: light, without anything of others, and nothing that runs in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import Role
from app.demo import loading
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment
from campaigns.plan.phases import PhaseKind
from search.domain import upkeep
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.comments import make_thread_of
from tests.factories.discussion import HOW, WHERE, make_topic
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]

HEAVIEST = 100_000
# A whole report on one page, with its charts, tables and pictures.
HEAVIEST_REPORT = 300_000
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "object": "data",
}
FOR_GUESTS_WHO_WRITE = {
    "/account/code",
    "/account/forgotten",
    "/account/register",
    "/account/sign-in",
    *(f"/campaigns/{slug}/ideas/new" for slug in ("tsifrovye-servisy", "tsyfrovi-posluhy")),
}


class Reader(HTMLParser):
    """Finds what a page loads and leads to, and what would run or be painted without a file of its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        if tag == "style" or (tag == "script" and "src" not in named):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in named if name == "style" or name.startswith("on")]
        self.inline += [
            f"{tag} {name}" for name, value in named.items() if value.strip().lower().startswith("javascript:")
        ]
        if tag == "link" and named.get("rel") in {"stylesheet", "icon", "preload", "modulepreload", "manifest"}:
            self.loads.add(named.get("href", ""))
        if tag in LOADING and LOADING[tag] in named:
            self.loads.add(named[LOADING[tag]])
        if tag == "a" and named.get("href", "").startswith("/"):
            self.links.append(named["href"].partition("#")[0])


@dataclass
class Page:
    """A page as a browser got it."""

    path: str
    answer: TestResponse
    files: dict[str, int] = field(repr=False)
    pictures: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.answer.text)

    @property
    def weight(self) -> int:
        """Bytes of a first view: the page, and each file that it loads, once."""
        return len(self.answer.data) + sum(
            self.pictures[path] if path in self.pictures else self.files[urlsplit(path).path.rpartition("/")[2]]
            for path in self.reader.loads
        )

    @property
    def is_for_everyone(self) -> bool:
        return self.answer.headers["Cache-Control"].startswith("public")

    def faults(self) -> Iterator[str]:
        """What any page must not have."""
        foreign = [path for path in self.reader.loads if not path.startswith("/static/") and path not in self.pictures]
        yield from (f"{self.path} loads {path}" for path in foreign)
        yield from (f"{self.path} has {inline} in it" for inline in self.reader.inline)
        heaviest = HEAVIEST_REPORT if re.fullmatch(r"/digests/\d+", self.path) else HEAVIEST
        if not foreign and self.weight > heaviest:
            yield f"{self.path} weighs {self.weight}"
        if self.answer.status_code != 200:
            yield f"{self.path} answers {self.answer.status_code}"

    def faults_for_everyone(self) -> Iterator[str]:
        """What a page that may be kept by anybody must not have, or must."""
        if "Set-Cookie" in self.answer.headers:
            yield f"{self.path} sets a cookie"
        if "csrf_token" in self.answer.text:
            yield f"{self.path} carries a token"
        if self.answer.headers.get("Vary") != "Cookie, Accept-Language":
            yield f"{self.path} varies by {self.answer.headers.get('Vary')}"
        if self.answer.headers["Cache-Control"] != "public, no-cache" or not self.answer.headers.get("ETag"):
            yield f"{self.path} cannot be kept"


@pytest.fixture
def files(app: Flask) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (Path(app.root_path) / "static").iterdir()}


@pytest.fixture
def demonstration(app: Flask, instance: Path, run_jobs: Callable[[], None]) -> None:
    # The database is fresh; the sign-ins beside it say that an earlier test has loaded the demonstration.
    (instance / loading.FILE).unlink(missing_ok=True)
    loading.load()
    run_jobs()
    upkeep.rebuild()


@pytest.fixture
def walk(app: Flask, files: dict[str, int]) -> Callable[..., list[Page]]:
    """All pages that links lead to from these, three of each kind."""

    def go(account: Account | None, *paths: str) -> list[Page]:
        visitor, seen, kinds, found = Visitor(app, account, "ru"), set(paths), dict[str, int](), list[Page]()
        ahead = list(paths)
        while ahead:
            path = ahead.pop(0)
            kind = re.sub(r"\d+", "N", path.partition("?")[0])
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] > 3:
                continue
            answer = visitor.get(path)
            if "attachment" in answer.headers.get("Content-Disposition", ""):
                # A file to take away: read to its end, it is closed.
                answer.close()
                continue
            # What only people who are signed in do asks a guest to, and leads back there.
            if answer.mimetype != "text/html" or answer.location == f"/account/sign-in?next={path}":
                answer.close()
                continue
            found.append(Page(path, answer, files))
            found[-1].pictures.update(pictures_of(visitor, found[-1]))
            ahead += [link for link in dict.fromkeys(found[-1].reader.links) if link not in seen]
            seen.update(found[-1].reader.links)
        return found

    return go


def pictures_of(visitor: Visitor, page: Page) -> dict[str, int]:
    """The bytes of the pictures of our own that the page shows."""
    found = {}
    for path in page.reader.loads:
        if path.startswith("/") and not path.startswith(("/static/", "//")):
            with visitor.get(path) as answer:
                if answer.mimetype.startswith("image/"):
                    found[path] = len(answer.data)
    return found


@pytest.mark.slow
@pytest.mark.any_database
def test_pages_are_light_and_kept_by_everybody_or_nobody(demonstration: None, walk: Callable[..., list[Page]]) -> None:
    administrator = make_account()
    for role in (Role.ADMINISTRATOR, Role.MODERATOR):
        give_role(administrator, role)

    pages = walk(None, "/", "/search?q=врач", "/search?q=библиотека&page=2")
    theirs = walk(administrator, "/", "/moderation/", "/moderation/search?q=врач", "/search?q=врач")

    assert [fault for page in (*pages, *theirs) for fault in page.faults()] == []
    assert [page.path for page in pages if page.path.startswith("/search") and len(page.answer.data) > 40_000] == []
    assert [fault for page in pages if page.is_for_everyone for fault in page.faults_for_everyone()] == []
    assert {page.path.partition("?")[0] for page in pages if not page.is_for_everyone} == FOR_GUESTS_WHO_WRITE
    assert {page.answer.headers["Cache-Control"] for page in theirs} == {"private, no-store"}
    assert (len(pages) > 35, len(theirs) > 60) == (True, True)


@pytest.mark.parametrize(
    "path",
    ["/", "/campaigns/", "/campaigns/ugra/", "/campaigns/ugra/ideas/", "/ideas/1", "/search?q=лист", "/digests/"],
)
def test_a_copy_of_a_page_for_everyone_is_asked_for_and_not_sent_again(app: Flask, visit: Visit, path: str) -> None:
    make_idea(make_campaign("ugra"))
    upkeep.rebuild()
    guest, resident = visit(), visit(make_account())
    first = guest.get(path)
    known = {"If-None-Match": first.headers["ETag"]}

    again, in_russian = guest.get(path, headers=known), Visitor(app, None, "ru").get(path, headers=known)
    signed_in = resident.get(path, headers=known)

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (in_russian.status_code, signed_in.status_code) == (200, 200)
    assert (signed_in.headers["Cache-Control"], signed_in.headers.get("ETag")) == ("private, no-store", None)


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.FACILITATOR])
def test_a_page_full_of_long_comments_is_light(app: Flask, files: dict[str, int], role: Role | None) -> None:
    campaign = make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -9, 9)])
    topic = make_topic(campaign, background="Запись открывается в семь утра. " * 20, asked=[HOW, WHERE])
    make_thread_of(topic, 30, 5, make_account())
    with step():
        db.session.execute(update(Comment).values(body="Так оно и есть, и давно пора это изменить. " * 60))
        last = select(Comment.id).where(Comment.root_id.is_(None)).order_by(Comment.id).limit(9).scalar_subquery()
        db.session.execute(update(Comment).where(Comment.id.in_(last)).values(highlighted_at=clock.now()))
    visitor = Visitor(app, give_role(make_account(), role, campaign) if role else None, "ru")
    path = f"/campaigns/ugra/topics/{topic.id}?sort=oldest"

    page = Page(path, visitor.get(path), files)

    assert page.answer.text.count('class="comment"') == 30
    assert list(page.faults()) == []
