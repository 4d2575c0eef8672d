"""The queue and the case: who sees them, what waits in them, what a decision does."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit import chain
from app.audit.models import Entry, Opening
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.paging import pack
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.domain import ideas
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Case, Decision, Statement
from moderation.reasons import BY_CODE
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.support.statements import counted


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Мария", family_name="Лось"), Role.MODERATOR, campaign)


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def idea(campaign: Campaign, author: Account) -> Idea:
    return make_idea(campaign, author, State.SUBMITTED, problem="Звоните мне 8 912 345-67-89, талонов нет.")


@pytest.fixture
def case(idea: Idea) -> Case:
    return make_case(idea)


def send_for_check(idea: Idea) -> None:
    with step():
        states.submit(db.session.get_one(Contribution, idea.id), present.now())


def address(case: Case, verb: str = "") -> str:
    return f"/moderation/cases/{case.id}{verb}"


def seen(case: Case, text_version: int = 1, **fields: object) -> dict[str, object]:
    return {"version": case.version, "text_version": text_version, **fields}


def state_of(idea: Idea) -> State:
    db.session.rollback()
    return db.session.get_one(Contribution, idea.id).state


def cases_of(idea: Idea) -> list[tuple[int, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(Case).where(Case.contribution_id == idea.id).order_by(Case.id))
    return [(one.id, one.is_open) for one in rows]


# Opening and closing


def test_a_text_that_was_sent_waits_in_the_queue(campaign, author, moderator, visit):
    idea = make_idea(campaign, author, State.DRAFT)

    send_for_check(idea)

    page = visit(moderator).get("/moderation/").get_data(as_text=True)
    assert (len(cases_of(idea)), idea.title in page) == (1, True)


def test_a_text_sent_again_waits_in_a_new_case(campaign, author, idea, case, moderator, visit):
    fields = seen(case, decision="return", ground="not-clear", facts="Say more.", then="send")
    visit(moderator).send(address(case, "/restrict"), fields, page=address(case))

    send_for_check(idea)

    assert [is_open for _, is_open in cases_of(idea)] == [False, True]


def test_a_text_taken_back_needs_no_decision(idea, case):
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), present.now())

    assert cases_of(idea) == [(case.id, False)]


def test_a_public_text_that_became_another_is_looked_at_once(campaign, author):
    idea = make_idea(campaign, author, State.PUBLISHED)

    for _ in range(2):
        with step():
            states.changed(db.session.get_one(Contribution, idea.id), present.now())

    assert [is_open for _, is_open in cases_of(idea)] == [True]


def test_the_checks_look_at_a_text_in_the_background(campaign, author, run_jobs):
    idea = make_idea(campaign, author, State.DRAFT, problem="Звоните мне 8 912 345-67-89, талонов нет.")
    send_for_check(idea)

    run_jobs()

    case = db.session.scalars(select(Case)).one()
    found = [{"part": "problem", "code": "personal.phone", "score": 0.9, "start": 12, "end": 27}]
    assert (case.findings, case.found, case.held, case.checked_version) == (found, 1, True, 2)


# Who sees the queue


@pytest.mark.parametrize(
    ("role", "here", "status"),
    [
        (Role.MODERATOR, "campaign", 200),
        (Role.MODERATOR, "platform", 200),
        (Role.OWNER, "campaign", 200),
        (Role.FACILITATOR, "campaign", 403),
        (Role.EXPERT, "campaign", 403),
        (Role.OBSERVER, "campaign", 403),
        (Role.ADMINISTRATOR, "platform", 403),
        (None, "", 403),
    ],
)
def test_the_queue_is_for_moderators_and_owners(campaign, case, visit, role, here, status):
    person = make_account()
    if role:
        give_role(person, role, campaign if here == "campaign" else None)

    assert visit(person).get("/moderation/").status_code == status


def test_a_guest_does_not_see_the_queue(case, visit):
    responses = [visit().get(path) for path in ("/moderation/", address(case))]

    assert [response.location for response in responses] == [
        "/account/sign-in?next=/moderation/",
        f"/account/sign-in?next={address(case)}",
    ]


def test_a_moderator_of_another_campaign_does_not_know_of_the_case(idea, case, visit):
    stranger = give_role(make_account(), Role.MODERATOR, make_campaign("other"))
    browser = visit(stranger)

    pages = [browser.get("/moderation/"), browser.get(address(case))]

    assert [page.status_code for page in pages] == [200, 404]
    assert [idea.title in page.get_data(as_text=True) for page in pages] == [False, False]


@pytest.mark.parametrize("verb", ["/claim", "/release", "/publish", "/restrict"])
def test_a_stranger_can_do_nothing_with_a_case(idea, case, visit, verb):
    stranger = visit(make_account())

    response = stranger.send(address(case, verb), seen(case, decision="reject", ground="rude", facts="No."))

    assert (response.status_code, state_of(idea)) == (404, State.SUBMITTED)


def test_nobody_decides_their_own_text(campaign, visit):
    both = give_role(make_account(), Role.OWNER, campaign)
    idea = make_idea(campaign, both, State.SUBMITTED)
    case = make_case(idea)

    response = visit(both).send(address(case, "/publish"), seen(case), page="/account/notices")

    assert (response.status_code, state_of(idea)) == (403, State.SUBMITTED)


def test_the_page_of_an_own_text_says_who_decides(campaign, visit):
    both = give_role(make_account(), Role.OWNER, campaign)
    case = make_case(make_idea(campaign, both, State.SUBMITTED))

    page = visit(both).get(address(case)).get_data(as_text=True)

    assert ("Nobody decides about their own text" in page, address(case, "/publish") in page) == (True, False)


# The queue


def test_what_waits_longest_comes_first(campaign, moderator, visit):
    for title, hours in (("Second", 5), ("First", 30), ("Third", 1)):
        make_case(make_idea(campaign, state=State.SUBMITTED, title=title), waiting_hours=hours)

    page = visit(moderator).get("/moderation/").get_data(as_text=True)

    assert sorted(("First", "Second", "Third"), key=page.index) == ["First", "Second", "Third"]


def test_filters_show_one_project_and_what_has_findings(campaign, visit):
    person = give_role(give_role(make_account(), Role.MODERATOR, campaign), Role.OWNER, other := make_campaign("other"))
    make_case(make_idea(campaign, state=State.SUBMITTED, title="Quiet here"))
    make_case(make_idea(campaign, state=State.SUBMITTED, title="Found here"), found=1)
    make_case(make_idea(other, state=State.SUBMITTED, title="Found there"), found=2)
    browser = visit(person)

    def titles(address: str) -> list[str]:
        page = browser.get(address).get_data(as_text=True)
        return [title for title in ("Quiet here", "Found here", "Found there") if title in page]

    assert titles("/moderation/") == ["Quiet here", "Found here", "Found there"]
    assert titles("/moderation/?findings=1") == ["Found here", "Found there"]
    assert titles(f"/moderation/?campaign={campaign.id}") == ["Quiet here", "Found here"]
    assert titles(f"/moderation/?campaign={campaign.id}&findings=1") == ["Found here"]


@pytest.mark.parametrize(
    "broken",
    [
        "?campaign=x",
        "?campaign=99999999999999999999",
        "?after=%00",
        "?after=WyJ4IiwxXQ",
        "?after=" + pack("2026-11-04T12:00:00", 1),
        "?after=" + pack("0001-01-01T00:00:00+14:00", 1),
        "?after=" + pack("\ud800", 1),
    ],
)
def test_a_broken_address_shows_the_queue(case, moderator, visit, broken):
    assert visit(moderator).get("/moderation/" + broken).status_code == 200


def test_paging_walks_through_all_that_waits(campaign, moderator, visit):
    for number in range(30):
        make_case(make_idea(campaign, state=State.SUBMITTED, title=f"Idea {number:02}"), waiting_hours=100 - number)
    browser = visit(moderator)

    first = browser.get("/moderation/").get_data(as_text=True)
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    second = browser.get(following.replace("&amp;", "&")).get_data(as_text=True)

    shown = [[n for n in range(30) if f"Idea {n:02}" in page] for page in (first, second)]
    assert shown == [list(range(25)), list(range(25, 30))]


# The case


def test_what_was_found_is_marked_in_the_text(campaign, author, moderator, visit, run_jobs):
    idea = make_idea(campaign, author, State.DRAFT, problem="Звоните мне 8 912 345-67-89, <b>талонов</b> нет.")
    send_for_check(idea)
    ((case_id, _),) = cases_of(idea)
    browser = visit(moderator)
    run_jobs()

    page = browser.get(f"/moderation/cases/{case_id}").get_data(as_text=True)

    assert "Звоните мне <mark>8 912 345-67-89</mark>, &lt;b&gt;талонов&lt;/b&gt; нет." in page


def test_the_author_s_history_stands_in_one_line(campaign, author, case, moderator, visit):
    make_idea(campaign, author, State.PUBLISHED)
    make_idea(campaign, author, State.DRAFT)

    page = visit(moderator).get(address(case)).get_data(as_text=True)

    assert "published 1, returned 0, refused or hidden 0" in page


def test_published_text_is_readable_and_logged(campaign, idea, case, moderator, visit, client):
    response = visit(moderator).send(address(case, "/publish"), seen(case), page=address(case))

    entry = db.session.scalars(select(Entry).where(Entry.act == "case.decide")).one()
    opening = db.session.get_one(Opening, entry.id)
    assert (response.status_code, response.location, state_of(idea)) == (303, "/moderation/", State.PUBLISHED)
    assert client.get(f"/ideas/{idea.id}").status_code == 200
    assert (entry.thing_id, opening.actor_id, opening.details) == (
        idea.id,
        moderator.id,
        {"case_id": case.id, "decision": "publish"},
    )
    assert [fault for one in chain.all_chains() for fault in chain.faults(one)] == []


def test_after_a_decision_comes_the_next_text(campaign, case, moderator, visit):
    following = make_case(make_idea(campaign, state=State.SUBMITTED), waiting_hours=0.5)

    response = visit(moderator).send(address(case, "/publish"), seen(case), page=address(case))

    assert response.location == address(following)


def test_the_moderator_sees_what_the_author_will_read_before_it_is_sent(idea, case, moderator, visit):
    fields = seen(case, decision="return", ground="not-clear", facts="", then="send")

    response = visit(moderator).send(address(case, "/restrict"), fields, page=address(case))

    page = response.get_data(as_text=True)
    prepared = str(BY_CODE["not-clear"].said(Kind.IDEA).prepared)
    assert (response.status_code, state_of(idea)) == (200, State.SUBMITTED)
    assert page.count(prepared) == 2
    assert "Why we decided so" in page


@pytest.mark.parametrize(
    ("decision", "ground", "state"),
    [("return", "personal-data", State.RETURNED), ("reject", "off-topic", State.REJECTED)],
)
def test_a_restriction_is_written_with_its_statement(idea, case, author, moderator, visit, decision, ground, state):
    fields = seen(case, decision=decision, ground=ground, facts="Ваш телефон <виден> всем.", then="send")

    response = visit(moderator).send(address(case, "/restrict"), fields, page=address(case))

    statement = db.session.scalars(select(Statement)).one()
    contribution = db.session.get_one(Contribution, idea.id)
    assert (response.status_code, state_of(idea), contribution.statement_id) == (303, state, statement.id)
    assert (statement.decision, statement.rule, statement.facts, statement.made_by, statement.is_automatic) == (
        Decision(decision),
        ground,
        "Ваш телефон <виден> всем.",
        moderator.id,
        False,
    )
    assert (statement.language, (statement.review_until - statement.made_at).days) == ("en", 14)


def test_a_published_text_is_hidden_with_reasons_after_a_second_look(campaign, author, moderator, visit, client):
    idea = make_idea(campaign, author, State.PUBLISHED)
    browser = visit(moderator)

    opened = browser.send(f"/moderation/contributions/{idea.id}/review", page=f"/ideas/{idea.id}")
    case = db.session.scalars(select(Case)).one()
    fields = seen(case, decision="hide", ground="personal-data", facts="There is a phone in it.", then="send")
    browser.send(address(case, "/restrict"), fields, page=address(case))

    assert (opened.location, state_of(idea)) == (address(case), State.HIDDEN)
    assert client.get(f"/ideas/{idea.id}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ground": "rude", "facts": "No."}, "Or restrict it"),
        ({"decision": "reject", "facts": "No."}, "Reason"),
        ({"decision": "hide", "ground": "rude", "facts": "No."}, "Or restrict it"),
        ({"decision": "reject", "ground": "nonsense", "facts": "No."}, "Reason"),
        ({"decision": "reject", "ground": "rude", "facts": "x" * 5000}, "What the author reads"),
    ],
)
def test_a_decision_that_is_not_whole_is_not_taken(idea, case, moderator, visit, fields, sentence):
    response = visit(moderator).send(address(case, "/restrict"), seen(case, **fields), page=address(case))

    page = response.get_data(as_text=True)
    assert (response.status_code, state_of(idea)) == (422, State.SUBMITTED)
    assert f"{sentence}:" in page.partition("error-summary")[2]


def test_a_reason_that_does_not_lead_to_the_decision_is_refused(idea, case, moderator, visit):
    fields = seen(case, decision="reject", ground="not-clear", facts="Say more.", then="send")

    response = visit(moderator).send(address(case, "/restrict"), fields, page=address(case))

    assert (response.status_code, state_of(idea)) == (422, State.SUBMITTED)
    assert "Say more." in response.get_data(as_text=True)


# Two people at one text


def test_a_claim_is_seen_by_others_for_a_quarter_of_an_hour(campaign, case, moderator, visit, clock):
    other = give_role(make_account(given_name="Пётр", family_name="Ильин"), Role.MODERATOR, campaign)
    visit(other).send(address(case, "/claim"), page=address(case))

    def pages() -> list[bool]:
        page = visit(moderator).get(address(case)).get_data(as_text=True)
        return ["Пётр И. is looking at this text now" in page]

    before = pages()
    clock.move_by(minutes=16)

    assert (before, pages()) == ([True], [False])


@pytest.mark.parametrize("verb", ["/claim", "/publish", "/restrict", "/release"])
def test_what_somebody_else_has_claimed_is_left_to_them(campaign, idea, case, moderator, visit, verb):
    other = give_role(make_account(given_name="Пётр", family_name="Ильин"), Role.MODERATOR, campaign)
    browser = visit(moderator)
    token = browser.token(address(case))
    visit(other).send(address(case, "/claim"), page=address(case))
    fields = seen(case, decision="reject", ground="rude", facts="A careful sentence.", then="send", csrf_token=token)

    response = browser.client.post(address(case, verb), data=fields)

    page = response.get_data(as_text=True)
    assert (response.status_code, state_of(idea)) == (409, State.SUBMITTED)
    assert ("Пётр И. is looking at this text now" in page, "A careful sentence." in page) == (True, verb == "/restrict")


def test_what_somebody_else_has_decided_is_not_decided_again_and_the_words_are_kept(
    campaign, idea, case, moderator, visit
):
    other = give_role(make_account(given_name="Пётр", family_name="Ильин"), Role.MODERATOR, campaign)
    browser = visit(moderator)
    token = browser.token(address(case))
    visit(other).send(address(case, "/publish"), seen(case), page=address(case))
    fields = seen(case, decision="reject", ground="rude", facts="A careful sentence.", then="send", csrf_token=token)

    response = browser.client.post(address(case, "/restrict"), data=fields)

    page = response.get_data(as_text=True)
    assert (response.status_code, state_of(idea)) == (409, State.PUBLISHED)
    assert ("Пётр И. has decided this already" in page, "A careful sentence." in page) == (True, True)
    assert db.session.scalars(select(Statement)).all() == []


def test_a_claim_that_ran_out_while_writing_does_no_harm_where_nobody_came(idea, case, moderator, visit, clock):
    browser = visit(moderator)
    browser.send(address(case, "/claim"), page=address(case))
    clock.move_by(minutes=40)

    response = browser.send(address(case, "/publish"), {"version": 2, "text_version": 1}, page=address(case))

    assert (response.status_code, state_of(idea)) == (303, State.PUBLISHED)


def test_a_text_that_became_another_while_it_was_read_is_not_published(idea, case, moderator, visit):
    browser = visit(moderator)
    token = browser.token(address(case))
    with step():
        states.changed(db.session.get_one(Contribution, idea.id), present.now())

    response = browser.client.post(address(case, "/publish"), data={"csrf_token": token, **seen(case)})

    assert (response.status_code, state_of(idea)) == (409, State.SUBMITTED)


def test_a_decision_about_a_text_taken_back_meanwhile_changes_nothing(idea, case, moderator, visit):
    browser = visit(moderator)
    token = browser.token(address(case))
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), present.now())

    response = browser.client.post(address(case, "/publish"), data={"csrf_token": token, **seen(case)})

    assert (response.status_code, state_of(idea)) == (409, State.WITHDRAWN)


# Cost and commands


@pytest.mark.slow
def test_the_queue_costs_the_same_at_10_and_at_1000(campaign, moderator, visit):
    browser = visit(moderator)

    def cost() -> int:
        with counted() as sent:
            assert browser.get("/moderation/").status_code == 200
        return len(sent)

    fill(campaign, 10)
    few = cost()
    fill(campaign, 990)

    assert cost() == few


def fill(campaign: Campaign, times: int) -> None:
    now = present.now()
    with step():
        for _ in range(times):
            common = Contribution(
                kind="idea",
                campaign_id=campaign.id,
                byline="Мария Л.",
                state=State.SUBMITTED,
                language="ru",
                created_at=now,
                changed_at=now,
                submitted_at=now,
            )
            db.session.add(common)
            db.session.flush()
            db.session.add(Idea(id=common.id, campaign_id=campaign.id, number=common.id, title="Идея", ring=common.id))
            db.session.add(Case(contribution_id=common.id, campaign_id=campaign.id, opened_at=now))


def test_the_command_checks_one_text_a_line(app: Flask, tmp_path: Path) -> None:
    texts = ["Лист ожидания к врачу", "мой номер 89123456789", "ПОЧИНИТЕ НАКОНЕЦ ПОРТАЛ"]
    source = tmp_path / "texts.jsonl"
    source.write_text("\n".join(json.dumps(text) for text in texts), "utf-8")

    result = app.test_cli_runner().invoke(args=["moderation", "check", "--from", str(source)])

    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"held": False, "rules": []},
        {"held": True, "rules": [{"code": "personal.phone", "score": 0.9, "span": [10, 21]}]},
        {"held": False, "rules": [{"code": "shouting", "score": 0.5, "span": [0, 23]}]},
    ]


@pytest.mark.parametrize(
    ("problem", "state"),
    [("Талонов нет.", State.PUBLISHED), ("Звоните мне 8 912 345-67-89, талонов нет.", State.SUBMITTED)],
)
def test_a_campaign_that_checks_afterwards_publishes_at_once_what_no_check_holds(author, problem, state):
    idea = make_idea(make_campaign(ideas_checked_first=False), author, State.DRAFT, problem=problem)

    with step():
        ideas.submit(actor_of(author), idea.id, present.now())

    assert (state_of(idea), [is_open for _, is_open in cases_of(idea)]) == (state, [True])


NAUGHTY = [
    "\x00",
    "a\x00b",
    "\u202egnp",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%(name)s %s %n",
    "\ud800",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_for_the_author_break_nothing(idea, case, moderator, author, visit, words):
    fields = seen(case, decision="reject", ground="rude", facts=words + " x", then="send")
    sent = {
        name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for name, value in fields.items()
    }

    response = visit(moderator).send(address(case, "/restrict"), sent, page=address(case))

    page = visit(author).get(f"/ideas/{idea.id}")
    assert (response.status_code, page.status_code) == (303, 200)
    assert "<script>alert" not in page.get_data(as_text=True)
