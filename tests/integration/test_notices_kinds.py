"""Who is told of topics, comments, conclusions, news and selections, in which words, and where it leads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation import events, mail
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import gathering
from app.notifications.models import Notice, NoticeKind
from app.notifications.queries import Asked, notices_of
from app.notifications.subjects import OWN, TOLD_ELSEWHERE
from app.notifications.words import OWN_SENTENCES, SENTENCES, SUBJECTS, TONES, sentence
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, Follow, Kind, State
from campaigns.ideas.events import CoAuthorJoined, IdeaChangedMaterially
from campaigns.ideas.models import Idea
from campaigns.plan.models import Audience, Campaign, Joining, Member
from campaigns.selection.events import SelectionMade
from moderation.models import Decision
from moderation.possible import NEVER
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account
from tests.factories.texts import put_comment, put_conclusion, put_one, put_topic
from tests.support.clocks import MovingClock

OTHERS = (Kind.TOPIC, Kind.COMMENT, Kind.CONCLUSION, Kind.NEWS)
DECISIONS = {
    Decision.RETURN: NoticeKind.RETURNED,
    Decision.REJECT: NoticeKind.REJECTED,
    Decision.HIDE: NoticeKind.HIDDEN,
}
OF_FOLLOWERS = {
    Kind.TOPIC: [NoticeKind.TOPIC_OPENED],
    Kind.COMMENT: [],
    Kind.CONCLUSION: [NoticeKind.CONCLUSION_WRITTEN],
    Kind.NEWS: [NoticeKind.NEWS],
}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Цифровые сервисы")


@pytest.fixture
def idea(campaign: Campaign) -> Idea:
    return make_idea(campaign, title="Мост через Обь")


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def moderator(app: Flask) -> Account:
    return give_role(make_account(), Role.MODERATOR)


def follow(account: Account, campaign: Campaign | None = None, text_id: int | None = None) -> Account:
    with step():
        campaign_id = campaign.id if campaign else None
        db.session.add(
            Follow(account_id=account.id, campaign_id=campaign_id, contribution_id=text_id, since=present.now())
        )
    return account


def publish(text_id: int, at: datetime | None = None) -> None:
    with step():
        states.publish(db.session.get_one(Contribution, text_id), at or present.now())


def told(account_id: int) -> list[NoticeKind]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == account_id).order_by(Notice.id)))


def letters() -> list[EmailMessage]:
    files = sorted(mail.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]  # type: ignore[misc]


@pytest.fixture
def next_morning(clock: MovingClock, run_jobs: Callable[[], None]) -> Callable[[], None]:
    """It is the next day, half past eight in the morning of the site's zone, and letters are due."""

    def come() -> None:
        tomorrow = clock.now().date() + timedelta(days=1)
        clock.move_to(datetime(tomorrow.year, tomorrow.month, tomorrow.day, 3, 30, tzinfo=UTC))
        gathering.gather()
        run_jobs()

    return come


# Words


def test_every_notice_has_words_and_a_tone(app):
    assert set(OWN_SENTENCES) | set(SENTENCES) == set(NoticeKind) == set(TONES)
    assert set(OWN_SENTENCES) == OWN


@pytest.mark.parametrize("kind", [Kind.IDEA, *OTHERS])
def test_each_kind_has_words_of_its_own_for_whatever_may_be_decided(app, kind):
    with app.test_request_context():
        for decision, notice in DECISIONS.items():
            if decision not in NEVER.get(kind, ()):
                assert kind.value in str(sentence(notice, kind)).lower()
                assert kind.value in str(SUBJECTS[notice][kind]).lower()
        assert kind.value in str(sentence(NoticeKind.PUBLISHED, kind)).lower()


# One's own text


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("decision", list(DECISIONS))
def test_an_author_learns_what_was_decided_and_where_to_read_why(
    campaign, idea, author, moderator, visit, run_jobs, clock, *, kind, decision
):
    if decision in NEVER.get(kind, ()):
        return
    state = State.PUBLISHED if decision == Decision.HIDE else State.SUBMITTED
    text_id, author_id = put_one(kind, campaign, author, state, "Слова автора", idea).id, author.id
    browser = visit(author)
    restrict(db.session.get_one(Contribution, text_id), decision, moderator, ground="rude", facts="Грубо <script>.")

    clock.move_by(minutes=1)
    run_jobs()

    (letter,) = letters()
    page = browser.get("/account/notices").get_data(as_text=True)
    where = f"/account/texts/{text_id}"
    assert told(author_id) == [DECISIONS[decision]]
    assert letter["Subject"].startswith(f"Your {kind.value} ")
    assert [words in letter.get_content() for words in ("Грубо <script>.", "do not insult", where)] == [True] * 3
    assert ("idea" in letter.get_content().replace("argue with ideas", ""), where in page) == (False, True)
    assert "Грубо &lt;script&gt;." in browser.get(where).get_data(as_text=True)


