"""Who is told what: authors at once, followers once a day, nobody what they may not see."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation import events, mail, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import gathering, jobs, tellers
from app.notifications.domain import choices, tellings
from app.notifications.domain.tellings import Reader
from app.notifications.models import Letters, Notice, NoticeChoice, NoticeKind, Subject, Teller
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, Follow, State
from campaigns.ideas.models import Idea
from campaigns.plan.events import TimelineChanged
from campaigns.plan.models import Audience, Campaign
from campaigns.rounds.events import ResultPublished
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.statements import counted


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Цифровые сервисы")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.MODERATOR, campaign)


@pytest.fixture
def idea(campaign: Campaign, author: Account) -> Idea:
    return make_idea(campaign, author, State.SUBMITTED, at=present.now() - timedelta(hours=3))


def follow(account: Account, campaign: Campaign) -> Account:
    with step():
        db.session.add(Follow(account_id=account.id, campaign_id=campaign.id, since=present.now()))
    return account


def publish(idea: Idea) -> None:
    with step():
        states.publish(db.session.get_one(Contribution, idea.id), present.now())


def letters() -> list[EmailMessage]:
    files = sorted(mail.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]  # type: ignore[misc]


def told(account: Account | int) -> list[NoticeKind]:
    db.session.rollback()
    number = account if isinstance(account, int) else account.id
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == number).order_by(Notice.id)))


@pytest.fixture
def next_morning(clock: MovingClock, run_jobs: Callable[[], None]) -> Callable[[], None]:
    """It is the next day, half past eight in the morning of the site's zone, and letters are due."""

    def come() -> None:
        tomorrow = clock.now().date() + timedelta(days=1)
        clock.move_to(datetime(tomorrow.year, tomorrow.month, tomorrow.day, 3, 30, tzinfo=UTC))
        gathering.gather()
        run_jobs()

    return come


# One's own acts


def test_an_author_is_told_at_once_that_the_idea_is_published(idea, author, run_jobs):
    number = author.id
    publish(idea)

    run_jobs()

    (letter,) = letters()
    assert told(number) == [NoticeKind.PUBLISHED]
    assert (letter["To"], letter["Subject"]) == ("author@example.org", "Your idea is published: Лист ожидания к врачу")
    assert "http://localhost/ideas/1" in letter.get_content()


@pytest.mark.parametrize(
    ("decision", "kind", "subject"),
    [
        (Decision.RETURN, NoticeKind.RETURNED, "Your idea came back to you: Лист ожидания к врачу"),
        (Decision.REJECT, NoticeKind.REJECTED, "Your idea was not published: Лист ожидания к врачу"),
    ],
)
def test_a_refusal_is_explained_by_mail(idea, author, moderator, run_jobs, clock, decision, kind, subject):
    number = author.id
    restrict(idea, decision, moderator, ground="rude", facts="В тексте есть ругательства <script>.")

    clock.move_by(minutes=1)
    run_jobs()

    (letter,) = letters()
    text = letter.get_content()
    assert (told(number), letter["Subject"]) == ([kind], subject)
    assert [words in text for words in WHAT_THE_LETTER_SAYS] == [True] * len(WHAT_THE_LETTER_SAYS)


WHAT_THE_LETTER_SAYS = [
    "В тексте есть ругательства <script>.",
    "People argue with ideas here and do not insult",
    "http://localhost/ideas/1",
    "until 18",
]


def test_a_letter_is_in_the_language_of_its_reader(campaign, moderator, run_jobs, clock):
    author = make_account("olena@example.org", language="uk")
    restrict(make_idea(campaign, author, State.SUBMITTED), Decision.RETURN, moderator, ground="rude", facts="Ні.")

    clock.move_by(minutes=1)
    run_jobs()

    (letter,) = letters()
    assert "18\u00a0листопада" in letter.get_content()


def test_a_letter_sent_twice_is_one_letter(idea, author, run_jobs):
    publish(idea)
    run_jobs()
    with step():
        notice = db.session.scalars(select(Notice)).one()
        notice.mailed_at = None
        notice_id = notice.id

    jobs.mail_notice(notice_id)
    jobs.mail_notice(notice_id)

    assert [letter["Message-ID"] for letter in letters()] == [f"<notice-{notice_id}@localhost>"]


