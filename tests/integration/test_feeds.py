"""Every feed and every calendar that pages lead to: read by others' programs, the same for all, and silent about what is not public."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.implementation.models import WorkState
from campaigns.plan.models import Audience, Campaign, TimelineChange
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import make_idea_in
from tests.factories.members import make_member
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.texts import put_news
from tests.factories.works import make_work, put_report
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
ATOM = "{http://www.w3.org/2005/Atom}"
ALTERNATE = re.compile(r'<link rel="alternate" type="(application/atom\+xml|text/calendar)"[^>]*href="([^"]*)"')
WORD = "канарейка"
HOSTILE = "Фонтан <b>&amp;</b> ]]> \x0b"
PAGES = (
    "/",
    "/campaigns/",
    "/campaigns/open/",
    "/campaigns/open/ideas/",
    "/campaigns/open/news/",
    "/answers/",
    "/implementation/",
)
FEEDS = {
    "/campaigns/feed.atom",
    "/campaigns/open/ideas/feed.atom",
    "/campaigns/open/news/feed.atom",
    "/answers/feed.atom",
    "/implementation/feed.atom",
}
CALENDARS = {"/campaigns/open/calendar.ics", "/answers/calendar.ics"}


def _fill() -> list[Idea]:
    """An open campaign with something in each feed, and the word in whatever nobody else may read."""
    author, office = make_account(territory_id=make_territory("Урай").id), make_office("Департамент <связи>")
    over = {"organiser": "Совет & дума", "question": HOSTILE}
    campaign = make_campaign("open", title=HOSTILE, **over)
    now = clock.now()
    ideas = [make_idea(campaign, author, title=HOSTILE, at=now - timedelta(days=days)) for days in (3, 2, 1)]
    put_news(campaign, author, title=HOSTILE, body="Первое")
    put_answer(make_owed(ideas[0], office), reasons=HOSTILE)
    make_owed(ideas[1], office)
    put_report(make_work(ideas[2], office, WorkState.IN_PROGRESS), text=HOSTILE)
    secret = [
        (make_campaign("planned", title=WORD, launched=False), State.PUBLISHED),
        (make_campaign("invited", title=WORD, audience=Audience.INVITED), State.PUBLISHED),
        *((campaign, state) for state in (State.SUBMITTED, State.HIDDEN, State.REJECTED, State.WITHDRAWN)),
    ]
    for place, (where, state) in enumerate(secret):
        idea, there = make_idea_in(state, where, author, title=f"{WORD} {place}"), make_office(f"Отдел {place}")
        put_news(where, author, state if state != State.PUBLISHED else State.PUBLISHED, title=WORD)
        put_answer(make_owed(idea, there), reasons=WORD)
        make_work(idea, there, WorkState.DONE)
        make_owed(make_idea_in(state, where, author, title=f"{WORD} ждёт {place}"), there)
    return ideas


@pytest.fixture
def ideas(made_once: Callable[[Callable[[], Any]], Any]) -> list[Idea]:
    return made_once(_fill)


def alternates(client: FlaskClient) -> set[tuple[str, str]]:
    return {(kind, unescape(url)) for page in PAGES for kind, url in ALTERNATE.findall(client.get(page).text)}


def entries(client: FlaskClient, path: str) -> list[ET.Element]:
    return ET.fromstring(client.get(path).data).findall(f"{ATOM}entry")


def faults_of(feed: ET.Element, path: str) -> list[str]:
    """What RFC 4287 asks of a feed and this one has not."""
    found = [] if feed.tag == f"{ATOM}feed" else ["is no feed"]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    if links.get("self") != f"http://localhost{path}" or not str(links.get("alternate")).startswith(
        "http://localhost/"
    ):
        found.append(f"leads to {links}")
    ids = [one.findtext(f"{ATOM}id") or "" for one in (feed, *feed.iter(f"{ATOM}entry"))]
    if len(set(ids)) != len(ids) or not all(one.startswith("http://localhost/") for one in ids):
        found.append(f"has the ids {ids}")
    for one in (feed, *feed.iter(f"{ATOM}entry")):
        found += [f"lacks {name}" for name in ("title", "updated") if not one.findtext(f"{ATOM}{name}")]
        if datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo is None:
            found.append("tells a time without its zone")
    for one in feed.iter(f"{ATOM}entry"):
        has_author = one.find(f"{ATOM}author/{ATOM}name") is not None
        found += (
            []
            if has_author and one.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
            else ["lacks author or language"]
        )
    return found


def test_pages_lead_to_feeds_and_calendars_that_others_can_read(client: FlaskClient, ideas: list[Idea]) -> None:
    found = alternates(client)
    feeds = {url: client.get(url) for kind, url in found if kind == "application/atom+xml"}
    calendars = {url: client.get(url) for kind, url in found if kind == "text/calendar"}

    assert (set(feeds), set(calendars)) == (FEEDS, CALENDARS)
    assert [(url, fault) for url, one in feeds.items() for fault in faults_of(ET.fromstring(one.data), url)] == []
    assert {one.mimetype for one in feeds.values()} == {"application/atom+xml"}
    for url, one in (feeds | calendars).items():
        again = client.get(url, headers={"If-None-Match": one.headers["ETag"]})
        assert (again.status_code, "Set-Cookie" in one.headers, WORD in one.text) == (304, False, False)
    titles = [one.findtext(f"{ATOM}title") for one in entries(client, "/campaigns/open/ideas/feed.atom")]
    assert titles == ["Фонтан <b>&amp;</b> ]]> "] * 3
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in entries(client, "/campaigns/feed.atom")] == [
        "Совет & дума"
    ]
    assert [one.findtext(f"{ATOM}id") for one in entries(client, "/campaigns/open/ideas/feed.atom")] == [
        f"http://localhost/ideas/{idea.id}" for idea in reversed(ideas)
    ]


def test_calendars_have_the_stages_and_the_last_days_of_answers(client: FlaskClient, ideas: list[Idea]) -> None:
    stages, answers = (Calendar.from_ical(client.get(url).data) for url in sorted(CALENDARS, reverse=True))

    assert ([str(one["SUMMARY"]).partition(":")[0] for one in stages.walk("VEVENT")], len(answers.walk("VEVENT"))) == (
        ["Discussion", "Ideas"],
        1,
    )
    for event in (*stages.walk("VEVENT"), *answers.walk("VEVENT")):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL"} <= set(event.keys())
        assert event["DTSTART"].dt < event["DTEND"].dt
    assert (stages.errors, answers.errors, str(stages["VERSION"]), str(stages["METHOD"])) == ([], [], "2.0", "PUBLISH")


def test_an_entry_keeps_its_id_and_tells_of_its_change(client: FlaskClient, ideas: list[Idea]) -> None:
    url, later = "/campaigns/open/ideas/feed.atom", clock.now() + timedelta(hours=1)
    before = {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated") for one in entries(client, url)}
    with step():
        db.session.get_one(Contribution, ideas[0].id).changed_at = later
        campaign_id = db.session.get_one(Idea, ideas[0].id).campaign_id
        db.session.add(TimelineChange(campaign_id=campaign_id, changed_at=later, reason="Снег", before=[], after=[]))

    after = {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated") for one in entries(client, url)}

    changed = {id for id in before if before[id] != after[id]}
    assert (before.keys() == after.keys(), changed) == (True, {f"http://localhost/ideas/{ideas[0].id}"})
    assert [one.findtext(f"{ATOM}updated") for one in entries(client, "/campaigns/feed.atom")] == [later.isoformat()]


def test_what_is_by_invitation_is_in_no_feed_of_its_members_either(app: Flask, visit: Visit, ideas: list[Idea]) -> None:
    invited = db.session.query(Campaign).filter_by(slug="invited").one()
    member: Account = make_account()
    make_member(invited, member)
    readers = [visit(), visit(member), visit(give_role(make_account(), Role.OWNER, invited))]

    statuses = [
        reader.get(f"/campaigns/{slug}/{room}/feed.atom").status_code
        for reader in readers
        for slug in ("invited", "planned")
        for room in ("ideas", "news")
    ]

    assert statuses == [404] * 12
    assert [url for reader in readers for url in FEEDS if WORD in reader.get(url).text] == []
