"""How often letters come: as each person chose for each subject, never an empty one, at most one gathered a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation import mail, outbox
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import gathering, jobs
from app.notifications.domain import choices
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import Letters, Notice, NoticeChoice, NoticeKind, Subject
from app.notifications.subjects import ALWAYS, KINDS, OFFERED, SUBJECT_OF, USUAL
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.people import give_role, make_account, make_office
from tests.factories.texts import put_comment
from tests.support.clocks import MovingClock
from tests.support.letters import letters

Telling = Callable[..., None]
# Noon in the zone of the site, a Wednesday; Monday is the ninth.
MORNING = datetime(2026, 11, 5, 3, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 3, 30, tzinfo=UTC)


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Цифровые сервисы")


@pytest.fixture
def idea(campaign: Campaign) -> Idea:
    return make_idea(campaign, title="Мост через Обь")


@pytest.fixture
def reader(app: Flask) -> int:
    return make_account("reader@example.org").id


@pytest.fixture
def happen(idea: Idea, campaign: Campaign) -> Telling:
    """`happen(kind, *people)`: these are told something about the idea."""
    ids, numbers = (campaign.id, idea.id), iter(range(100_000))

    def tell_it(kind: NoticeKind, *people: int, about: int | None = None) -> None:
        with step():
            fact = Fact(kind, f"fact {next(numbers)}", ids[0], about or ids[1], {"owed_id": 1})
            tell(people, fact, present.now())

    return tell_it


@pytest.fixture
def come(clock: MovingClock, run_jobs: Callable[[], None]) -> Callable[[datetime | timedelta], None]:
    """It is then, or so much later, and the schedule has asked for letters."""

    def then(when: datetime | timedelta) -> None:
        clock.move_to(when if isinstance(when, datetime) else clock.now() + when)
        gathering.gather()
        gathering.gather_soon()
        run_jobs()

    return then


def choose(account_id: int, **letters: Letters) -> None:
    with step():
        for subject, often in letters.items():
            choices.choose(account_id, Subject(subject), often, present.now())


def came() -> list[tuple[str, str]]:
    return [(letter.to, letter.subject) for letter in letters()]


# Subjects


def test_every_notice_belongs_to_one_subject_and_each_has_its_usual_way():
    assert sorted(SUBJECT_OF) == sorted(NoticeKind)
    assert sum(len(kinds) for kinds in KINDS.values()) == len(NoticeKind)
    assert set(USUAL) == set(OFFERED) == set(Subject)
    assert [subject for subject in Subject if USUAL[subject] not in OFFERED[subject]] == []
    # Whoever may choose them away would lose a term.
    assert {SUBJECT_OF[kind] for kind in ALWAYS} == {Subject.OWN}


# At once


def test_what_comes_within_minutes_is_one_letter_and_the_next_one_waits(idea, reader, happen, come):
    choose(reader, replies=Letters.AT_ONCE)
    said = [put_comment(db.session.get_one(Idea, idea.id), body=f"Ответ {n}.").id for n in range(50)]
    for number in said:
        happen(NoticeKind.ANSWERED, reader, about=number)

    come(timedelta(minutes=4))
    early = came()
    come(timedelta(minutes=2))
    (first,) = letters()
    happen(NoticeKind.ANSWERED, reader)
    come(timedelta(minutes=10))
    during_the_pause = len(came())
    come(timedelta(minutes=11))

    assert (early, during_the_pause, len(came())) == ([], 1, 2)
    assert "- Somebody answered your comment (50)" in first.text
    assert "and 47 more" in first.text
    assert came()[1] == ("reader@example.org", "Somebody answered your comment: Мост через Обь")
    assert "at most one such letter a day" not in first.text


# A day and a week


def test_a_day_and_a_week_come_in_one_letter_on_monday(reader, happen, come):
    choose(reader, ideas=Letters.WEEKLY)
    happen(NoticeKind.ANSWER_EXTENDED, reader)
    happen(NoticeKind.FOLLOWED_PUBLISHED, reader)

    come(MORNING)
    on_thursday = [letter.text for letter in letters()]
    happen(NoticeKind.ANSWERED, reader)
    # Nothing has come since Friday: no letter on Saturday, none on Sunday.
    for days in range(1, 4):
        come(MORNING + timedelta(days=days))
    before = len(letters())
    happen(NoticeKind.TOPIC_OPENED, reader)
    come(MONDAY)
    come(timedelta(hours=1))
    (_thursday, _friday, monday) = letters()

    words = ("The answer to an idea comes later", "A new idea in what you follow", "A new topic is open")
    assert [[one in text for one in words] for text in on_thursday] == [[False, True, False]]
    assert before == 2
    assert [one in monday.text for one in words] == [True, False, True]


def test_a_letter_is_put_together_by_project_and_idea(campaign, idea, reader, happen, come):
    other = make_idea(make_campaign("yards", title="Дворы без ям"), title="Ямы на улице Мира").id
    happen(NoticeKind.FOLLOWED_PUBLISHED, reader)
    with step():
        tell(
            [reader],
            Fact(NoticeKind.PROGRESS, "works", db.session.get_one(Idea, other).campaign_id, other),
            present.now(),
        )
    happen(NoticeKind.ANSWER_EXTENDED, reader)
    with step():
        tell([reader], Fact(NoticeKind.TIMELINE_CHANGED, "dates", campaign.id), present.now())

    come(MORNING)

    (letter,) = letters()
    text = letter.text.replace("\r\n", "\n")
    assert text.partition("\n\n")[2].partition("All your notices")[0] == GROUPED


GROUPED = """Цифровые сервисы
================