def test_what_appeared_as_it_was_sent_is_no_news_for_its_author(campaign, author, run_jobs):
    number = author.id
    campaign.ideas_checked_first = False
    idea = make_idea(campaign, author, State.DRAFT)
    with step():
        contribution = db.session.get_one(Contribution, idea.id)
        states.submit(contribution, present.now())
        states.publish(contribution, present.now())

    run_jobs()

    assert (told(number), letters()) == ([], [])


def test_a_refusal_lifted_before_the_letter_left_is_not_mailed(idea, author, moderator, run_jobs):
    number = author.id
    refused = restrict(idea, Decision.REJECT, moderator, ground="rude")
    with step():
        tellers.tell_decided(Reader(), 0, refused.case_id, version=2)
    publish(idea)

    run_jobs()

    assert told(number) == [NoticeKind.REJECTED, NoticeKind.PUBLISHED]
    assert [letter["Subject"].partition(":")[0] for letter in letters()] == ["Your idea is published"]


@pytest.mark.parametrize("over", [{"email_confirmed_at": None}, {"ended_at": datetime(2026, 11, 1, tzinfo=UTC)}])
def test_nobody_is_written_to_at_an_address_that_is_not_theirs(campaign, run_jobs, over):
    author = make_account("gone@example.org", **over)
    publish(make_idea(campaign, author, State.SUBMITTED))

    run_jobs()

    assert letters() == []


# Followers


def test_followers_are_told_of_a_new_idea_and_its_author_is_not(campaign, idea, author, run_jobs):
    follower = follow(make_account(), campaign).id
    follow(author, campaign)
    writer = author.id
    publish(idea)

    run_jobs()

    assert (told(follower), told(writer)) == ([NoticeKind.FOLLOWED_PUBLISHED], [NoticeKind.PUBLISHED])


def test_a_job_run_twice_tells_nothing_twice(campaign, idea, run_jobs):
    follower, numbers = follow(make_account(), campaign).id, (campaign.id, idea.id)
    publish(idea)
    run_jobs()

    for _ in range(2):
        with step():
            words = {"kind": "followed published", "name": f"followed:{numbers[1]}", "campaign_id": numbers[0]}
            tellings.put(Teller.FOLLOWERS, **words, contribution_id=numbers[1])
        run_jobs()

    assert told(follower) == [NoticeKind.FOLLOWED_PUBLISHED]


def test_a_refusal_is_told_to_its_author_alone(campaign, idea, moderator, run_jobs, clock):
    follower = follow(make_account(), campaign).id
    restrict(idea, Decision.REJECT, moderator, ground="rude")

    clock.move_by(minutes=1)
    run_jobs()

    assert told(follower) == []


def test_what_was_hidden_before_the_job_came_is_told_to_nobody(campaign, idea, moderator, run_jobs):
    follower = follow(make_account(), campaign).id
    publish(idea)
    restrict(idea, Decision.HIDE, moderator, ground="rude")

    run_jobs()

    assert told(follower) == []


def test_imported_texts_are_no_news(campaign, run_jobs):
    follower = follow(make_account(), campaign).id
    publish(make_idea(campaign, state=State.SUBMITTED, channel=Channel.IMPORT))

    run_jobs()

    assert told(follower) == []


def test_followers_who_were_not_invited_learn_nothing(app, run_jobs):
    closed = make_campaign("council", audience=Audience.INVITED)
    stranger = follow(make_account(), closed).id
    member = follow(give_role(make_account(), Role.EXPERT, closed), closed).id
    publish(make_idea(closed, state=State.SUBMITTED))

    run_jobs()

    assert (told(stranger), told(member)) == ([], [NoticeKind.FOLLOWED_PUBLISHED])


def test_everyone_concerned_learns_that_dates_changed_and_what_came_out(campaign, author, run_jobs):
    follower = follow(make_account(), campaign).id
    make_idea(campaign, author)
    writer = author.id
    with step():
        events.announce(ResultPublished(campaign.id, 1, 7))
        jobs_of_timeline(campaign)

    run_jobs()

    assert set(told(follower)) == {NoticeKind.TIMELINE_CHANGED, NoticeKind.RESULT_PUBLISHED}
    assert told(writer) == [NoticeKind.RESULT_PUBLISHED]


def jobs_of_timeline(campaign: Campaign) -> None:
    events.announce(TimelineChanged(campaign.id, 3))


