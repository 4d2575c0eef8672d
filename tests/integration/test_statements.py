"""Statements of reasons: no restriction without one, in the database; read by the author and the staff, by nobody else."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, restrict
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

FACTS = "В тексте виден телефон соседки <b>Марфы</b>."
HELD = "Позвоните соседке Марфе: 8 912 345-67-89"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


@pytest.fixture
def idea(campaign: Campaign, author: Account) -> Idea:
    return make_idea(campaign, author, State.SUBMITTED, problem=HELD)


@pytest.mark.parametrize("state", ["returned", "rejected", "hidden"])
def test_the_database_refuses_a_restriction_without_a_statement(idea, state):
    with pytest.raises(IntegrityError), step():
        db.session.execute(
            text("UPDATE contributions SET state = :state WHERE id = :id"), {"state": state, "id": idea.id}
        )


def test_the_database_refuses_a_statement_taken_from_under_a_restriction(idea, moderator):
    restrict(idea, Decision.RETURN, moderator, facts=FACTS)

    with pytest.raises(IntegrityError), step():
        db.session.execute(text("UPDATE contributions SET statement_id = NULL WHERE id = :id"), {"id": idea.id})


@pytest.mark.parametrize(("column", "value"), [("facts", ""), ("rule", ""), ("decision", "publish")])
def test_the_database_refuses_a_statement_that_says_nothing(idea, moderator, column, value):
    row = {"facts": FACTS, "rule": "rude", "decision": "return", column: value}
    fixed = {"id": idea.id, "by": moderator.id, "now": "2026-11-04 12:00:00"}

    with pytest.raises(IntegrityError), step():
        db.session.execute(
            text(
                "INSERT INTO statements"
                " (contribution_id, decision, rule, facts, language, is_automatic, made_at, made_by, review_until)"
                " VALUES (:id, :decision, :rule, :facts, 'ru', false, :now, :by, :now)"
            ),
            {**row, **fixed},
        )


def test_the_database_refuses_a_decision_by_nobody(idea):
    with pytest.raises(IntegrityError), step():
        db.session.execute(
            text(
                "INSERT INTO statements (contribution_id, decision, rule, facts, language, is_automatic, made_at, review_until)"
                " VALUES (:id, 'return', 'rude', 'No.', 'ru', false, :now, :now)"
            ),
            {"id": idea.id, "now": "2026-11-04 12:00:00"},
        )


def test_the_author_reads_what_why_in_which_words_and_what_to_do(idea, author, moderator, visit):
    restrict(idea, Decision.RETURN, moderator, facts=FACTS)

    page = visit(author).get(f"/ideas/{idea.id}").get_data(as_text=True)

    assert [words in page for words in WHAT_THE_AUTHOR_READS] == [True] * len(WHAT_THE_AUTHOR_READS)


WHAT_THE_AUTHOR_READS = [
    "Why we decided so",
    "Returned to mend",
    "A text contains no phones",
    "В тексте виден телефон соседки &lt;b&gt;Марфы&lt;/b&gt;.",
    "by a moderator, 4",
    "Ask for a review until 18",
    "Mend and send again",
]


def test_a_refused_text_has_nothing_to_mend(idea, author, moderator, visit):
    restrict(idea, Decision.REJECT, moderator, ground="off-topic", facts=FACTS)

    page = visit(author).get(f"/ideas/{idea.id}").get_data(as_text=True)

    assert ("Why we decided so" in page, "Mend and send again" in page) == (True, False)


def test_a_text_sent_again_is_explained_no_more(idea, author, moderator, visit):
    restrict(idea, Decision.RETURN, moderator, facts=FACTS)
    visitor = visit(author)
    fields = {
        "title": idea.title,
        "problem": "Талонов нет.",
        "proposal": idea.proposal,
        "then": "send",
        "intent": "send",
    }
    visitor.send(f"/ideas/{idea.id}/edit", fields, page=f"/ideas/{idea.id}/edit")

    page = visitor.get(f"/ideas/{idea.id}").get_data(as_text=True)

    assert ("Why we decided so" in page, "Your idea is being checked" in page) == (False, True)


@pytest.mark.parametrize("decision", [None, Decision.RETURN, Decision.REJECT, Decision.HIDE])
def test_only_the_author_and_the_staff_see_a_held_text_and_its_reasons(
    campaign, author, moderator, visit, client, decision
):
    idea = make_idea(campaign, author, State.PUBLISHED if decision == Decision.HIDE else State.SUBMITTED, problem=HELD)
    case = make_case(idea)
    if decision:
        restrict(idea, decision, moderator, ground="rude", facts=FACTS)
    elsewhere = give_role(make_account(), Role.MODERATOR, make_campaign("other"))
    others = [
        visit(),
        visit(make_account()),
        visit(elsewhere),
        visit(give_role(make_account(), Role.EXPERT, campaign)),
        visit(give_role(make_account(), Role.OBSERVER, campaign)),
        visit(give_role(make_account(), Role.FACILITATOR, campaign)),
        visit(give_role(make_account(), Role.ADMINISTRATOR)),
    ]
    addresses = [
        f"/ideas/{idea.id}",
        "/campaigns/ugra/ideas/",
        "/campaigns/ugra/",
        "/moderation/",
        f"/moderation/cases/{case.id}",
        "/search?q=Марфе",
    ]

    leaks = [(who, address) for who, other in enumerate(others) for address in addresses if leaks_to(other, address)]

    assert leaks == []
    assert [leaks_to(visit(one), f"/ideas/{idea.id}") for one in (author, moderator)] == [True, True]


def leaks_to(visitor: Visitor, address: str) -> bool:
    page = visitor.get(address).get_data(as_text=True)
    return "8 912 345-67-89" in page or "виден телефон соседки" in page


def test_a_statement_says_until_when_a_review_may_be_asked_for(idea, moderator):
    statement = restrict(idea, Decision.RETURN, moderator, facts=FACTS)

    assert (statement.review_until - present.now()).days == 14