@pytest.mark.parametrize("kind", OTHERS)
def test_an_author_learns_that_a_text_was_published_after_a_check(campaign, idea, author, run_jobs, kind):
    text_id, author_id = put_one(kind, campaign, author, State.SUBMITTED, "Слова автора", idea).id, author.id

    publish(text_id, present.now() + timedelta(minutes=5))
    run_jobs()

    (letter,) = letters()
    assert (told(author_id), letter["Subject"].startswith(f"Your {kind.value} ")) == ([NoticeKind.PUBLISHED], True)


@pytest.mark.parametrize("kind", OTHERS)
def test_who_publishes_at_once_is_not_told_so(campaign, idea, author, run_jobs, kind):
    text_id, author_id = put_one(kind, campaign, author, State.DRAFT, "Слова автора", idea).id, author.id

    publish(text_id)
    run_jobs()

    assert (told(author_id), letters()) == ([], [])


# What one follows


@pytest.mark.parametrize("kind", OTHERS)
def test_followers_of_a_campaign_are_told_of_what_is_new_but_comments(campaign, idea, author, run_jobs, kind):
    text_id = put_one(kind, campaign, author, State.DRAFT, "Новые слова", idea).id
    follower_id = follow(make_account(), campaign).id

    publish(text_id)
    run_jobs()

    assert told(follower_id) == OF_FOLLOWERS[kind]


@pytest.mark.parametrize("kind", OTHERS)
def test_what_was_brought_in_is_no_news(campaign, idea, run_jobs, kind):
    text_id = put_one(kind, campaign, None, State.DRAFT, "Новые слова", idea).id
    follower_id = follow(make_account(), campaign).id
    with step():
        db.session.get_one(Contribution, text_id).channel = Channel.IMPORT

    publish(text_id)
    run_jobs()

    assert told(follower_id) == []


def test_followers_of_a_topic_learn_its_conclusion(campaign, run_jobs):
    topic = put_topic(campaign)
    conclusion_id, other = put_conclusion(topic, None, State.DRAFT).id, put_topic(campaign)
    ids = [follow(make_account(), text_id=text.id).id for text in (topic, other)]

    publish(conclusion_id)
    run_jobs()

    assert [told(id) for id in ids] == [[NoticeKind.CONCLUSION_WRITTEN], []]


def test_only_those_who_see_a_campaign_by_invitation_are_told(app, run_jobs):
    club = make_campaign("club", audience=Audience.INVITED)
    member, former, stranger = (follow(make_account(), club).id for _ in range(3))
    with step():
        for account_id, ended_at in ((member, None), (former, present.now())):
            here = Member(campaign_id=club.id, account_id=account_id, joined_by=Joining.LINK, since=present.now())
            here.ended_at = ended_at
            db.session.add(here)
    topic_id = put_topic(club, None, State.DRAFT).id

    publish(topic_id)
    run_jobs()

    assert [told(id) for id in (member, former, stranger)] == [[NoticeKind.TOPIC_OPENED], [], []]


def test_a_selection_is_told_to_authors_and_followers_once(campaign, author, run_jobs, visit):
    mine = make_idea(campaign, author)
    fan_id = follow(make_account(), text_id=mine.id).id
    author_id, browser, campaign_id = author.id, visit(author), campaign.id

    for _ in range(2):
        with step():
            events.announce(SelectionMade(campaign_id, 7))
        run_jobs()

    page = browser.get("/account/notices").get_data(as_text=True)
    assert (told(author_id), told(fan_id)) == ([NoticeKind.SELECTED], [NoticeKind.SELECTED])
    assert "/campaigns/ugra/selection" in page


# Answers


@pytest.fixture
def asked(idea: Idea, author: Account) -> int:
    return put_comment(idea, author, body="А зимой?").id


def answer(idea: Idea, asked: int, who: Account | None, body: str = "Зимой по льду.") -> int:
    parent = db.session.get_one(Contribution, asked)
    from_ = put_comment(idea, who, State.DRAFT, body=body, parent=parent)
    publish(from_.id)
    return from_.id


def test_who_is_answered_learns_it_with_the_next_letter(idea, asked, author, visit, run_jobs, next_morning):
    author_id, browser = author.id, visit(author)
    first = answer(idea, asked, make_account())
    answer(idea, asked, make_account(), "Будет переправа.")
    run_jobs()
    at_once = letters()

    page = browser.get("/account/notices").get_data(as_text=True)
    next_morning()

    (letter,) = letters()
    text = letter.get_content()
    assert (told(author_id), at_once) == ([NoticeKind.ANSWERED] * 2, [])
    assert (f"/comments/{first}" in page, "Зимой по льду." in page) == (True, True)
    assert [one in text for one in ("Somebody answered your comment (2)", "Зимой по льду.", "Будет переправа.")] == [
        True
    ] * 3