@pytest.mark.slow
def test_a_thousand_followers_are_told_in_steps(campaign, idea, run_jobs):
    now, campaign_id = present.now(), campaign.id
    with step():
        people = [
            Account(
                email=f"p{n}@example.org",
                email_key=f"p{n}@example.org",
                given_name="П",
                language="ru",
                created_at=now,
                password_hash="",
            )
            for n in range(1001)
        ]
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all([Follow(account_id=one.id, campaign_id=campaign_id, since=now) for one in people])
    publish(idea)

    run_jobs()

    kinds = db.session.scalars(select(Notice.kind)).all()
    assert kinds.count(NoticeKind.FOLLOWED_PUBLISHED) == 1001


# The letter of the day


def test_a_day_of_news_is_one_letter(campaign, author, run_jobs, next_morning):
    follow(make_account("follower@example.org"), campaign)
    for title in ("One evening summary", "A light version"):
        publish(make_idea(campaign, None, State.SUBMITTED, title=title))
    run_jobs()

    next_morning()

    (letter,) = letters()
    text = letter.get_content()
    assert (letter["To"], letter["Message-ID"].partition("-2026")[2]) == ("follower@example.org", "-11-05@localhost>")
    assert ("A new idea in what you follow" in text, "One evening summary" in text, "A light version" in text) == (
        True,
        True,
        True,
    )


def test_the_next_morning_without_news_brings_no_letter(campaign, run_jobs, next_morning):
    follow(make_account("follower@example.org"), campaign)
    publish(make_idea(campaign, None, State.SUBMITTED))
    run_jobs()
    next_morning()

    next_morning()

    assert len(letters()) == 1


def test_the_schedule_may_ask_often_and_a_person_gets_one_letter_a_day(campaign, run_jobs, next_morning, clock):
    follow(make_account("follower@example.org"), campaign)
    idea = make_idea(campaign, None, State.SUBMITTED, title="Later").id
    publish(make_idea(campaign, None, State.SUBMITTED, title="Sooner"))
    run_jobs()
    next_morning()
    with step():
        states.publish(db.session.get_one(Contribution, idea), present.now())
    run_jobs()

    for _ in range(5):
        clock.move_by(hours=1)
        gathering.gather()
        run_jobs()

    (letter,) = letters()
    assert ("Sooner" in letter.get_content(), "Later" in letter.get_content()) == (True, False)


def test_before_the_morning_no_letter_leaves(campaign, run_jobs, clock):
    follow(make_account("follower@example.org"), campaign)
    publish(make_idea(campaign, None, State.SUBMITTED))
    run_jobs()
    clock.move_to(datetime(2026, 11, 5, 2, 59, tzinfo=UTC))

    gathering.gather()
    run_jobs()

    assert letters() == []


def test_who_wants_no_letters_gets_none_and_still_finds_the_notices(campaign, run_jobs, next_morning):
    follower = follow(make_account("follower@example.org"), campaign)
    number = follower.id
    with step():
        choices.choose(number, Subject.FOLLOWS, Letters.NEVER, present.now())
    publish(make_idea(campaign, None, State.SUBMITTED))
    run_jobs()

    next_morning()

    assert (letters(), told(number)) == ([], [NoticeKind.FOLLOWED_PUBLISHED])


def test_what_was_hidden_overnight_is_in_no_letter(campaign, moderator, run_jobs, next_morning):
    follow(make_account("follower@example.org"), campaign)
    idea = make_idea(campaign, None, State.SUBMITTED, title="A secret of the canary")
    number, staff = idea.id, moderator.id
    publish(idea)
    run_jobs()
    restrict(db.session.get_one(Idea, number), Decision.HIDE, db.session.get_one(Account, staff), ground="rude")

    next_morning()

    assert letters() == []


def test_what_was_read_on_the_page_is_not_mailed(campaign, visit, run_jobs, next_morning):
    browser = visit(follow(make_account("follower@example.org"), campaign))
    publish(make_idea(campaign, None, State.SUBMITTED))
    run_jobs()
    browser.send("/account/notices/read", {"until": 10}, page="/account/notices")

    next_morning()

    assert letters() == []


# The page


