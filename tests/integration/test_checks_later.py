"""What the checks of a job add to a case: other texts of the campaign, the language, a text that says too little."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.domain import comments
from campaigns.comments.domain.comments import Said
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.plan.models import Campaign
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account

ADVERTISEMENT = "Приходите в субботу на ярмарку мёда у озера: музыка, варенье и катание на лошадях весь день"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


def send_for_check(idea_id: int) -> None:
    with step():
        states.submit(db.session.get_one(Contribution, idea_id), clock.now())


def say(account: Account, idea_id: int, words: str) -> int:
    with step():
        return comments.say(actor_of(account), idea_id, Said(words), clock.now()).id


def findings_of(contribution_id: int) -> list[tuple[str, bool, list[int]]]:
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.contribution_id == contribution_id)).one()
    return [(one["code"], one["score"] >= 0.7, one.get("others", [])) for one in case.findings]


def test_a_twin_another_language_and_too_few_words_are_said_and_hold_nothing(campaign, author, run_jobs):
    words = {"title": "Больше лавок в парке у реки", "problem": "В парке у реки мало лавок, пожилым негде отдохнуть."}
    stands = make_idea(campaign, make_account(), **words, proposal="Поставить лавки вдоль дорожки у реки.")
    twin = make_idea(campaign, author, State.DRAFT, **words, proposal="Поставить ещё лавок вдоль дорожки в парке.")
    foreign = make_idea(
        campaign,
        author,
        State.DRAFT,
        title="Світло біля школи",
        problem="Діти йдуть додому в темряві, ліхтарі не горять.",
        proposal="Полагодити ліхтарі біля школи й перевіряти їх щомісяця.",
    )
    brief = make_idea(campaign, author, State.DRAFT, title="Лифт", problem="Лифт.", proposal="Починить.", effect="Да.")
    ids = [idea.id for idea in (twin, foreign, brief, stands)]
    for id in ids[:3]:
        send_for_check(id)

    run_jobs()

    assert [findings_of(id) for id in ids[:3]] == [
        [("twin", False, [ids[3]])],
        [("language", False, [])],
        [("short", False, [])],
    ]


def test_a_moderator_goes_from_a_case_to_what_the_text_is_like(campaign, author, run_jobs, visit):
    words = {"title": "Больше лавок в парке у реки", "problem": "В парке у реки мало лавок, пожилым негде отдохнуть."}
    stands = make_idea(campaign, make_account(), **words).id
    twin = make_idea(campaign, author, State.DRAFT, **words).id
    send_for_check(twin)
    run_jobs()
    moderator = give_role(make_account(), Role.MODERATOR, db.session.scalars(select(Campaign)).one())

    case_id = db.session.scalars(select(Case.id).where(Case.contribution_id == twin)).one()
    page = visit(moderator).get(f"/moderation/cases/{case_id}").get_data(as_text=True)

    assert f'<a href="/ideas/{stands}">Other text 1</a>' in page


def test_the_fourth_comment_of_the_same_words_opens_a_case_and_stays_where_it_is(campaign, run_jobs):
    idea_id = make_idea(campaign, make_account()).id
    # Of new people the fourth would wait with the wave (test_waves).
    known = {"created_at": clock.now() - timedelta(days=30)}
    before = [say(make_account(**known), idea_id, ADVERTISEMENT + end) for end in ("", "!", "!!")]
    run_jobs()

    fourth = say(make_account(**known), idea_id, ADVERTISEMENT.replace("варенье", "вapeньe"))
    run_jobs()

    assert findings_of(fourth) == [("spam.copied", True, before)]
    assert db.session.get_one(Contribution, fourth).state == State.PUBLISHED
    assert db.session.scalars(select(Case).where(Case.contribution_id.in_(before))).all() == []


def test_a_campaign_that_switched_a_rule_off_is_told_nothing_of_it(campaign, author, run_jobs):
    with step():
        db.session.get_one(Campaign, campaign.id).checks = [{"code": "spam", "off": True, "hold_from": None}]
    idea = make_idea(campaign, make_account())

    comment = say(author, idea.id, "Есть халтурка на 4к, пишите в лс")
    run_jobs()

    assert db.session.get_one(Contribution, comment).state == State.PUBLISHED
    assert db.session.scalars(select(Case).where(Case.contribution_id == comment)).all() == []


def test_an_advertisement_waits_and_stands_in_the_queue_while_no_worker_runs(campaign, author, visit):
    idea = make_idea(campaign, make_account())
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    comment = say(author, idea.id, "Есть халтурка на 4к, пишите в лс")

    case = db.session.scalars(select(Case).where(Case.contribution_id == comment)).one()
    page = visit(moderator).get(f"/moderation/cases/{case.id}").get_data(as_text=True)
    queue = visit(moderator).get("/moderation/").get_data(as_text=True)
    assert (db.session.get_one(Contribution, comment).state, case.checked_version) == (State.SUBMITTED, None)
    assert f"/moderation/cases/{case.id}" in queue
    assert "The checks have not looked at this text yet." in page
