"""A decision is taken back within its minute: everything stands as before, and nobody was told."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit import chain
from app.audit.models import Chain, Entry, Opening
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.comments.models import Comment, Thread
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import cases, decisions, undo
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision, Report, Statement
from search.models import Stale
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_comment
from tests.support.letters import letters

PUBLISH = Ruling(Decision.PUBLISH)
HIDE = Ruling(Decision.HIDE, "rude", "There are insults in it.", "en")
REJECT = Ruling(Decision.REJECT, "rude", "There are insults in it.", "en")


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
    return make_idea(campaign, author, State.SUBMITTED)


def decide(case: Case, moderator: Account, ruling: Ruling) -> int:
    with step():
        case = db.session.get_one(Case, case.id)
        text = db.session.get_one(Contribution, case.contribution_id)
        decisions.decide(actor_of(moderator), case.id, ruling, Seen(case.version, text.version), present.now())
        return case.id


def take_back(visit, moderator: Account, case_id: int):
    return visit(moderator).send(f"/moderation/cases/{case_id}/undo")


def standing(contribution_id: int) -> dict[str, object]:
    db.session.rollback()
    text = db.session.get_one(Contribution, contribution_id)
    names = ("state", "published_at", "submitted_at", "changed_at", "statement_id")
    return {name: getattr(text, name) for name in names}


def told(account_id: int) -> list[NoticeKind]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == account_id).order_by(Notice.id)))


@pytest.mark.parametrize("ruling", [PUBLISH, REJECT])
def test_a_text_stands_as_before_and_its_author_is_told_nothing(
    idea, author, moderator, visit, run_jobs, clock, ruling
):
    before, writer, decider, number = standing(idea.id), author.id, moderator.id, idea.id
    clock.move_by(seconds=10)
    case_id = decide(make_case(idea), moderator, ruling)
    clock.move_by(seconds=59)

    answer = take_back(visit, moderator, case_id)

    clock.move_by(minutes=5)
    run_jobs()
    open_again = db.session.get_one(Case, case_id)
    assert (answer.status_code, standing(number)) == (303, before)
    assert (told(writer), letters()) == ([], [])
    assert (open_again.is_open, open_again.decision, open_again.claimed_by) == (True, None, decider)
    assert [one.undone_at is None for one in db.session.scalars(select(Statement))] == [False] * (ruling is REJECT)


def test_a_public_text_that_was_hidden_is_counted_and_found_again(campaign, author, moderator, idea):
    host = make_idea(campaign, author, State.PUBLISHED)
    root = put_comment(host, author)
    comment = put_comment(host, author, parent=root)
    with step():
        case_id = cases.open_for(db.session.get_one(Contribution, comment.id), present.now()).id
    before = standing(comment.id), counters(host.id, root.id)
    decide(db.session.get_one(Case, case_id), moderator, HIDE)
    hidden = counters(host.id, root.id)
    with step():
        db.session.execute(Stale.__table__.delete())

    with step():
        undo.undo(actor_of(moderator), case_id, present.now())

    assert (standing(comment.id), counters(host.id, root.id)) == before
    assert (hidden, before[1]) == ((1, 0, 1), (2, 1, 2))
    assert db.session.scalars(select(Stale.contribution_id)).all() == [comment.id]


def counters(host_id: int, root_id: int) -> tuple[int, int, int]:
    db.session.rollback()
    return (
        db.session.get_one(Thread, host_id).comments,
        db.session.get_one(Comment, root_id).replies,
        db.session.get_one(Idea, host_id).comments,
    )


def test_undoing_a_publication_brings_the_earlier_reasons_back_and_opens_reports(campaign, author, moderator):
    idea = make_idea(campaign, author, State.PUBLISHED)
    first = decide(make_case(idea), moderator, HIDE)
    statement_id, reporter = standing(idea.id)["statement_id"], make_account().id
    with step():
        case = cases.look_again(actor_of(moderator), idea.id, present.now())
        case.reports, case_id = 1, case.id
        db.session.add(
            Report(
                case_id=case_id,
                contribution_id=idea.id,
                reporter_id=reporter,
                rule="rude",
                language="en",
                made_at=present.now(),
            )
        )
    decide(db.session.get_one(Case, case_id), moderator, PUBLISH)
    acted = db.session.scalars(select(Report.acted)).one()

    with step():
        undo.undo(actor_of(moderator), case_id, present.now())

    assert (standing(idea.id)["state"], standing(idea.id)["statement_id"]) == (State.HIDDEN, statement_id)
    assert (acted, db.session.scalars(select(Report.acted)).one()) == (False, None)
    assert db.session.get_one(Case, first).is_open is False


def test_followers_and_authors_are_told_once_the_minute_is_over(idea, author, moderator, run_jobs, clock):
    writer = author.id
    decide(make_case(idea), moderator, PUBLISH)
    run_jobs()
    at_once = told(writer)

    clock.move_by(minutes=1)
    run_jobs()

    assert (at_once, told(writer)) == ([], [NoticeKind.PUBLISHED])


def test_a_decision_made_anew_within_the_minute_is_told_by_its_own_clock(
    idea, author, moderator, visit, run_jobs, clock
):
    writer, case = author.id, make_case(idea)
    decide(case, moderator, REJECT)
    clock.move_by(seconds=40)
    take_back(visit, moderator, case.id)
    decide(case, moderator, PUBLISH)
    clock.move_by(seconds=30)
    run_jobs()
    too_early = told(writer)

    clock.move_by(seconds=30)
    run_jobs()

    assert (too_early, told(writer)) == ([], [NoticeKind.PUBLISHED])


def test_what_cannot_be_taken_back_is_refused_with_words(idea, campaign, author, moderator, visit, clock):
    other = give_role(make_account(), Role.MODERATOR, campaign)
    case = make_case(idea)
    open_one = take_back(visit, moderator, case.id)
    decide(case, moderator, REJECT)
    of_another = take_back(visit, other, case.id)
    first, twice = take_back(visit, moderator, case.id), take_back(visit, moderator, case.id)
    decide(case, moderator, REJECT)
    clock.move_by(minutes=1)
    late = take_back(visit, moderator, case.id)

    answers = (open_one, of_another, first, twice, late)
    assert [answer.status_code for answer in answers] == [409, 403, 303, 409, 409]
    assert "There is nothing to take back" in open_one.text
    assert "Only who has decided may take the decision back" in of_another.text
    assert "A minute has passed and the author has been told" in late.text
    assert standing(idea.id)["state"] == State.REJECTED


def test_what_has_moved_on_is_not_taken_back(idea, campaign, author, moderator, visit):
    case = make_case(idea)
    decide(case, moderator, PUBLISH)
    with step():
        states.changed(db.session.get_one(Contribution, idea.id), present.now())
    edited = take_back(visit, moderator, case.id)
    looked_at = make_idea(campaign, author, State.SUBMITTED)
    second = make_case(looked_at)
    decide(second, moderator, REJECT)
    with step():
        cases.look_again(actor_of(moderator), looked_at.id, present.now())

    answers = edited, take_back(visit, moderator, second.id)

    assert [answer.status_code for answer in answers] == [409, 409]
    assert ["The text has moved on since you decided" in answer.text for answer in answers] == [True, True]
    assert [standing(one.id)["state"] for one in (idea, looked_at)] == [State.PUBLISHED, State.REJECTED]


def test_the_next_page_offers_to_take_the_decision_back_for_a_minute(idea, moderator, visit, clock):
    case = make_case(idea)
    fields = {"version": 1, "text_version": 1}
    browser = visit(moderator)
    browser.send(f"/moderation/cases/{case.id}/publish", fields, page=f"/moderation/cases/{case.id}")

    during = browser.get("/moderation/").text
    clock.move_by(minutes=1)
    after = browser.get("/moderation/").text

    button = f'action="/moderation/cases/{case.id}/undo"'
    assert (f"Published: {idea.title}" in during, button in during, button in after) == (True, True, False)


def test_decisions_and_second_thoughts_are_in_the_log_and_the_chain_is_whole(idea, campaign, moderator, visit):
    case = make_case(idea)
    decide(case, moderator, REJECT)
    take_back(visit, moderator, case.id)

    db.session.rollback()
    acts = [entry.act for entry in db.session.scalars(select(Entry).order_by(Entry.id))]
    details = db.session.scalars(select(Opening).order_by(Opening.entry_id.desc())).first().details
    of_campaign = db.session.scalars(select(Chain).where(Chain.campaign_id == campaign.id)).one()
    assert acts == ["case.decide", "case.undo"]
    assert details == {"case_id": case.id, "statement_id": db.session.scalars(select(Statement.id)).one()}
    assert list(chain.faults(of_campaign)) == []
