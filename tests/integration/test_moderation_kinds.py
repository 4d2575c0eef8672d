"""Comments, topics, conclusions and news before moderators: what waits, what may be decided, what the author reads."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import cases, decisions
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision, Statement
from moderation.possible import possible
from moderation.reasons import BY_CODE, GROUNDS, grounds_for
from moderation.texts import texts_of
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_comment, put_conclusion, put_news, put_one, put_topic
from tests.support.statements import counted

OTHERS = (Kind.TOPIC, Kind.COMMENT, Kind.CONCLUSION, Kind.NEWS)
PHONE = "Звоните мне 8 912 345-67-89, расскажу подробно."


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
def idea(campaign: Campaign) -> Idea:
    return make_idea(campaign)


def move(text_id: int, *verbs: Any) -> None:
    with step():
        for verb in verbs:
            verb(db.session.get_one(Contribution, text_id), present.now())


def open_cases(text_id: int) -> int:
    db.session.rollback()
    rows = db.session.scalars(select(Case).where(Case.contribution_id == text_id, Case.closed_at.is_(None)))
    return len(rows.all())


def waits(
    kind: Kind, campaign: Campaign, author: Account, idea: Idea, words: str = "Слова на проверке"
) -> tuple[Any, int]:
    """A text that waits, with its case."""
    text = put_one(kind, campaign, author, State.SUBMITTED, words, idea)
    with step():
        case_id = cases.open_for(db.session.get_one(Contribution, text.id), present.now()).id
    return text, case_id


def decide(case_id: int, moderator: Account, decision: Decision, ground: str = "rude") -> None:
    with step():
        case = db.session.get_one(Case, case_id)
        text = db.session.get_one(Contribution, case.contribution_id)
        ruling = Ruling(decision, ground, "Слишком грубо.", "ru")
        decisions.decide(actor_of(moderator), case_id, ruling, Seen(case.version, text.version), present.now())


# What waits


def test_a_comment_published_at_once_without_findings_needs_no_case(idea, author):
    comment = put_comment(idea, author, State.DRAFT)

    move(comment.id, states.submit, states.publish)

    assert db.session.scalars(select(Case)).all() == []


def test_a_comment_that_waits_has_a_case(campaign, idea, author):
    with step():
        db.session.get_one(Campaign, campaign.id).comments_checked_first = True
    comment = put_comment(idea, author, State.DRAFT)

    move(comment.id, states.submit)

    assert open_cases(comment.id) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PHONE, 1),
        ("ЭТО БЕЗОБРАЗИЕ ПРОДОЛЖАЕТСЯ КАЖДЫЙ ДЕНЬ!!!!!", 0),
        ("Пишите на info@surgut.example, ответят.", 0),
        ("https://a.example https://b.example https://c.example https://d.example https://e.example", 1),
        ("Спасибо, согласна.", 0),
    ],
)
def test_a_public_comment_is_looked_at_where_the_checks_find_something(idea, author, body, expected):
    comment = put_comment(idea, author, State.DRAFT, body=body)

    move(comment.id, states.publish)

    assert open_cases(comment.id) == expected


@pytest.mark.parametrize(("body", "expected"), [(PHONE, 1), ("Другие слова, но тоже вежливые.", 0)])
def test_a_changed_comment_is_looked_at_where_the_checks_find_something(idea, author, body, expected):
    comment = put_comment(idea, author)
    with step():
        db.session.get_one(Comment, comment.id).body = body

    move(comment.id, states.changed)

    assert open_cases(comment.id) == expected


def test_what_a_moderator_has_published_does_not_come_back_for_the_same_words(campaign, idea, author, moderator):
    comment, case_id = waits(Kind.COMMENT, campaign, author, idea, PHONE)

    decide(case_id, moderator, Decision.PUBLISH)

    assert open_cases(comment.id) == 0


@pytest.mark.parametrize("kind", [Kind.TOPIC, Kind.CONCLUSION, Kind.NEWS])
@pytest.mark.parametrize(("words", "expected"), [(PHONE, 1), ("Спокойные слова", 0)])
def test_what_the_team_publishes_passes_the_same_checks(campaign, idea, author, kind, words, expected):
    text = put_one(kind, campaign, author, State.DRAFT, words, idea)

    move(text.id, states.publish)

    assert open_cases(text.id) == expected


def test_an_idea_is_looked_at_after_its_publication_whatever_the_checks_find(campaign, author):
    idea = make_idea(campaign, author, State.DRAFT)

    move(idea.id, states.submit, states.publish)

    assert open_cases(idea.id) == 1


@pytest.mark.parametrize("kind", OTHERS)
def test_the_checks_look_at_every_part_of_a_text(campaign, idea, author, run_jobs, kind):
    number = put_one(kind, campaign, author, State.DRAFT, PHONE, idea).id
    move(number, states.submit)

    run_jobs()

    case = db.session.scalars(select(Case).where(Case.contribution_id == number)).one()
    parts = {Kind.TOPIC: ["title", "background", "question-1"], Kind.COMMENT: ["body"], Kind.NEWS: ["title", "body"]}
    assert [one["part"] for one in case.findings] == parts.get(kind, ["body", "problem-1"])


# What may be decided


def test_a_comment_is_never_returned(app):
    found = {kind: possible(kind, State.SUBMITTED) for kind in (Kind.IDEA, *OTHERS)}

    whole = frozenset({Decision.PUBLISH, Decision.MASK, Decision.RETURN, Decision.REJECT, Decision.REFER})
    official = whole - {Decision.REFER}
    assert found == {
        **dict.fromkeys(found, official),
        Kind.IDEA: whole | {Decision.JOIN},
        Kind.TOPIC: whole,
        Kind.COMMENT: whole - {Decision.RETURN},
    }


@pytest.mark.parametrize("kind", [Kind.IDEA, *OTHERS])
@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED])
def test_every_decision_has_a_reason_that_fits(app, kind, state):
    for decision in possible(kind, state) - {Decision.PUBLISH, Decision.JOIN}:
        assert grounds_for(kind, frozenset({decision})) != []


def test_only_ideas_are_spoken_of_as_ideas(app):
    with app.test_request_context():
        words = {
            (ground.code, kind): f"{ground.said(kind).rule} {ground.said(kind).prepared}".lower()
            for ground in GROUNDS
            for kind in OTHERS
        }

    assert {key for key, text in words.items() if " idea " in text or text.startswith("idea")} == set()


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.REJECT])
def test_a_decision_about_each_kind(campaign, idea, author, moderator, visit, kind, decision):
    text, case_id = waits(kind, campaign, author, idea)
    page = f"/moderation/cases/{case_id}"
    fields = {
        "version": 1,
        "text_version": 1,
        "decision": str(decision),
        "ground": "rude",
        "facts": "Грубо.",
        "then": "send",
    }

    answer = visit(moderator).send(f"{page}/restrict", fields, page=page)

    db.session.rollback()
    state = db.session.get_one(Contribution, text.id).state
    if kind == Kind.COMMENT and decision == Decision.RETURN:
        assert (answer.status_code, state) == (422, State.SUBMITTED)
    else:
        statement = db.session.scalars(select(Statement)).one()
        expected = State.RETURNED if decision == Decision.RETURN else State.REJECTED
        assert (answer.status_code, state, statement.facts) == (303, expected, "Грубо.")


@pytest.mark.parametrize("kind", OTHERS)
def test_a_public_text_of_each_kind_is_hidden(campaign, idea, author, moderator, visit, kind):
    text = put_one(kind, campaign, author, State.PUBLISHED, "Слова", idea)
    with step():
        case_id = cases.open_for(db.session.get_one(Contribution, text.id), present.now()).id
    page = f"/moderation/cases/{case_id}"
    fields = {
        "version": 1,
        "text_version": 1,
        "decision": "hide",
        "ground": "unlawful",
        "facts": "Закон.",
        "then": "send",
    }

    visit(moderator).send(f"{page}/restrict", fields, page=page)

    db.session.rollback()
    assert db.session.get_one(Contribution, text.id).state == State.HIDDEN


def test_the_prepared_words_fit_the_kind(campaign, idea, author, moderator, visit):
    _, case_id = waits(Kind.COMMENT, campaign, author, idea)
    page = f"/moderation/cases/{case_id}"
    fields = {"version": 1, "text_version": 1, "decision": "reject", "ground": "personal-data", "then": "preview"}

    shown = visit(moderator).send(f"{page}/restrict", fields, page=page).get_data(as_text=True)

    assert str(BY_CODE["personal-data"].said(Kind.COMMENT).prepared) in shown


# What moderators see


def test_a_case_says_what_kind_of_text_it_is_and_what_it_hangs_on(campaign, author, moderator, visit):
    idea = make_idea(campaign, title="Мост через Обь")
    parent = put_comment(idea, body="Паром ходит реже, чем нужно.")
    comment = put_comment(idea, author, State.SUBMITTED, body="А зимой не ходит вовсе.", parent=parent)
    with step():
        case_id = cases.open_for(db.session.get_one(Contribution, comment.id), present.now()).id

    page = visit(moderator).get(f"/moderation/cases/{case_id}").get_data(as_text=True)

    words = ["Comment", "А зимой не ходит вовсе.", "Under the idea", "Мост через Обь", "Паром ходит реже, чем нужно."]
    assert [one for one in words if one not in page] == []
    assert ("Return to mend" in page, "your idea" in page.lower()) == (False, False)


def test_the_queue_is_narrowed_to_one_kind(campaign, idea, author, moderator, visit):
    waits(Kind.TOPIC, campaign, author, idea, "Тема про дороги")
    waits(Kind.COMMENT, campaign, author, idea, "Комментарий про снег")
    visitor = visit(moderator)

    pages = {
        kind: visitor.get("/moderation/", query_string={"kind": kind}).get_data(as_text=True)
        for kind in ("", "topic", "comment", "news", "<script>")
    }

    shown = {kind: ("Тема про дороги" in page, "Комментарий про снег" in page) for kind, page in pages.items()}
    assert shown == {
        "": (True, True),
        "topic": (True, False),
        "comment": (False, True),
        "news": (False, False),
        "<script>": (True, True),
    }
    assert 'topics <span class="count">1</span>' in pages[""]


def test_the_next_text_is_of_the_same_kind(campaign, idea, author, moderator, visit):
    _, first_case = waits(Kind.COMMENT, campaign, author, idea, "Первый")
    waits(Kind.TOPIC, campaign, author, idea, "Между ними")
    _, last_case = waits(Kind.COMMENT, campaign, author, idea, "Второй")
    page = f"/moderation/cases/{first_case}"

    answer = visit(moderator).send(f"{page}/publish?kind=comment", {"version": 1, "text_version": 1}, page=page)

    assert answer.headers["Location"] == f"/moderation/cases/{last_case}?kind=comment"


def test_a_queue_of_all_kinds_costs_the_same_however_long(campaign, idea, author, moderator, visit):
    visitor, costs = visit(moderator), []
    for _ in range(2):
        for kind in OTHERS * 5:
            waits(kind, campaign, author, idea)
        with counted() as sent:
            visitor.get("/moderation/")
        costs.append(len(sent))

    assert costs[0] == costs[1]


def test_words_of_each_kind_are_read_with_their_problems_and_questions(campaign):
    topic = put_topic(campaign)
    conclusion = put_conclusion(topic)
    news = put_news(campaign)
    kinds = {topic.id: Kind.TOPIC, conclusion.id: Kind.CONCLUSION, news.id: Kind.NEWS}

    parts = {id: [part.text for part in text.parts] for id, text in texts_of(kinds).items()}

    assert parts == {
        topic.id: [
            "Запись к врачу",
            "На портале записаться можно за две недели.",
            "Насколько это удобно?\n– плохо\n– хорошо",
        ],
        conclusion.id: ["Люди хотят записываться заранее.", "Талоны открываются ночью."],
        news.id: ["Начинаем второй этап", "С понедельника принимаем идеи."],
    }


def test_a_moderator_takes_up_a_public_comment_from_its_thread(idea, author, moderator, visit):
    comment = put_comment(idea, author)
    where, button = (
        f"/moderation/contributions/{comment.id}/review",
        f'formaction="/moderation/contributions/{comment.id}/review"',
    )
    browser = visit(moderator)
    pages = [visit(who).get(f"/ideas/{idea.id}").get_data(as_text=True) for who in (make_account(), author)]
    page = browser.get(f"/ideas/{idea.id}").get_data(as_text=True)

    answer = browser.send(where, page=f"/ideas/{idea.id}")

    assert ([button in one for one in pages], button in page) == ([False, False], True)
    assert (answer.status_code, open_cases(comment.id)) == (303, 1)


# What the author reads


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("state", [State.HIDDEN, State.REJECTED])
def test_an_author_reads_the_text_and_why_it_was_restricted(campaign, idea, author, visit, kind, state):
    text = put_one(kind, campaign, author, state, "Мои слова остались", idea)

    page = visit(author).get(f"/account/texts/{text.id}")

    body = page.get_data(as_text=True)
    assert page.status_code == 200
    assert [w for w in ("Мои слова остались", "В тексте есть ругательства.", "do not insult") if w not in body] == []


def test_nobody_else_reads_it(campaign, idea, author, moderator, visit):
    comment = put_comment(idea, author, State.HIDDEN)
    path = f"/account/texts/{comment.id}"

    found = [visit(who).get(path).status_code for who in (None, make_account(), moderator)]

    assert found == [303, 404, 404]


def test_a_text_that_is_public_again_says_so(idea, author, visit):
    comment = put_comment(idea, author)

    page = visit(author).get(f"/account/texts/{comment.id}").get_data(as_text=True)

    assert ("Everyone can read this text" in page, "Why we decided so" in page.partition("</title>")[2]) == (
        True,
        False,
    )


def test_what_was_hidden_or_taken_back_is_quoted_to_nobody(campaign, author, moderator, visit):
    idea = make_idea_in(State.HIDDEN, campaign, make_account(), title="Скрытая канарейка")
    parent = put_comment(idea, make_account(), State.WITHDRAWN, body="Взятая назад канарейка")
    comment = put_comment(idea, author, State.HIDDEN, body="Мой ответ", parent=parent)
    with step():
        case_id = cases.open_for(db.session.get_one(Contribution, comment.id), present.now()).id

    mine = visit(author).get(f"/account/texts/{comment.id}").get_data(as_text=True)
    theirs = visit(moderator).get(f"/moderation/cases/{case_id}").get_data(as_text=True)

    assert ["канарейка" in page for page in (mine, theirs)] == [False, True]
    assert "Взятая назад" not in theirs


def test_the_page_of_reasons_costs_the_same_for_a_long_thread(idea, author, visit):
    comment, browser = put_comment(idea, author, State.HIDDEN), visit(author)
    costs = []
    for _ in range(2):
        for _ in range(10):
            put_comment(idea, author)
        with counted() as sent:
            assert browser.get(f"/account/texts/{comment.id}").status_code == 200
        costs.append(len(sent))

    assert costs[0] == costs[1]
