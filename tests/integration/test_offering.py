"""A comment that proposes something becomes a draft idea of its author."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import offering
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.comments import say
from tests.factories.people import give_role, make_account

WORDS = "Пусть карта очереди показывает, сколько людей впереди, и предупреждает за день."


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def comment(campaign: Campaign, author: Account) -> Comment:
    return say(make_idea(campaign, make_account()), author, WORDS)


def offer(who: Account, comment: Comment) -> Idea:
    with step():
        return offering.make_draft(actor_of(who), comment.id, present.now())


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MODERATOR])
def test_the_author_gets_a_draft_with_the_words_and_the_comment_stays(role, campaign, comment, author, visit):
    helper = visit(give_role(make_account(), role, campaign))
    page = f"/comments/{comment.id}"

    sent = helper.send(f"/moderation/comments/{comment.id}/idea", page="/account/")

    idea = db.session.scalars(select(Idea).where(Idea.proposal == WORDS)).one()
    common = db.session.get_one(Contribution, idea.id)
    notices = visit(author).get("/account/notices").get_data(as_text=True)
    assert (sent.status_code, common.state, common.author_id, idea.title) == (
        303,
        State.DRAFT,
        author.id,
        "Пусть карта очереди показывает, сколько людей впереди, и…",
    )
    assert (f"/ideas/{idea.id}" in notices, WORDS in visit(None).get(page).get_data(as_text=True)) == (True, True)
    assert [one.kind for one in db.session.scalars(select(Notice))] == [NoticeKind.DRAFT_MADE]


def test_a_draft_is_made_once_of_a_comment(campaign, comment):
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    offer(moderator, comment)

    with pytest.raises(Conflict) as refusal:
        offer(moderator, comment)

    assert refusal.value.reason.code == "draft.twice"


def test_where_the_author_could_not_send_an_idea_it_says_why(campaign, comment, clock):
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    clock.move_by(days=400)

    with pytest.raises(Conflict) as refusal:
        offer(moderator, comment)

    assert (refusal.value.reason.code, "The time for this is over" in str(refusal.value.reason)) == (
        "draft.not-now",
        True,
    )


def test_a_resident_makes_no_draft_for_others_nor_a_moderator_for_themselves(campaign, comment, author):
    give_role(author, Role.MODERATOR, campaign)

    codes = []
    for who in (make_account(), author):
        with pytest.raises(NotAllowed) as refusal:
            offer(who, comment)
        codes.append(refusal.value.reason.code)

    assert codes == ["role", "own"]