http://localhost/campaigns/ugra/
- The dates of a project have changed

Мост через Обь
http://localhost/ideas/1
- A new idea in what you follow
- The answer to an idea comes later: see why
  http://localhost/ideas/1#answer

Дворы без ям
============

Ямы на улице Мира
- Something was reported about an idea you wrote, support or follow
  http://localhost/ideas/2/implementation

"""


def test_whoever_is_told_after_the_letter_of_the_day_left_waits_for_the_next(reader, happen, come):
    happen(NoticeKind.ANSWERED, reader)
    come(MORNING)
    # The clock of the one who told it was slow.
    happen(NoticeKind.ANSWERED, reader)
    with step():
        late = db.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
        late.created_at = MORNING - timedelta(hours=2)

    come(timedelta(hours=1))
    the_same_day = len(letters())
    come(timedelta(days=1))

    assert (the_same_day, len(letters())) == (1, 2)


# Never, and always


def test_whoever_wants_nothing_gets_what_must_come_and_finds_the_rest_in_the_list(
    campaign, visit, happen, come, clock, run_jobs
):
    author, moderator = make_account("author@example.org"), give_role(make_account(), Role.MODERATOR, campaign)
    browser, number = visit(author), author.id
    mine = make_idea(campaign, author, State.SUBMITTED)
    browser.send("/account/notices/letters/none", page="/account/notices/letters")
    for kind in (NoticeKind.ANSWERED, NoticeKind.PUBLISHED, NoticeKind.OFFICIAL_ANSWER, NoticeKind.SUPPORT_RESET):
        happen(kind, number)
    restrict(mine, Decision.RETURN, moderator, ground="rude")

    clock.move_by(minutes=1)
    run_jobs()
    come(MORNING)
    come(MONDAY)

    page = browser.get("/account/notices").get_data(as_text=True)
    assert came() == [("author@example.org", "Your idea came back to you: Лист ожидания к врачу")]
    assert "Somebody answered your comment" in page


def test_a_choice_holds_for_what_waits_and_brings_nothing_back(reader, happen, come):
    choose(reader, replies=Letters.NEVER)
    happen(NoticeKind.ANSWERED, reader)
    choose(reader, replies=Letters.WEEKLY, ideas=Letters.WEEKLY)
    happen(NoticeKind.PROGRESS, reader)
    choose(reader, ideas=Letters.DAILY)
    happen(NoticeKind.FOLLOWED_PUBLISHED, reader)
    choose(reader, follows=Letters.NEVER)

    come(MORNING)

    (letter,) = letters()
    assert letter.subject == "Something was reported about an idea you wrote, support or follow: Мост через Обь"
    assert db.session.scalar(select(func.count()).select_from(NoticeChoice)) == 3


def test_what_has_a_letter_of_its_own_goes_with_the_others_where_it_is_wanted_daily(reader, happen, come, run_jobs):
    choose(reader, own=Letters.DAILY, duties=Letters.DAILY)
    happen(NoticeKind.PUBLISHED, reader)
    happen(NoticeKind.ANSWER_ASKED, reader)
    run_jobs()
    at_once = letters()

    come(MORNING)

    (letter,) = letters()
    said = [words in letter.text for words in ("- Your idea is published", "- Your department is asked for an answer")]
    assert (at_once, said) == ([], [True, True])


@pytest.mark.parametrize("over", [{"email_confirmed_at": None}, {"ended_at": MORNING}])
def test_no_letter_goes_where_nobody_is_reached(happen, come, over):
    happen(NoticeKind.ANSWERED, make_account("gone@example.org", **over).id)

    come(MORNING)

    assert letters() == []


def test_a_letter_sent_again_after_a_crash_is_the_same_letter(reader, happen, come, run_jobs):
    happen(NoticeKind.ANSWERED, reader)
    happen(NoticeKind.PUBLISHED, reader)
    come(MORNING)
    first = _ids()
    with step():
        for notice in db.session.scalars(select(Notice)):
            notice.mailed_at = None
        own = db.session.scalars(select(Notice.id).where(Notice.kind == NoticeKind.PUBLISHED)).one()

    gathering.mail_gathered(reader, "2026-11-05")
    jobs.mail_notice(own)

    assert _ids() == first == [f"<notice-{own}@localhost>", f"<notices-{reader}-2026-11-05@localhost>"]


def _ids() -> list[str]:
    files = sorted(mail.folder().glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default)["Message-ID"] for path in files]


# Many


@pytest.mark.slow
def test_ten_thousand_events_make_jobs_and_letters_by_the_number_of_people(campaign, clock, run_jobs):
    people = [make_account(f"p{n}@example.org").id for n in range(20)]
    ideas = [make_idea(campaign).id for _ in range(10)]
    for number in people[:10]:
        choose(number, ideas=Letters.AT_ONCE)
    with step():
        for event in range(500):
            fact = Fact(NoticeKind.PROGRESS, f"event {event}", campaign.id, ideas[event % 10])
            tell(people, fact, present.now())
    asked = [_errands()]

    for when in (present.now() + timedelta(minutes=5), MORNING):
        clock.move_to(when)
        gathering.gather()
        gathering.gather_soon()
        asked.append(_errands())
        run_jobs()
        asked.append(len(letters()))

    assert db.session.scalar(select(func.count()).select_from(Notice)) == 10_000
    assert (asked, _errands()) == ([0, 10, 10, 10, 20], 0)
    assert "- Something was reported about an idea you wrote, support or follow (30)" in letters()[-1].text
    assert "and 200 more on your page of notices" in letters()[-1].text


def _errands() -> int:
    return db.session.scalar(select(func.count()).select_from(outbox.Errand)) or 0


# The page of choices


def test_duties_are_asked_of_those_who_have_some(campaign, visit):
    official = give_role(make_account(), Role.OFFICIAL, office=make_office())
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    pages = [
        visit(one).get("/account/notices/letters").get_data(as_text=True)
        for one in (official, moderator, make_account())
    ]

    assert [[f'name="{name}"' in page for name in ("own", "duties", "mornings")] for page in pages] == [
        [True, True, False],
        [True, False, True],
        [True, False, False],
    ]


def test_the_page_opens_with_what_was_chosen(visit):
    account = make_account()
    choose(account.id, follows=Letters.WEEKLY)

    page = visit(account).get("/account/notices/letters").get_data(as_text=True)

    chosen = [piece.partition('value="')[2].partition('"')[0] for piece in page.split("<input ") if "checked" in piece]
    assert chosen == ["at once", "daily", "daily", "weekly", "daily", "daily"]


# The list


def test_the_list_is_narrowed_to_new_ones_and_to_a_subject(reader, happen, visit):
    browser = visit(db.session.get_one(Account, reader))
    happen(NoticeKind.ANSWERED, reader)
    happen(NoticeKind.PROGRESS, reader)
    _first, second = db.session.scalars(select(Notice.id).order_by(Notice.id)).all()
    browser.send("/account/notices/read", {"id": second}, page="/account/notices")

    pages = [browser.get(f"/account/notices{asked}").get_data(as_text=True) for asked in ("", "?new=1", "?about=ideas")]

    said = ("Somebody answered", "Something was reported")
    assert [[f"{words}" in page for words in said] for page in pages] == [[True, True], [True, False], [False, True]]
    assert "You have no such notices." in browser.get("/account/notices?about=searches").get_data(as_text=True)
    assert browser.get("/account/notices?about=nothing").status_code == 200


def test_what_hangs_on_an_idea_stands_with_it(idea, reader, happen, visit):
    comment = put_comment(db.session.get_one(Idea, idea.id), body="Зимой по льду.").id
    happen(NoticeKind.ANSWERED, reader, about=comment)
    happen(NoticeKind.ANSWER_EXTENDED, reader)

    page = visit(db.session.get_one(Account, reader)).get("/account/notices").get_data(as_text=True)

    assert (page.count("<b>Мост через Обь</b>"), page.count('class="box"'), "Зимой по льду." in page) == (1, 1, True)
