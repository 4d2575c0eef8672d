"""Closed questions: answered in one press, changed, taken back, counted as they are given."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.discussion.domain import answers
from campaigns.discussion.models import AnswerCount, Question, QuestionAnswer, QuestionKind, Topic
from campaigns.discussion.texts import Asked
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign
from tests.factories.discussion import A_TOPIC, HOW, WHERE, make_topic
from tests.factories.people import give_role, make_account
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def topic(campaign: Campaign) -> Topic:
    return make_topic(campaign, asked=[HOW, WHERE])


def page(topic: Topic, rest: str = "") -> str:
    return f"/campaigns/ugra/topics/{topic.id}{rest}"


def given() -> dict[tuple[int, int], int]:
    """Who answered what: by question and account."""
    db.session.rollback()
    return {(row.question_id, row.account_id): row.value for row in db.session.scalars(select(QuestionAnswer))}


def counts() -> dict[tuple[int, int], int]:
    """The counters that are not zero: by question and value."""
    db.session.rollback()
    return {(row.question_id, row.value): row.people for row in db.session.scalars(select(AnswerCount)) if row.people}


def recounted() -> dict[tuple[int, int], int]:
    """The same, from the answers themselves."""
    found: dict[tuple[int, int], int] = {}
    for (question, _account), value in given().items():
        found[question, value] = found.get((question, value), 0) + 1
    return found


def test_a_person_answers_and_sees_what_others_answered(visit: Visit, topic: Topic) -> None:
    others = [visit(make_account()) for _ in range(2)]
    for other, value in zip(others, ("5", "1"), strict=True):
        other.send(page(topic, "/answers"), {"answer-1": value})
    person = visit(make_account())
    before = person.get(page(topic)).text

    sent = person.send(page(topic, "/answers"), {"answer-1": "4", "answer-2": "2"})

    after = " ".join(person.get(page(topic)).text.split())
    assert (sent.status_code, sent.location) == (303, page(topic) + "#questions")
    assert ("people answered" in before, 'name="answer-1" value="4"' in before) == (False, True)
    assert "On average 3.3 of 5" in after
    assert "3 people answered" in after
    assert 'Your answer: <b lang="ru">Выбор врача</b>' in after
    assert 'name="answer-1" value="4" checked' in after
    assert counts() == recounted() == {(1, 5): 1, (1, 1): 1, (1, 4): 1, (2, 2): 1}


def test_an_answer_is_changed_and_counts_once(visit: Visit, topic: Topic) -> None:
    person = visit(make_account())

    for value in ("2", "2", "5"):
        person.send(page(topic, "/answers"), {"answer-1": value})

    assert counts() == recounted() == {(1, 5): 1}


def test_answers_are_taken_back(visit: Visit, topic: Topic) -> None:
    person, other = visit(make_account()), visit(make_account())
    for one in (person, other):
        one.send(page(topic, "/answers"), {"answer-1": "3", "answer-2": "1"})

    taken = [person.send(page(topic, "/answers/take-back")).status_code for _ in range(2)]

    assert taken == [303, 303]
    assert counts() == recounted() == {(1, 3): 1, (2, 1): 1}
    assert 'name="answer-1"' in person.get(page(topic)).text


def test_a_question_that_is_left_out_keeps_its_answer(visit: Visit, topic: Topic) -> None:
    person = visit(make_account())

    person.send(page(topic, "/answers"), {"answer-1": "3", "answer-2": "1"})
    person.send(page(topic, "/answers"), {"answer-2": "3"})

    assert counts() == recounted() == {(1, 3): 1, (2, 3): 1}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"answer-1": ""}, 422),
        ({"answer-1": "6"}, 422),
        ({"answer-1": "0"}, 422),
        ({"answer-1": "-1"}, 422),
        ({"answer-1": "٣"}, 422),
        ({"answer-2": "4"}, 422),
        ({"answer-1": "9" * 6000}, 422),
        ({"answer-1": "2", "answer-2": "9"}, 422),
        ({"answer-999": "1"}, 409),
        ({"answer-x": "1"}, 422),
    ],
)
def test_what_is_no_answer_is_not_kept(visit: Visit, topic: Topic, fields: dict[str, str], status: int) -> None:
    answer = visit(make_account()).send(page(topic, "/answers"), fields)

    assert (answer.status_code, given(), counts()) == (status, {}, {})


def test_a_guest_sees_the_results_and_a_way_to_sign_in_that_comes_back(visit: Visit, topic: Topic) -> None:
    visit(make_account()).send(page(topic, "/answers"), {"answer-2": "3"})
    guest = visit()

    text = " ".join(guest.get(page(topic)).text.split())

    assert f'href="/account/sign-in?next={page(topic)}%23questions"' in text
    assert "See what people answered" in text
    assert "Most often: Всё получилось (100 %)" in text
    assert ('type="radio"' in text, "csrf_token" in text) == (False, False)
    assert guest.send(page(topic, "/answers"), {"answer-1": "1"}).status_code == 403


def test_after_the_discussion_nothing_is_answered_and_everyone_sees_the_results(
    visit: Visit, topic: Topic, clock: MovingClock
) -> None:
    person = visit(make_account())
    person.send(page(topic, "/answers"), {"answer-1": "3"})
    clock.move_by(days=30)

    late = person.send(page(topic, "/answers"), {"answer-1": "5"})
    taken = person.send(page(topic, "/answers/take-back"))

    assert (late.status_code, "The time for answering is over." in late.text, taken.status_code) == (409, True, 403)
    assert counts() == recounted() == {(1, 3): 1}
    assert "On average 3.0 of 5" in visit(make_account()).get(page(topic)).text


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HIDDEN])
def test_a_topic_that_is_not_public_takes_no_answers(visit: Visit, campaign: Campaign, state: State) -> None:
    author = make_account()
    topic = make_topic(campaign, author, state, asked=[HOW])

    statuses = [
        visit(one).send(page(topic, "/answers"), {"answer-1": "1"}).status_code for one in (author, make_account())
    ]

    assert (statuses, given()) == ([409, 404], {})


def test_questions_change_while_nobody_has_answered_and_never_after(
    visit: Visit, campaign: Campaign, topic: Topic
) -> None:
    facilitator = visit(give_role(make_account(), Role.FACILITATOR, campaign))
    fields = {**A_TOPIC, "version": "1", "question-1-text": "Быстро ли?", "question-1-kind": "scale"}
    fields |= {"question-2-text": "", "question-2-options": "", "question-1-options": ""}

    changed = facilitator.send(page(topic, "/edit"), fields).status_code
    (question,) = db.session.scalars(select(Question)).all()
    number = question.id
    visit(make_account()).send(page(topic, "/answers"), {f"answer-{number}": "2"})
    form = facilitator.get(page(topic, "/edit")).text
    late = facilitator.send(page(topic, "/edit"), {**fields, "version": "2", "question-1-text": "Понятно ли?"})

    db.session.rollback()
    assert (changed, late.status_code) == (303, 409)
    assert ("People have answered already" in form, "question-1-text" in form) == (True, False)
    assert [one.text for one in db.session.scalars(select(Question))] == ["Быстро ли?"]
    assert counts() == recounted() == {(number, 2): 1}


def test_a_form_from_before_the_first_answer_changes_no_question(
    visit: Visit, campaign: Campaign, topic: Topic
) -> None:
    facilitator = visit(give_role(make_account(), Role.FACILITATOR, campaign))
    visit(make_account()).send(page(topic, "/answers"), {"answer-1": "3"})
    fields = {**A_TOPIC, "version": "1", "question-1-text": "Иначе?", "question-1-kind": "scale"}

    late = facilitator.send(page(topic, "/edit"), fields)

    asked = db.session.scalars(select(Question.text).order_by(Question.position)).all()
    assert (late.status_code, asked) == (409, [HOW.text, WHERE.text])
    assert ("the questions stay as they are" in late.text, "Иначе?" in late.text) == (True, True)


def test_an_answer_to_a_question_that_was_changed_is_not_taken_for_another(
    visit: Visit, campaign: Campaign, topic: Topic
) -> None:
    person, facilitator = visit(make_account()), visit(give_role(make_account(), Role.FACILITATOR, campaign))
    seen = person.get(page(topic)).text.partition('name="seen" value="')[2].partition('"')[0]
    fields = {**A_TOPIC, "version": "1", "question-1-text": "Неудобно ли?", "question-1-kind": "scale"}
    fields |= {"question-1-options": "", "question-2-text": "", "question-2-options": ""}

    facilitator.send(page(topic, "/edit"), fields)
    late = person.send(page(topic, "/answers"), {"answer-1": "5", "seen": seen})

    assert (len(seen), late.status_code, given()) == (16, 409, {})
    assert "The questions have changed meanwhile" in late.text


def crowd(app: Flask, acts: list[Callable[[], None]]) -> list[BaseException]:
    """Does the acts at once, each in a thread and a step of its own."""
    faults: list[BaseException] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        with app.app_context():
            try:
                ready.wait()
                with step():
                    act()
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_people_who_answer_at_once_are_all_counted(app: Flask, topic: Topic) -> None:
    people = [actor_of(make_account()) for _ in range(12)]
    topic_id, now = topic.id, clocks.now()

    first = crowd(
        app,
        [
            lambda one=one, n=n: answers.give(one, topic_id, {1: n % 5 + 1, 2: n % 3 + 1}, now)
            for n, one in enumerate(people)
        ],
    )
    # Everybody changes their mind, half of them one way, half the other; one person does it from three tabs.
    changes = [(one, {1: 5 - n % 5, 2: 3 - n % 3}) for n, one in enumerate(people)] + [
        (people[0], {1: v}) for v in (2, 3, 4)
    ]
    second = crowd(
        app, [lambda one=one, values=values: answers.give(one, topic_id, values, now) for one, values in changes]
    )

    assert (first, second) == ([], [])
    assert counts() == recounted()
    assert len(given()) == 24


def test_one_who_sends_the_same_form_many_times_at_once_is_counted_once(app: Flask, topic: Topic) -> None:
    person, topic_id, now = actor_of(make_account()), topic.id, clocks.now()

    faults = crowd(app, [lambda: answers.give(person, topic_id, {1: 4}, now)] * 6)

    assert (faults, counts()) == ([], {(1, 4): 1})


def test_a_page_of_a_service_gathers_how_people_rate_it(visit: Visit, campaign: Campaign) -> None:
    service = make_service("Запись к врачу")
    ease = Asked(QuestionKind.SCALE, "Понятно ли?")
    rated = [
        make_topic(campaign, asked=[HOW, WHERE], service_id=service.id),
        make_topic(campaign, asked=[ease], service_id=service.id),
    ]
    hidden = make_topic(campaign, make_account(), State.HIDDEN, asked=[ease], service_id=service.id)
    with step():
        db.session.add(AnswerCount(question_id=4, value=1, people=1000))
    for value in ("4", "2"):
        person = visit(make_account())
        person.send(page(rated[0], "/answers"), {"answer-1": value, "answer-2": "1"})
        person.send(page(rated[1], "/answers"), {"answer-3": value})

    text = " ".join(visit().get(f"/services/{service.id}").text.split())

    assert "On average 3.0 of 5" in text
    assert "4 answers" in text
    assert [page(topic) in text for topic in (*rated, hidden)] == [True, True, False]
    assert [(row.question_id, row.people) for row in db.session.scalars(select(AnswerCount)) if row.people > 10] == [
        (4, 1000)
    ]


def test_who_has_no_right_in_a_campaign_by_invitation_answers_nothing(app: Flask, visit: Visit) -> None:
    topic = make_topic(make_campaign("closed", audience="invited"), asked=[HOW])
    stranger: Account = make_account()

    answer = visit(stranger).send(f"/campaigns/closed/topics/{topic.id}/answers", {"answer-1": "1"})

    assert (answer.status_code, given()) == (404, {})
