"""Who is told of answers: officials what they are asked for, authors at once, those who support or follow with the next letter."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation import events
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.answers.domain import asking
from campaigns.answers.domain.asking import Asking
from campaigns.answers.events import AnswerAsked, AnswerReleased
from campaigns.contributions.models import Follow, State
from campaigns.ideas.models import Outcome as Fate
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.answers import make_owed, make_terms, put_answer
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_office
from tests.integration.test_answers import WORDS, sign
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Run = Callable[[], None]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", windows=[(PhaseKind.IDEAS, -20, -10), (PhaseKind.DECISION, -5, 30)])


def told(account_id: int) -> list[NoticeKind]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == account_id).order_by(Notice.id)))


def test_officials_get_one_letter_with_all_ideas_they_are_asked_for(
    campaign: Campaign, clock: MovingClock, run_jobs: Run
) -> None:
    office, beside = make_office("Департамент здравоохранения"), make_office("Департамент связи")
    owner = give_role(make_account(), Role.OWNER, campaign)
    official = give_role(make_account("official@example.org"), Role.OFFICIAL, office=office)
    helping = give_role(make_account("helping@example.org"), Role.OFFICIAL, office=beside)
    ideas = [make_idea(campaign, title=title, outcome=Fate.SHORTLISTED) for title in ("Очередь", "Талон")]
    due, ids = clock.now().date() + timedelta(days=30), (official.id, helping.id)

    with step():
        wanted = Asking([one.id for one in ideas], office.id, due, [beside.id])
        asking.ask(actor_of(owner), db.session.get_one(Campaign, campaign.id), wanted, clock.now())
    run_jobs()

    assert [told(id) for id in ids] == [[NoticeKind.ANSWER_ASKED] * 2] * 2
    sent = {letter.to: letter for letter in letters()}
    assert sorted(sent) == ["helping@example.org", "official@example.org"]
    assert len(letters()) == 2
    assert [word in sent["official@example.org"].text for word in ("Очередь", "Талон")] == [True, True]
    assert sent["official@example.org"].link("/answers/").startswith("/answers/")


def test_an_answer_is_told_to_its_author_at_once_and_to_the_others_with_the_next_letter(
    campaign: Campaign, run_jobs: Run
) -> None:
    office = make_office()
    official = give_role(make_account(), Role.OFFICIAL, office=office)
    author, supporter, follower, stranger = (make_account(f"{word}@example.org") for word in ("a", "s", "f", "x"))
    idea = make_idea(campaign, author, outcome=Fate.SHORTLISTED)
    support(idea, supporter)
    with step():
        db.session.add(Follow(account_id=follower.id, contribution_id=idea.id, since=present.now()))
    row, ids = make_owed(idea, office), [one.id for one in (author, supporter, follower, stranger, official)]
    idea_id = idea.id

    sign(actor_of(official), row.id)
    run_jobs()

    given = [NoticeKind.ANSWER_GIVEN]
    works = [NoticeKind.OFFICIAL_ANSWER], given, given, [], []
    assert [[kind for kind in told(id) if "answer" in kind] for id in ids] == list(works)
    (letter,) = letters()
    assert (letter.to, WORDS.reasons in letter.text) == ("a@example.org", True)
    assert letter.link("/ideas/") == f"/ideas/{idea_id}#answer"


def test_whoever_may_sign_second_is_asked_and_a_moved_day_is_told(
    campaign: Campaign, clock: MovingClock, run_jobs: Run
) -> None:
    make_terms(campaign, needs_second=True)
    office = make_office()
    first, second = (give_role(make_account(), Role.OFFICIAL, office=office) for _ in range(2))
    author = make_account()
    row = make_owed(make_idea(campaign, author, outcome=Fate.SHORTLISTED), office)
    ids, writer = (first.id, second.id, author.id), actor_of(first)

    with step():
        asking.extend(writer, row.id, row.due_on + timedelta(days=3), "Ждём заключения.", clock.now())
    sign(writer, row.id)
    run_jobs()

    assert [told(id) for id in ids] == [[], [NoticeKind.ANSWER_SIGNED], [NoticeKind.ANSWER_EXTENDED]]


def test_nobody_is_told_of_what_is_hidden_meanwhile(campaign: Campaign, run_jobs: Run) -> None:
    office, author = make_office(), make_account()
    official = give_role(make_account(), Role.OFFICIAL, office=office)
    idea = make_idea(campaign, author, state=State.WITHDRAWN, outcome=Fate.SHORTLISTED)
    row, ids = make_owed(idea, office), (official.id, author.id)
    answer = put_answer(row, official)
    with step():
        events.announce(AnswerAsked(row.id, office.id))
        events.announce(AnswerReleased(answer.id, row.idea_id, campaign.id))

    run_jobs()

    assert [told(id) for id in ids] == [[], []]


def test_an_official_sees_what_waits_on_their_own_page(campaign: Campaign, visit: Callable[..., Visitor]) -> None:
    office = make_office()
    official: Account = give_role(make_account(), Role.OFFICIAL, office=office)
    row = make_owed(make_idea(campaign, title="Очередь", outcome=Fate.SHORTLISTED), office)

    page = visit(official).get("/account/").get_data(as_text=True)

    assert (f"/answers/{row.id}" in page, "Очередь" in page) == (True, True)