def test_notices_stand_on_a_page_and_are_new_until_read(campaign, idea, author, visit):
    browser = visit(author)
    publish(idea)

    before = browser.get("/account/notices").get_data(as_text=True)
    newest = db.session.scalars(select(Notice.id)).one()
    response = browser.send("/account/notices/read", {"until": newest}, page="/account/notices")
    after = browser.get("/account/notices").get_data(as_text=True)

    assert (response.status_code, response.location) == (303, "/account/notices")
    assert [(">new<" in page, idea.title in page) for page in (before, after)] == [(True, True), (False, True)]


def test_a_notice_that_came_after_the_page_was_opened_stays_new(campaign, author, visit):
    first, second = (make_idea(campaign, author, State.SUBMITTED, at=present.now() - timedelta(hours=1)) for _ in "ab")
    browser = visit(author)
    publish(first)
    seen = db.session.scalars(select(Notice.id)).one()
    publish(second)

    browser.send("/account/notices/read", {"until": seen}, page="/account/notices")

    db.session.rollback()
    rows = db.session.execute(select(Notice.contribution_id, Notice.read_at.is_(None)).order_by(Notice.id)).all()
    assert [tuple(row) for row in rows] == [(first.id, False), (second.id, True)]


def test_the_page_names_nothing_that_was_hidden_since(campaign, moderator, visit, run_jobs):
    browser = visit(follow(make_account(), campaign))
    idea = make_idea(campaign, None, State.SUBMITTED, title="A secret of the canary")
    number, staff = idea.id, moderator.id
    publish(idea)
    run_jobs()
    before = browser.get("/account/notices").get_data(as_text=True)
    restrict(db.session.get_one(Idea, number), Decision.HIDE, db.session.get_one(Account, staff), ground="rude")

    after = browser.get("/account/notices").get_data(as_text=True)

    assert ["secret of the canary" in page for page in (before, after)] == [True, False]
    assert "It cannot be read any more." in after


def test_nobody_marks_the_notices_of_others(idea, author, visit):
    publish(idea)

    visit(make_account()).send("/account/notices/read", {"until": 99}, page="/account/notices")

    db.session.rollback()
    assert db.session.scalars(select(Notice.read_at)).all() == [None]


def test_a_guest_is_sent_to_the_sign_in(client):
    response = client.get("/account/notices")

    assert (response.status_code, response.location) == (303, "/account/sign-in?next=/account/notices")


@pytest.mark.parametrize(("choice", "status", "kept"), [("weekly", 303, [Letters.WEEKLY]), ("hourly", 422, [])])
def test_a_person_chooses_whether_letters_come(author, visit, choice, status, kept):
    asked = ("own", "replies", "ideas", "follows", "projects", "searches")
    fields = {**dict.fromkeys(asked, "daily"), "follows": choice}

    response = visit(author).send("/account/notices/letters", fields, page="/account/notices/letters")

    db.session.rollback()
    chosen = select(NoticeChoice.letters).where(NoticeChoice.subject == Subject.FOLLOWS)
    assert (response.status_code, db.session.scalars(chosen).all()) == (status, kept)


@pytest.mark.parametrize("until", ["", "x", "-5", "99999999999999999999"])
def test_a_broken_form_breaks_nothing(author, visit, until):
    response = visit(author).send("/account/notices/read", {"until": until}, page="/account/notices")

    assert response.status_code == 303


def test_the_page_costs_the_same_for_few_and_for_many(campaign, author, visit):
    browser = visit(author)

    def cost() -> int:
        with counted() as sent:
            assert browser.get("/account/notices").status_code == 200
        return len(sent)

    def come(times: int, start: int) -> None:
        with step():
            db.session.add_all(
                Notice(
                    account_id=author.id,
                    kind=NoticeKind.TIMELINE_CHANGED,
                    fact=f"timeline:{start + n}",
                    campaign_id=campaign.id,
                    created_at=present.now(),
                )
                for n in range(times)
            )

    come(3, 0)
    few = cost()
    come(300, 3)

    assert cost() == few


def test_the_outbox_is_empty_when_all_is_done(campaign, idea, clock, run_jobs):
    follow(make_account(), campaign)
    publish(idea)

    run_jobs()
    # Ideas like this one are looked for once there is an index.
    clock.move_by(minutes=2)
    run_jobs()

    assert db.session.scalars(select(outbox.Errand.job)).all() == []
