"""Nobody decides about their own department; what nobody of the team may decide is decided by the one named outside of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from app.offices import affiliations
from app.offices.models import Affiliation, Office
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from campaigns.services.models import Service
from moderation import deciders
from moderation.domain import cases, decisions, reviews
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision
from moderation.queries import queue
from moderation.queries.filters import Filters
from moderation.queries.mornings import mornings_of, next_people
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, restrict
from tests.factories.comments import make_comment_in, say
from tests.factories.discussion import make_conclusion, make_topic
from tests.factories.people import give_role, make_account, make_office
from tests.factories.services import make_service


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Мария"), Role.MODERATOR, campaign)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office("Департамент здравоохранения")


@pytest.fixture
def service(office: Office) -> Service:
    return make_service("Запись к врачу", office_id=office.id)


def connect(account: Account, office: Office) -> None:
    with step():
        affiliations.say(actor_of(account), office.id, present.now())


def code_of(act) -> str:
    try:
        with step():
            act()
    except Refusal as refusal:
        return refusal.reason.code
    return "done"


def publish(account: Account, case: Case) -> str:
    db.session.rollback()
    text = db.session.get_one(Contribution, case.contribution_id)
    seen = Seen(case.version, text.version)
    publishing = Ruling(Decision.PUBLISH)
    return code_of(lambda: decisions.decide(actor_of(account), case.id, publishing, seen, present.now()))


def next_of(account: Account) -> int | None:
    db.session.rollback()
    return queue.next_for(actor_of(account), Filters(), present.now())


# Conflict of interest


def test_a_text_about_one_s_department_is_left_to_others(campaign, moderator, office, service, visit):
    case = make_case(make_idea(campaign, make_account(), State.SUBMITTED, service_id=service.id))
    before = next_of(moderator)
    connect(moderator, office)
    other = give_role(make_account(), Role.MODERATOR, campaign)

    claimed = code_of(lambda: cases.claim(actor_of(moderator), case.id, present.now()))
    refused = publish(moderator, case)
    page = visit(moderator).get(f"/moderation/cases/{case.id}").get_data(as_text=True)
    listed = visit(moderator).get("/moderation/").get_data(as_text=True)

    assert (before, next_of(moderator), next_of(other)) == (case.id, None, case.id)
    assert (claimed, refused) == ("connected", "connected")
    assert ("a department you are connected with" in page, "about your department" in listed) == (True, True)
    assert publish(other, case) == "done"


def test_an_official_of_the_department_is_connected_without_saying_it(campaign, moderator, office, service):
    case = make_case(make_idea(campaign, make_account(), State.SUBMITTED, service_id=service.id))

    give_role(moderator, Role.OFFICIAL, office=office)

    assert (publish(moderator, case), next_of(moderator)) == ("connected", None)


def test_whoever_is_connected_no_longer_decides_again(campaign, moderator, office, service):
    case = make_case(make_idea(campaign, make_account(), State.SUBMITTED, service_id=service.id))
    connect(moderator, office)
    with step():
        affiliations.end(actor_of(moderator), db.session.scalars(select(Affiliation.id)).one(), present.now())

    assert publish(moderator, case) == "done"


def test_every_kind_of_text_is_about_the_department_of_what_it_hangs_on(campaign, moderator, office, service):
    author = make_account()
    idea = make_idea(campaign, author, service_id=service.id)
    topic = make_topic(campaign, service_id=service.id)
    elsewhere = make_idea(campaign, author)
    spoken = make_comment_in(State.SUBMITTED, elsewhere, author, "Ответ отдела.")
    with step():
        db.session.get_one(Comment, spoken.id).office_id = office.id
    about = [
        idea,
        topic,
        say(idea, author, "Раз."),
        say(topic, author, "Два."),
        make_conclusion(topic, "Итог."),
        spoken,
    ]
    not_about = [elsewhere, say(elsewhere, author, "Три.")]
    connect(moderator, office)

    actor = actor_of(moderator)
    found = [deciders.conflicts.is_connected(actor, db.session.get_one(Contribution, one.id)) for one in about]
    others = [deciders.conflicts.is_connected(actor, db.session.get_one(Contribution, one.id)) for one in not_about]

    assert (found, others) == ([True] * 6, [False] * 2)


def test_a_person_says_with_which_departments_they_are_connected_and_everyone_reads_it(
    campaign, moderator, office, visit
):
    administrator = give_role(make_account(), Role.ADMINISTRATOR)
    visitor, address = visit(moderator), "/account/departments"
    said = visitor.send(address, {"office": str(office.id)}, page=address)
    twice = visitor.send(address, {"office": str(office.id)}, page=address)
    number = db.session.scalars(select(Affiliation.id)).one()
    public = visit(None).get("/campaigns/ugra/moderation").get_data(as_text=True)
    kept = visit(administrator).get(f"/admin/offices/{office.id}").get_data(as_text=True)
    others = visit(administrator).send(f"{address}/{number}/end", page="/account/")
    ended = visitor.send(f"{address}/{number}/end", page=address)
    after = visit(None).get("/campaigns/ugra/moderation").get_data(as_text=True)

    assert [one.status_code for one in (said, twice, others, ended)] == [303, 409, 404, 303]
    assert ("connected with: Департамент здравоохранения" in public, moderator.given_name in kept) == (True, True)
    assert ("connected with:" in after, "connected with no department" in after) == (False, True)
    acts = db.session.scalars(select(Entry.act).where(Entry.act.startswith("affiliation")).order_by(Entry.id)).all()
    assert acts == ["affiliation.say", "affiliation.end"]


# The one named outside of the team


@pytest.fixture
def outsider(campaign: Campaign) -> Account:
    """Named for the campaign; moderates nothing."""
    account = make_account("outside@example.org", given_name="Ольга")
    with step():
        db.session.get_one(Campaign, campaign.id).reviewer_id = account.id
    return account


def test_the_text_of_the_only_moderator_is_decided_by_the_one_named(campaign, moderator, outsider, visit):
    own = make_case(make_idea(campaign, moderator, State.SUBMITTED, title="Идея модератора"))
    other = make_case(make_idea(campaign, make_account(), State.SUBMITTED, title="Идея жителя"))
    visitor = visit(outsider)

    listed = visitor.get("/moderation/").get_data(as_text=True)
    pages = [visitor.get(f"/moderation/cases/{one.id}").status_code for one in (own, other)]
    codes = [publish(moderator, own), publish(outsider, other), publish(outsider, own)]

    assert ("Идея модератора" in listed, "Идея жителя" in listed) == (True, False)
    assert (pages, codes) == ([200, 404], ["own", "role", "done"])


def test_the_one_named_is_not_offered_to_join_ideas(campaign, moderator, outsider, visit):
    case = make_case(make_idea(campaign, moderator, State.SUBMITTED))
    visitor, address = visit(outsider), f"/moderation/cases/{case.id}"

    page, join = visitor.get(address).get_data(as_text=True), visitor.get(f"{address}/join")

    assert (f"{address}/join" in page, "/publish" in page or "publish" in page, join.status_code) == (False, True, 404)


def test_a_review_of_the_only_moderator_s_decision_is_left_to_the_one_named(campaign, moderator, outsider, visit):
    author = make_account()
    idea = make_idea(campaign, author, State.SUBMITTED)
    restrict(idea, Decision.RETURN, moderator)
    with step():
        review = reviews.ask(actor_of(author), idea.id, "No phone is in it.", present.now())
    case_id = review.case_id

    alone = (next_of(moderator), next_of(outsider))
    give_role(make_account(), Role.OWNER, campaign)

    assert (alone, next_of(outsider)) == ((None, case_id), None)
    assert visit(outsider).get(f"/moderation/cases/{case_id}").status_code == 404


def test_where_all_of_the_team_are_connected_the_one_named_decides(campaign, moderator, outsider, office, service):
    case = make_case(make_idea(campaign, make_account(), State.SUBMITTED, service_id=service.id))
    before = next_of(outsider)

    connect(moderator, office)

    assert (before, next_of(outsider), publish(outsider, case)) == (None, case.id, "done")


def test_the_one_named_does_not_decide_what_is_theirs_either(campaign, moderator, outsider, office, service):
    case = make_case(make_idea(campaign, outsider, State.SUBMITTED, service_id=service.id))
    connect(moderator, office)

    own = publish(outsider, case)
    other = make_case(make_idea(campaign, make_account(), State.SUBMITTED, service_id=service.id))
    connect(outsider, office)

    assert (own, publish(outsider, other), next_of(outsider)) == ("own", "connected", None)


def test_nobody_else_comes_to_the_queue(campaign, moderator, visit):
    make_case(make_idea(campaign, moderator, State.SUBMITTED))

    assert visit(make_account()).get("/moderation/").status_code == 403


def test_an_owner_names_somebody_outside_of_the_team_by_address(campaign, moderator, visit):
    owner = give_role(make_account(), Role.OWNER, campaign)
    make_account("outside@example.org")
    make_account("later@example.org", email_confirmed_at=None)
    visitor, address = visit(owner), "/campaigns/ugra/plan/reviewer"

    answers = [
        visitor.send(address, {"email": email}, page=address).status_code
        for email in (moderator.email, "nobody@example.org", "later@example.org", "Outside@example.org")
    ]
    named = visit(None).get("/campaigns/ugra/moderation").get_data(as_text=True)
    last = visitor.send(address, {"email": ""}, page=address).status_code

    acts = db.session.scalars(select(Entry.act).where(Entry.act.startswith("reviewer")).order_by(Entry.id)).all()
    assert (answers, last, acts) == ([409, 422, 422, 303], 303, ["reviewer.name", "reviewer.end"])
    assert "outside of the team" in named


def test_the_one_named_is_written_to_in_the_morning_about_what_is_left_to_them(campaign, moderator, outsider):
    make_case(make_idea(campaign, make_account(), State.SUBMITTED))
    before = mornings_of([db.session.get_one(Account, outsider.id)], present.now())
    make_case(make_idea(campaign, moderator, State.SUBMITTED))

    (morning,) = mornings_of([db.session.get_one(Account, outsider.id)], present.now())

    assert (before, morning.cases, outsider.id in {one.id for one in next_people(0)}) == ([], 1, True)
