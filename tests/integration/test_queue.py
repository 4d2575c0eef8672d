"""The queue: its order, its filters with their counts, what was promised, and what ten thousand cases cost."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.calendar import calendar
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import About, Case, CaseRule, Risk
from moderation.queries import queue
from moderation.queries.filters import Filters
from tests.factories import plenty
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor
from tests.support.statements import counted, plans_of

Visit = Callable[..., Visitor]
TITLE = re.compile(r'<span class="desk-title" lang="ru">(.*?)</span>')
OPTION = re.compile(r'<a href="(/moderation/[^"]*)"[^>]*>([^<]*?) <span class="count">([\d,]+)</span>')


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


def waits(campaign: Campaign, title: str, hours: float = 1, **over: object) -> Case:
    return make_case(make_idea(campaign, state=State.SUBMITTED, title=title), waiting_hours=hours, **over)


def titles(page: str) -> list[str]:
    return TITLE.findall(page)


def options(page: str) -> dict[str, tuple[str, int]]:
    return {label: (url.replace("&amp;", "&"), int(count)) for url, label, count in OPTION.findall(page)}


# Order and promises


def test_what_is_overdue_comes_first_then_what_presses_most_and_in_each_what_waits_longest(campaign, moderator, visit):
    waits(campaign, "usual, new", 1)
    waits(campaign, "usual, older", 5)
    waits(campaign, "suggested", 1, risk=Risk.SUGGESTED, found=1)
    waits(campaign, "held", 1, risk=Risk.HELD, found=1, held=True)
    waits(campaign, "reported", 1, risk=Risk.REPORTED, reports=2)
    waits(campaign, "overdue", 30)
    waits(campaign, "overdue, longer", 60)
    waits(campaign, "no promise yet", 1, due_at=None)

    found = titles(visit(moderator).get("/moderation/").text)

    assert found == [
        "no promise yet",
        "overdue, longer",
        "overdue",
        "reported",
        "held",
        "suggested",
        "usual, older",
        "usual, new",
    ]


def test_each_line_says_how_long_it_waits_in_working_time_and_what_is_left(campaign, moderator, visit, clock):
    # 17:00 in Surgut on a Wednesday: two hours were worked since 15:00, and the night counts for nothing.
    waits(campaign, "new", 2)
    waits(campaign, "old", 28)
    browser = visit(moderator)

    def told() -> list[tuple[str, ...]]:
        page = re.sub(r"<[^>]+>|\s+", " ", browser.get("/moderation/").text)
        return re.findall(
            r"waits (\S+ \w+(?: \d+ min)?)[ ·]+(overdue by \S+ \w+(?: \d+ min)?|\S+ \w+(?: \d+ min)? left)", page
        )

    now = told()
    clock.move_by(hours=16, minutes=30)

    assert now == [("13 h", "overdue by 4 h"), ("2 h", "7 h left")]
    assert told() == [("14 h 30 min", "overdue by 5 h 30 min"), ("3 h 30 min", "5 h 30 min left")]


def test_a_case_is_as_pressing_as_what_the_checks_find_in_its_text(campaign, run_jobs):
    zone = campaign.time_zone
    number = make_idea(campaign, make_account(), State.PUBLISHED).id

    def known_of(problem: str) -> tuple[int, list[str], bool]:
        with step():
            db.session.get_one(Idea, number).problem = problem
            states.changed(db.session.get_one(Contribution, number), present.now())
        run_jobs()
        case = db.session.scalars(select(Case).execution_options(populate_existing=True)).one()
        codes = db.session.scalars(select(CaseRule.code).where(CaseRule.case_id == case.id).order_by(CaseRule.code))
        return case.risk, list(codes), case.due_at == calendar().due(case.opened_at, zone)

    assert known_of("Звоните мне 8 912 345-67-89, талонов нет.") == (Risk.HELD, ["personal.phone"], True)
    assert known_of("Талонов нет, и это надолго: лист ожидания никто не ведёт.") == (Risk.USUAL, [], True)


# Filters


def test_each_filter_tells_how_much_there_would_be_and_shows_as_much(campaign, visit):
    other = make_campaign("perm", title="Perm", language="uk")
    person = give_role(give_role(make_account(), Role.MODERATOR, campaign), Role.OWNER, other)
    held = waits(campaign, "held", 30, risk=Risk.HELD, found=1, held=True)
    reported = waits(campaign, "reported", 50, risk=Risk.REPORTED, reports=1)
    waits(other, "there", 1)
    again = waits(campaign, "again", 1, about=About.REVIEW)
    with step():
        db.session.add(CaseRule(case_id=held.id, code="personal.phone"))
        changed = update(Contribution).where(Contribution.id == reported.contribution_id)
        db.session.execute(changed.values(language="uk"))
    browser = visit(person)

    def shown(url: str) -> list[str]:
        return re.findall(r'<span class="desk-title" lang="\w+">(.*?)</span>', browser.get(url).text)

    found = options(browser.get("/moderation/").text)

    assert {label: count for label, (_url, count) in found.items()} == {
        "overdue": 2,
        "more than a day": 2,
        "new and changed texts": 2,
        "reports": 1,
        "requests to look again": 1,
        "Ugra": 3,
        "Perm": 1,
        "anything found": 1,
        "phone number": 1,
        "Русский": 3,
        "Українська": 1,
    }
    assert {label: len(shown(url)) for label, (url, _count) in found.items()} == {
        label: count for label, (_url, count) in found.items()
    }
    assert shown("/moderation/?rule=personal.phone&waits=overdue") == ["held"]
    assert shown("/moderation/?about=reports&language=uk") == ["reported"]
    assert (shown("/moderation/?rule=nonsense"), shown("/moderation/?waits=nonsense&language=ru")) == (
        [],
        ["held", "there", "again"],
    )
    within = options(browser.get("/moderation/?waits=overdue").text)
    # What all of it falls under is no choice.
    assert ("Ugra" in within, "Perm" in within, within["reports"][1]) == (False, False, 1)
    assert again.about == About.REVIEW


# Ten thousand


@pytest.fixture
def actors(app: Flask, moderator: Account) -> list[Actor]:
    return [actor_of(give_role(make_account(), Role.MODERATOR)), actor_of(moderator)]


@pytest.mark.slow
def test_ten_thousand_cases_are_walked_by_key_and_cost_as_many_statements_as_ten(campaign, moderator, actors, visit):
    browser, people = visit(moderator), plenty.add_people(5)
    one = add_cases("ugra", people, 10, 1)[0]
    paths = ("/moderation/", f"/moderation/cases/{one}", "/moderation/?waits=overdue&rule=links&kind=idea")
    few = costs(browser, *paths)
    add_cases("ugra", people, 9_990, 11)
    with step():
        db.session.execute(text("ANALYZE"))

    assert costs(browser, *paths) == few
    for actor in actors:
        found, key = walked(actor, 20)
        assert found == in_order(500)
        for plan in plans(actor, key):
            # Where all is of one campaign, either index serves.
            walked_by = {name.removesuffix("_of_campaign") for name in re.findall(r"ix_cases_\w+", plan)}
            assert walked_by == {"ix_cases_due", "ix_cases_risk"}
            assert not re.search(r"\bSCAN cases(_\d)?$|Seq Scan on cases", plan, re.MULTILINE)


def add_cases(slug: str, people: list[int], count: int, first: int) -> list[int]:
    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == slug)).one()
    written = plenty.made_texts(50) * (count // 50 + 1)
    return plenty.add_cases(campaign, plenty.add_ideas(campaign, count, people, written, State.SUBMITTED, first))


def costs(browser: Visitor, *paths: str) -> list[int]:
    spent = []
    for path in paths:
        db.session.remove()
        with counted() as sent:
            assert browser.get(path).status_code == 200
        spent.append(len(sent))
    return spent


def plans(actor: Actor, key: str | None) -> list[str]:
    """How the database finds the next case, and a page far down."""

    def look() -> None:
        queue.next_for(actor, Filters(), present.now())
        queue.waiting(actor, Filters(after=key), present.now(), calendar())

    found = [plan for sent, plan in plans_of(look) if "UNION ALL" in sent]
    assert len(found) == 2
    return found


def walked(actor: Actor, pages: int) -> tuple[list[int], str | None]:
    key, ids = None, list[int]()
    for _ in range(pages):
        page = queue.waiting(actor, Filters(after=key), present.now(), calendar())
        ids += [line.case_id for line in page.rows]
        key = page.following
    return ids, key


def in_order(most: int) -> list[int]:
    """The first cases as they should stand, sorted by Python."""
    now = present.now()
    cases = db.session.scalars(select(Case).where(Case.closed_at.is_(None))).all()
    ordered = sorted(cases, key=lambda one: (one.due_at > now, one.due_at > now and -one.risk, one.due_at, one.id))
    return [one.id for one in ordered][:most]
