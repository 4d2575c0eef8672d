"""Reviews: asked for once, within the term, decided by another person; a reversal restores everything."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import reviews
from moderation.domain.decisions import Seen
from moderation.domain.reviews import Verdict
from moderation.domain.statements import REVIEW_WITHIN
from moderation.models import Case, Decision, Outcome, Report, Review
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import leave_report, make_review, restrict
from tests.factories.people import give_role, make_account
from tests.support.letters import letters

WORDS = "В моём тексте нет телефона, это номер маршрута."
WHY = "It is the number of a bus. We are sorry."


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def first(campaign: Campaign) -> Account:
    return give_role(make_account("first@example.org", given_name="Мария"), Role.MODERATOR, campaign)


@pytest.fixture
def second(campaign: Campaign) -> Account:
    return give_role(make_account("second@example.org", given_name="Олег"), Role.MODERATOR, campaign)


@pytest.fixture
def refused(campaign: Campaign, author: Account, first: Account) -> Idea:
    idea = make_idea(campaign, author, State.SUBMITTED, title="Автобус до дач")
    restrict(idea, Decision.REJECT, first, ground="rude")
    return idea


def state_of(idea: Idea) -> State:
    db.session.rollback()
    return db.session.get_one(Contribution, idea.id).state


def seen(review: Review) -> Seen:
    db.session.rollback()
    return Seen(
        db.session.get_one(Case, review.case_id).version,
        db.session.get_one(Contribution, review.contribution_id).version,
    )


def decided(review: Review, by: Account, verdict: Verdict) -> None:
    versions = seen(review)
    with step():
        reviews.decide(actor_of(by), review.case_id, verdict, versions, present.now())


UPHELD, REVERSED = Verdict(Outcome.UPHELD, WHY), Verdict(Outcome.REVERSED, WHY)


def code_of(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.reason.code
    return "done"


def test_an_author_comes_from_a_refusal_to_its_reversal(refused, author, second, visit, run_jobs):
    visitor, ask = visit(author), f"/account/texts/{refused.id}/review"
    sent = visitor.send(ask, {"words": WORDS}, page=ask)
    review = db.session.scalars(select(Review)).one()
    page_of_review = f"/account/reviews/{review.id}"
    mine = visitor.get(sent.location).get_data(as_text=True)
    desk, address = visit(second), f"/moderation/cases/{review.case_id}"
    page = desk.get(address).get_data(as_text=True)
    versions = seen(review)
    fields = {"outcome": "reversed", "facts": WHY, "version": versions.case, "text_version": versions.text}
    previewed = desk.send(f"{address}/review", {**fields, "then": "preview"}, page=address)
    answer = desk.send(f"{address}/review", {**fields, "then": "send"}, page=address)
    is_public = state_of(refused) == State.PUBLISHED
    email = author.email
    run_jobs()
    outcome = visitor.get(page_of_review).get_data(as_text=True)

    assert sent.status_code == 303
    assert ("Somebody will look at it" in mine, WORDS in mine) == (True, True)
    assert (WORDS in page, "There is a phone in it." in page, "Мария" in page) == (True, True, True)
    assert (WHY in previewed.get_data(as_text=True), previewed.status_code, answer.status_code) == (True, 200, 303)
    assert (is_public, "The decision is reversed." in outcome, WHY in outcome) == (True, True, True)
    assert [(one.to, WHY in one.text) for one in letters() if "review" in one.subject] == [(email, True)]


def test_what_was_public_stands_where_it_stood(campaign, author, first, second, clock):
    idea = make_idea(campaign, author, State.PUBLISHED)
    before = db.session.get_one(Contribution, idea.id).published_at
    clock.move_by(days=2)
    restrict(idea, Decision.HIDE, first, ground="rude")
    review = make_review(idea, WORDS)

    decided(review, second, REVERSED)

    contribution = db.session.get_one(Contribution, idea.id)
    assert (contribution.state, contribution.published_at, contribution.statement_id) == (State.PUBLISHED, before, None)


def test_a_returned_text_whose_review_is_reversed_is_published(campaign, author, first, second):
    idea = make_idea(campaign, author, State.SUBMITTED)
    restrict(idea, Decision.RETURN, first)

    decided(make_review(idea, WORDS), second, REVERSED)

    assert state_of(idea) == State.PUBLISHED


def test_a_decision_that_stands_changes_nothing(refused, author, second):
    before = db.session.get_one(Contribution, refused.id).statement_id

    decided(make_review(refused, WORDS), second, UPHELD)

    contribution = db.session.get_one(Contribution, refused.id)
    assert (state_of(refused), contribution.statement_id) == (State.REJECTED, before)


def sent_again(idea: Idea) -> None:
    with step():
        states.submit(db.session.get_one(Contribution, idea.id), present.now())


def withdrawn(idea: Idea) -> None:
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), present.now())


def test_what_may_not_be_asked_for_is_refused_in_words_and_nothing_is_lost(
    campaign, author, first, second, visit, clock
):
    ideas = {
        name: make_idea(campaign, author, State.SUBMITTED) for name in ("late", "twice", "sent", "withdrawn", "free")
    }
    for name, idea in ideas.items():
        if name != "free":
            restrict(idea, Decision.RETURN, first)
    decided(make_review(ideas["twice"], WORDS), second, UPHELD)
    sent_again(ideas["sent"])
    withdrawn(ideas["withdrawn"])
    visitor = visit(author)
    told = {}
    for name, idea in ideas.items():
        if name == "late":
            continue
        told[name] = visitor.send(f"/account/texts/{idea.id}/review", {"words": WORDS}, page="/account/")
    clock.move_by(days=REVIEW_WITHIN.days)
    told["late"] = visit(author).send(f"/account/texts/{ideas['late'].id}/review", {"words": WORDS}, page="/account/")

    pages = {name: answer.get_data(as_text=True) for name, answer in told.items()}
    assert {name: answer.status_code for name, answer in told.items()} == dict.fromkeys(ideas, 409)
    assert {name: WORDS in page for name, page in pages.items()} == dict.fromkeys(ideas, True)
    assert {name: SAID[name] in page for name, page in pages.items()} == dict.fromkeys(ideas, True)


SAID = {
    "late": "is over",
    "twice": "asked for already",
    "sent": "sent this text again",
    "withdrawn": "taken this text back",
    "free": "sent this text again",
}


def test_nobody_asks_about_another_s_text_or_without_words(refused, author, second, visit):
    others = visit(second).send(f"/account/texts/{refused.id}/review", {"words": WORDS}, page="/account/")
    empty = visit(author).send(f"/account/texts/{refused.id}/review", {"words": " "}, page="/account/")

    assert (others.status_code, empty.status_code, db.session.scalars(select(Review)).all()) == (404, 422, [])


def test_whoever_decided_first_wrote_it_or_asked_decides_no_review(refused, author, first, second, campaign, visit):
    review = make_review(refused, WORDS)
    give_role(author, Role.MODERATOR, campaign)

    codes = [code_of(lambda who=who: decided(review, who, REVERSED)) for who in (first, author)]
    page = visit(first).get(f"/moderation/cases/{review.case_id}").get_data(as_text=True)

    assert codes == ["review.decided-first", "own"]
    assert ("You decided this yourself" in page, "Send the decision" in page) == (True, False)
    assert code_of(lambda: decided(review, second, REVERSED)) == "done"


@pytest.mark.parametrize("who", ["first", "author"])
def test_the_database_refuses_them_too(refused, author, first, who):
    review = make_review(refused, WORDS)
    number = {"first": first, "author": author}[who].id

    with pytest.raises(IntegrityError), step():
        db.session.execute(
            text("UPDATE reviews SET outcome='upheld', facts='No.', decided_at=asked_at, decided_by=:by WHERE id=:id"),
            {"by": number, "id": review.id},
        )


def test_a_review_ends_where_its_decision_holds_no_more(campaign, author, first, second, run_jobs, clock):
    idea = make_idea(campaign, author, State.SUBMITTED)
    restrict(idea, Decision.RETURN, first)
    review = make_review(idea, WORDS)
    sent_again(idea)

    code, case_id = code_of(lambda: decided(review, second, REVERSED)), review.case_id
    clock.move_by(minutes=2)
    run_jobs()

    db.session.rollback()
    case = db.session.get_one(Case, case_id)
    assert (code, case.is_open, case.decision) == ("review.moved-on", False, None)


def test_reviews_are_not_undone_nor_decided_twice(refused, author, first, second, visit):
    review = make_review(refused, WORDS)
    decided(review, second, UPHELD)
    third = give_role(make_account(), Role.MODERATOR)

    again = code_of(lambda: decided(review, third, REVERSED))
    undone = visit(second).send(f"/moderation/cases/{review.case_id}/undo", page="/moderation/")
    queue = visit(second).get("/moderation/").get_data(as_text=True)

    assert (again, undone.status_code, ">Undo<" in queue) == ("case.decided", 409, False)


# Reporters


@pytest.fixture
def left(campaign: Campaign, author: Account, first: Account) -> Report:
    """A report that led to nothing."""
    idea = make_idea(campaign, author, State.PUBLISHED, title="Идея про соседку")
    reporter = make_account("reporter@example.org", language="en")
    return leave_report(idea, reporter, first, "Здесь обижают соседку.")


def test_a_report_that_was_right_after_all_hides_the_text(left, author, first, second, visit, run_jobs):
    reporter = db.session.get_one(Account, left.reporter_id)
    address = f"/account/reports/{left.id}/review"
    visitor = visit(reporter)
    sent = visitor.send(address, {"words": WORDS}, page=address)
    twice = visitor.send(address, {"words": WORDS}, page="/account/")
    review = db.session.scalars(select(Review)).one()
    page_of_review, told_author, told_reporter = f"/account/reviews/{review.id}", author.email, reporter.email
    idea_id, report_id = left.contribution_id, left.id
    refusals = [code_of(lambda who=who: decided(review, who, REVERSED)) for who in (first,)]
    desk, case = visit(second), f"/moderation/cases/{review.case_id}"
    versions = seen(review)
    fields = {"outcome": "reversed", "facts": WHY, "version": versions.case, "text_version": versions.text}
    without = desk.send(f"{case}/review", {**fields, "then": "send"}, page=case)
    ruled = {**fields, "ground": "rude", "words": "There is an insult.", "then": "send"}
    answer = desk.send(f"{case}/review", ruled, page=case)
    run_jobs()
    outcome = visitor.get(page_of_review).get_data(as_text=True)
    notices = visitor.get("/account/notices").get_data(as_text=True)

    db.session.rollback()
    assert (sent.status_code, twice.status_code, without.status_code, answer.status_code) == (303, 409, 422, 303)
    assert refusals == ["review.decided-first"]
    assert db.session.get_one(Contribution, idea_id).state == State.HIDDEN
    assert db.session.get_one(Report, report_id).acted is True
    assert ("Идея про соседку" in outcome, WHY in outcome, "Идея про соседку" in notices) == (False, True, False)
    told = {one.to: one.text for one in letters()}
    assert ("Идея про соседку" in told[told_reporter], "There is an insult." in told[told_author]) == (False, True)


def test_others_do_not_ask_about_a_report(left, author, visit):
    address = f"/account/reports/{left.id}/review"

    assert visit(author).get(address).status_code == 404
