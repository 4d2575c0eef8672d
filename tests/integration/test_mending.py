"""A moderator mends a small thing in a text without returning it."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions.models import Contribution, State, Version, Weight
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import mending
from moderation.domain.mending import Mending
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.people import give_role, make_account

TITLE = "Лист ожидания к врачю узкому специалисту"
RIGHT = "Лист ожидания к врачу узкому специалисту"


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
    return make_idea(campaign, author, State.PUBLISHED, title=TITLE)


def mend(who: Account, idea: Idea, mended: Mending, version: int = 1) -> None:
    with step():
        mending.mend(actor_of(who), idea.id, mended, version, present.now())


def title_of(idea: Idea) -> str:
    db.session.rollback()
    return db.session.get_one(Idea, idea.id, populate_existing=True).title


def test_a_slip_and_a_direction_are_mended_in_public_the_supports_stay_and_the_author_is_told(
    campaign, idea, author, moderator, visit
):
    track, address = make_track(campaign, "Здоровье"), f"/moderation/contributions/{idea.id}/mend"
    support(idea, make_account())

    fields = {"version": 1, "title": RIGHT, "track_id": track.id, "territory_id": "", "service_id": ""}
    sent = visit(moderator).send(address, fields, page=address)

    history = visit(None).get(f"/ideas/{idea.id}/history").get_data(as_text=True)
    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    row = db.session.get_one(Idea, idea.id)
    assert (sent.status_code, row.title, row.track_id, row.supports) == (303, RIGHT, track.id, 1)
    assert [(one.weight, one.fields["title"]) for one in kept] == [(Weight.FIRST, TITLE), (Weight.MENDED, RIGHT)]
    assert ("Mended by moderators" in history, "Лось" in history) == (True, False)
    assert [(one.kind, one.account_id) for one in db.session.scalars(select(Notice))] == [
        (NoticeKind.MENDED, author.id)
    ]
    assert db.session.scalars(select(Case)).all() == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("", "mend.no-title"),
        (TITLE, "mend.same"),
        ("Запись к любому врачу без всякой очереди", "mend.too-much"),
    ],
)
def test_more_than_a_slip_is_not_mended(title, code, idea, moderator):
    with pytest.raises(Invalid) as refusal:
        mend(moderator, idea, Mending(title))

    assert (refusal.value.reason.code, title_of(idea)) == (code, TITLE)


def test_small_things_add_up(idea, moderator):
    mend(moderator, idea, Mending("Перечень ожидания к врачу узкому специалисту"))

    with pytest.raises(Invalid) as refusal:
        mend(moderator, idea, Mending("Перечень ожидания к врачу узкому профессору"), 2)

    assert refusal.value.reason.code == "mend.too-much"


def test_a_text_that_its_author_changed_meanwhile_is_not_mended_and_what_was_written_is_kept(idea, moderator, visit):
    address = f"/moderation/contributions/{idea.id}/mend"

    fields = {"version": 7, "title": RIGHT, "track_id": "", "territory_id": "", "service_id": ""}
    answer = visit(moderator).send(address, fields, page=address)

    assert (answer.status_code, RIGHT in answer.get_data(as_text=True), title_of(idea)) == (409, True, TITLE)


def test_a_track_of_another_project_is_refused(idea, moderator):
    with pytest.raises(Invalid) as refusal:
        mend(moderator, idea, Mending(TITLE, track_id=make_track(make_campaign("other"), "Чужое").id))

    assert refusal.value.reason.code == "track"


def test_nobody_mends_their_own_text_nor_a_resident_anybodys(campaign, idea, author):
    give_role(author, Role.MODERATOR, campaign)

    codes = []
    for who in (author, make_account()):
        with pytest.raises(NotAllowed) as refusal:
            mend(who, idea, Mending(RIGHT))
        codes.append(refusal.value.reason.code)

    assert codes == ["own", "role"]


def test_a_returned_text_is_in_its_authors_hands(campaign, author, moderator):
    idea = make_idea(campaign, author, State.WITHDRAWN, title=TITLE)

    with pytest.raises(Conflict) as refusal:
        mend(moderator, idea, Mending(RIGHT))

    assert refusal.value.reason.code == "mend.not-mendable"


def test_what_waits_is_mended_without_a_history_and_without_its_words_in_the_log(campaign, author, moderator):
    idea = make_idea(campaign, author, State.SUBMITTED, title=TITLE)

    mend(moderator, idea, Mending(RIGHT))

    version = db.session.get_one(Contribution, idea.id).version
    assert (title_of(idea), version, db.session.scalars(select(Version)).all()) == (RIGHT, 2, [])