def test_who_answers_oneself_is_told_nothing(idea, asked, author):
    author_id = author.id

    answer(idea, asked, author)

    assert told(author_id) == []


def test_who_sees_the_campaign_no_more_is_told_nothing(author):
    club = make_campaign("club", audience=Audience.INVITED)
    idea = make_idea(club)
    asked, author_id = put_comment(idea, author).id, author.id

    answer(idea, asked, make_account())

    assert told(author_id) == []


def test_an_answer_that_was_hidden_since_is_named_nowhere(idea, asked, author, moderator, visit, next_morning):
    browser, author_id = visit(author), author.id
    hidden = answer(idea, asked, make_account(), "Канарейка поёт.")
    restrict(db.session.get_one(Contribution, hidden), Decision.HIDE, moderator, ground="rude")

    page = browser.get("/account/notices").get_data(as_text=True)
    next_morning()

    mine = [one for one in letters() if one["To"] == "author@example.org"]
    assert (told(author_id), "Канарейка" in page, mine) == ([NoticeKind.ANSWERED], False, [])
    assert "It cannot be read any more." in page


def test_an_answer_under_a_hidden_idea_is_named_nowhere(idea, asked, author, moderator, visit):
    browser = visit(author)
    answer(idea, asked, make_account(), "Канарейка поёт.")
    restrict(db.session.get_one(Idea, idea.id), Decision.HIDE, moderator, ground="rude")

    page = browser.get("/account/notices").get_data(as_text=True)

    assert "Канарейка" not in page


# Ideas


def test_whose_support_was_taken_off_learns_it(campaign, idea, run_jobs):
    people = tuple(make_account().id for _ in range(3))
    idea_id = idea.id

    for _ in range(2):
        with step():
            events.announce(IdeaChangedMaterially(idea_id, 4, people))
        run_jobs()

    assert [told(id) for id in people] == [[NoticeKind.SUPPORT_RESET]] * 3


def test_an_author_learns_that_a_co_author_has_joined(campaign, author):
    idea_id, author_id, joined_id = make_idea(campaign, author).id, author.id, make_account().id

    with step():
        events.announce(CoAuthorJoined(idea_id, joined_id))

    assert told(author_id) == [NoticeKind.CO_AUTHOR_JOINED]


# The daily letter


def test_the_daily_letter_knows_every_kind(app, campaign, idea, author, run_jobs, next_morning):
    topic = put_topic(campaign, title="Тема")
    about = {
        NoticeKind.TOPIC_OPENED: topic.id,
        NoticeKind.CONCLUSION_WRITTEN: put_conclusion(topic).id,
        NoticeKind.ANSWERED: put_comment(idea, body="Ответ здесь.").id,
        NoticeKind.SUPPORT_RESET: idea.id,
    }
    # A digest is printed as whoever keeps it makes it short: there is none here.
    gathered = sorted(set(NoticeKind) - TOLD_ELSEWHERE - {NoticeKind.DIGEST})
    with step():
        for kind in gathered:
            fact = Notice(account_id=author.id, kind=kind, fact=kind.value, campaign_id=campaign.id)
            fact.contribution_id, fact.created_at = about.get(kind), present.now()
            fact.details = {"search_id": 1, "texts": 3, "since": "2026-11-01"}
            db.session.add(fact)

    next_morning()

    (letter,) = letters()
    text = letter.get_content()
    with app.test_request_context():
        assert [kind for kind in gathered if f"- {SENTENCES[kind]}" not in text] == []


def test_a_page_of_all_kinds_leads_to_each(campaign, idea, author):
    topic = put_topic(campaign, author)
    texts = {
        Kind.TOPIC: topic.id,
        Kind.COMMENT: put_comment(idea, author).id,
        Kind.CONCLUSION: put_conclusion(topic, author).id,
    }
    with step():
        for kind, text_id in texts.items():
            fact = Notice(account_id=author.id, kind=NoticeKind.PUBLISHED, fact=kind.value, campaign_id=campaign.id)
            fact.contribution_id, fact.created_at = text_id, present.now()
            db.session.add(fact)

    read = notices_of(actor_of(db.session.get_one(Account, author.id)), Asked()).rows

    assert {one.text_kind: (one.place.endpoint, one.place.values) for one in read if one.place} == {
        Kind.TOPIC: ("discussion.show_topic", {"slug": "ugra", "topic_id": texts[Kind.TOPIC]}),
        Kind.CONCLUSION: ("discussion.show_topic", {"slug": "ugra", "topic_id": texts[Kind.TOPIC]}),
        Kind.COMMENT: ("comments.show_comment", {"comment_id": texts[Kind.COMMENT]}),
    }
