"""A campaign of 2,000 ideas and 10,000 comments: its pages cost what those of one with twenty of each cost."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import Account
from app.accounts.roles import GUEST, Role
from app.digests import jobs as digest_jobs
from app.digests.models import Snapshot
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.queries import threads
from campaigns.comments.queries.threads import Order as ThreadOrder
from campaigns.ideas.queries import lists
from campaigns.ideas.queries.lists import Asked, Order
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result
from search import engines
from search.engine import Shelf
from search.queries.documents import documents_of
from tests.factories.large import LARGE, SMALL, Place, make_large
from tests.factories.people import give_role, make_account
from tests.factories.rounds import freeze, make_round, publish
from tests.support.people import Visitor
from tests.support.statements import counted, plans_of

Visit = Callable[..., Visitor]

HEAVIEST = 100_000
IN_INDEX = 400
FILE = re.compile(r'(?:href|src)="/static/[^"?]*?([^"/?]+)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
GREAT = "ideas|contributions|comments|threads|supports|stands|reactions|notices|follows|question_answers|idea_problems"
WHOLE = re.compile(rf"\bSCAN (?:{GREAT})(?:_\d+)?\b")
WALKED = {
    Order.NEW: "ix_contributions_of_campaign",
    Order.SUPPORT: "ix_ideas_support",
    Order.DISCUSSED: "ix_ideas_discussed",
    Order.FAIR: "ix_ideas_ring",
}


def of_guests(place: Place) -> list[str]:
    home, idea, topic = f"/campaigns/{place.slug}", place.ideas[0], place.topics[0]
    return [
        "/",
        "/campaigns/",
        f"{home}/",
        f"{home}/rules",
        f"{home}/calendar.ics",
        *(f"{home}/ideas/?sort={order}" for order in Order),
        f"{home}/ideas/?problem={place.problems[0]}&service={place.services[1]}",
        *(f"/ideas/{idea}?sort={order}" for order in ThreadOrder),
        f"/ideas/{idea}/history",
        f"{home}/topics/",
        f"{home}/topics/{topic}",
        f"{home}/topics/{place.topics[1]}",
        f"{home}/problems",
        f"{home}/news/",
        "/services/",
        f"/services/{place.services[0]}",
        f"/search?q=двор&campaign={place.slug}",
    ]


def of_residents(place: Place) -> list[str]:
    home = f"/campaigns/{place.slug}"
    return [
        "/",
        f"{home}/",
        f"{home}/ideas/",
        f"{home}/ideas/new",
        f"/ideas/{place.ideas[0]}",
        f"/ideas/{place.ideas[1]}",
        f"{home}/topics/",
        f"{home}/topics/{place.topics[0]}",
        "/account/",
        "/account/notices",
        f"/search?q=двор&campaign={place.slug}",
    ]


def of_staff(place: Place) -> list[str]:
    home = f"/campaigns/{place.slug}"
    return [
        "/moderation/",
        f"/moderation/?campaign={place.campaign_id}",
        f"/moderation/cases/{place.cases[0]}",
        f"{home}/plan",
        f"{home}/ideas/enter",
        f"{home}/topics/{place.topics[0]}",
        f"{home}/problems",
        f"/ideas/{place.ideas[0]}",
    ]


def of_results(place: Place) -> list[str]:
    digests = select(Snapshot.id).where(Snapshot.campaign_id == place.campaign_id)
    results, digest = f"/campaigns/{place.slug}/results", f"/digests/{db.session.scalars(digests).one()}"
    return [f"/campaigns/{place.slug}/", results, "/digests/", digest]


def costs(visitor: Visitor, paths: list[str]) -> list[int]:
    """How many statements each of the pages sends."""
    spent = []
    for path in paths:
        db.session.remove()
        with counted() as sent:
            assert visitor.get(path).status_code == 200, path
        spent.append(len(sent))
    return spent


def heavy(app: Flask, visitor: Visitor, paths: list[str]) -> list[str]:
    """The pages of these whose first view weighs more than it may, with what it loads."""
    files = {path.name: path.stat().st_size for path in (Path(app.root_path) / "static").iterdir()}
    found = []
    for path in paths:
        body = visitor.get(path).get_data()
        weight = len(body) + sum(files[name] for name in set(FILE.findall(body.decode())))
        found += [f"{path} weighs {weight}"] if weight > HEAVIEST else []
    return found


def walked(visitor: Visitor, path: str, thing: str) -> list[int]:
    """The numbers that the pattern finds on all pages of a list, in their order, each once a page."""
    ahead, found = path, list[int]()
    while ahead:
        page = visitor.get(ahead).text
        found += dict.fromkeys(int(number) for number in re.findall(thing, page))
        further = NEXT.search(page)
        ahead = unescape(further[1]) if further else ""
    return found


def ideas_in(campaign_id: int, order: Order) -> tuple[list[int], str]:
    """The ideas on all pages of a list, in their order, and the key of its last page."""
    asked, found = Asked(clock.now().date(), order), list[int]()
    while True:
        page = lists.page_of(GUEST, campaign_id, asked)
        found += [line.id for line in page.rows]
        if page.after is None:
            return found, asked.after or ""
        asked = replace(asked, after=page.after)


def comments_at_the_top(thread_id: int, order: ThreadOrder) -> list[int]:
    page = threads.page_of(GUEST, thread_id, order, None)
    found = [branch.root.id for branch in page.branches]
    while page.after:
        page = threads.page_of(GUEST, thread_id, order, page.after)
        found += [branch.root.id for branch in page.branches]
    return found


def whole_tables(visitor: Visitor, paths: list[str]) -> list[str]:
    """The plans that read a great table from its beginning to its end. Of SQLite alone: PostgreSQL weighs costs, and a table of
    this size may be cheaper to it without an index."""
    if db.engine.dialect.name != "sqlite":
        return []
    found = []
    for path in paths:
        plans = plans_of(lambda path=path: visitor.get(path))
        found += [f"{path}\n{statement}\n{plan}" for statement, plan in plans if WHOLE.search(plan)]
    return found


@pytest.mark.slow
def test_a_large_campaign_is_read_as_a_small_one_is(app: Flask, visit: Visit) -> None:
    places = [make_large("small", SMALL), make_large("large", LARGE)]
    small, large = places
    _index(places)
    with step():
        db.session.execute(text("ANALYZE"))
    staff = make_account()
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        give_role(staff, role)
    visitors = [
        [
            (visit(), of_guests),
            (visit(db.session.get_one(Account, place.people[0])), of_residents),
            (visit(staff), of_staff),
        ]
        for place in places
    ]

    for (few, paths), (many, _) in zip(*visitors, strict=True):
        assert costs(many, paths(large)) == costs(few, paths(small))
    for visitor, paths in visitors[1]:
        assert heavy(app, visitor, paths(large)) == []
        assert whole_tables(visitor, paths(large)) == []
    for order, index in WALKED.items():
        found, last = ideas_in(large.campaign_id, order)
        assert (sorted(found), len(found)) == (large.ideas, LARGE.ideas)
        for key in (None, last):
            asked = Asked(clock.now().date(), order, after=key)
            plans = plans_of(lambda asked=asked: lists.page_of(GUEST, large.campaign_id, asked))
            assert [index in plan for _, plan in plans] == [True]
    for order in ThreadOrder:
        found = comments_at_the_top(large.ideas[0], order)
        assert (len(found), len(set(found))) == (LARGE.in_idea[0], LARGE.in_idea[0])
    guest, moderator = visit(), visit(staff)
    assert walked(guest, "/campaigns/large/topics/", r'href="/campaigns/large/topics/(\d+)"') == large.topics
    assert walked(guest, "/campaigns/large/problems", r'id="problem-(\d+)"') == [*range(1, LARGE.problems + 1)]
    queue = f"/moderation/?campaign={large.campaign_id}"
    assert walked(moderator, queue, r'href="/moderation/cases/(\d+)[^>]*>\s*<span class="desk-title"') == large.cases

    spent = [_close(place) for place in places]
    db.session.remove()
    assert spent[1] == spent[0]
    assert costs(guest, of_results(large)) == costs(guest, of_results(small))
    # The last is the digest: a document that is read whole.
    assert heavy(app, guest, of_results(large)[:-1]) == []


def _close(place: Place) -> int:
    """Its round is closed, counted and published; how many statements its digest costs."""
    result = freeze(make_round(db.session.get_one(Campaign, place.campaign_id)))
    number = result.id
    db.session.remove()
    with counted() as sent:
        digest_jobs.take(number)
    publish(db.session.get_one(Result, number))
    return len(sent)


def _index(places: list[Place]) -> None:
    """Search knows some of the ideas: to index all comments would take longer than all the rest."""
    ids = [id for place in places for id in place.ideas[:IN_INDEX]]
    with engines.of(Shelf.PUBLIC).rebuild() as changes:
        changes.index(documents_of(Shelf.PUBLIC, ids))
    db.session.rollback()
