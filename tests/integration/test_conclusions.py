"""Conclusions: written by those who lead, their problems numbered for good, answered by ideas."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import GUEST, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.errors import Invalid
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, Kind, State, Version
from campaigns.contributions.web.warnings import found_in, word_for
from campaigns.discussion.domain import conclusions
from campaigns.discussion.models import Conclusion, Problem, Topic
from campaigns.discussion.queries import problems as reading
from campaigns.discussion.slots import Answering
from campaigns.discussion.texts import ConclusionWords, Point
from campaigns.discussion.web.problems import MOST_COLUMNS, matrix_of
from campaigns.ideas.models import Idea, IdeaProblem
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.discussion import HOW, make_conclusion, make_topic
from tests.factories.people import give_role, make_account
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
BODY = "Люди согласны: запись неудобна, а трубку никто не берёт."
FORM = {"body": BODY, "version": "", "new-1-text": "Талоны расходятся за минуты", "new-2-text": "Никто не берёт трубку"}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def topic(campaign: Campaign) -> Topic:
    return make_topic(campaign, asked=[HOW])


@pytest.fixture
def facilitator(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.FACILITATOR, campaign)


def page(topic: Topic, rest: str = "") -> str:
    return f"/campaigns/ugra/topics/{topic.id}{rest}"


def problems() -> list[tuple[int, str, bool]]:
    """Number, text and whether it stands."""
    db.session.rollback()
    rows = db.session.scalars(select(Problem).order_by(Problem.number))
    return [(row.number, row.text, row.dropped_at is None) for row in rows]


def concludes(idea: Idea, *numbers: int) -> Idea:
    with step():
        for problem in db.session.scalars(select(Problem).where(Problem.number.in_(numbers))):
            db.session.add(IdeaProblem(idea_id=idea.id, problem_id=problem.id))
    return idea


def test_a_facilitator_concludes_a_topic_and_its_problems_get_their_numbers(
    visit: Visit, topic: Topic, facilitator: Account
) -> None:
    service = make_service("Запись к врачу")

    sent = visit(facilitator).send(page(topic, "/conclusion"), {**FORM, "new-1-service": "запись К врачу"})

    read = " ".join(visit().get(page(topic)).text.split())
    found = db.session.scalars(select(Problem).order_by(Problem.number)).all()
    assert (sent.status_code, sent.location) == (303, page(topic))
    assert problems() == [(1, FORM["new-1-text"], True), (2, FORM["new-2-text"], True)]
    assert [problem.service_id for problem in found] == [service.id, None]
    assert [words in read for words in (BODY, "Problem No. 1", FORM["new-2-text"], "Conclusion written")] == [True] * 4
    assert f"/campaigns/ugra/ideas/new?problem={found[0].id}" in read
    assert read.index(BODY) < read.index("What people answered")
    assert db.session.scalars(select(Entry.act).where(Entry.thing == "conclusion")).all() == ["conclusion.write"]
    owner = visit(give_role(make_account(), Role.OWNER, db.session.get_one(Campaign, topic.campaign_id)))
    assert "A conclusion was written or changed" in owner.get("/campaigns/ugra/log").text


def test_a_concluded_topic_takes_no_comments_and_no_answers(visit: Visit, topic: Topic) -> None:
    make_conclusion(topic, "Талоны расходятся")
    resident = visit(make_account())

    said = resident.send(f"/threads/{topic.id}/comments", {"body": "Я ещё не сказал всего."})
    answered = resident.send(page(topic, "/answers"), {"answer-1": "4"})

    assert (said.status_code, answered.status_code) == (409, 409)
    assert "Я ещё не сказал всего." in said.text


def test_a_form_that_is_sent_twice_makes_one_conclusion(visit: Visit, topic: Topic, facilitator: Account) -> None:
    visitor = visit(facilitator)

    statuses = [visitor.send(page(topic, "/conclusion"), FORM).status_code for _ in range(2)]

    assert (statuses, len(problems())) == ([303, 303], 2)


def test_a_conclusion_changes_later_and_numbers_are_never_given_again(
    visit: Visit, campaign: Campaign, topic: Topic, facilitator: Account, clock: MovingClock
) -> None:
    visitor = visit(facilitator)
    visitor.send(page(topic, "/conclusion"), FORM)
    clock.move_by(minutes=5)
    version = db.session.scalar(select(Contribution.version).where(Contribution.kind == Kind.CONCLUSION))
    fields = {
        "body": BODY + " И ещё.",
        "version": str(version),
        "problem-1-text": "Талоны исчезают",
        "problem-1-service": "",
    }
    fields |= {
        "problem-2-text": FORM["new-2-text"],
        "problem-2-service": "",
        "problem-2-drop": "y",
        "new-1-text": "Третья беда",
    }

    statuses = [visitor.send(page(topic, "/conclusion"), fields).status_code for _ in range(2)]
    other = make_topic(campaign, title="Другая тема")
    visitor.send(page(other, "/conclusion"), {"body": BODY, "version": "", "new-1-text": "Четвёртая беда"})

    expected = [
        (1, "Талоны исчезают", True),
        (2, FORM["new-2-text"], False),
        (3, "Третья беда", True),
        (4, "Четвёртая беда", True),
    ]
    read = visit().get(page(topic)).text
    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert (statuses, problems()) == ([303, 303], expected)
    assert ("does not stand any more" in read, "changed on" in read) == (True, True)
    assert [one.fields["body"] for one in kept] == [BODY, BODY + " И ещё."]
    assert [sorted(one.fields) for one in kept] == [
        ["body", "problem-1", "problem-2"],
        ["body", "problem-1", "problem-3"],
    ]


def test_two_who_write_at_once_do_not_write_over_each_other(
    visit: Visit, campaign: Campaign, topic: Topic, facilitator: Account
) -> None:
    other = give_role(make_account(), Role.OWNER, campaign)

    visit(facilitator).send(page(topic, "/conclusion"), FORM)
    late = visit(other).send(
        page(topic, "/conclusion"), {"body": "Совсем другой итог этой темы", "version": "", "new-1-text": "Своя беда"}
    )

    assert (late.status_code, "Совсем другой итог этой темы" in late.text, "Своя беда" in late.text) == (
        409,
        True,
        True,
    )
    assert db.session.scalars(select(Conclusion.body)).one() == BODY
    assert len(problems()) == 2


def test_conclusions_at_once_give_no_number_twice(app: Flask, campaign: Campaign, facilitator: Account) -> None:
    made = [make_topic(campaign, title=f"Тема {number}").id for number in range(6)]
    actor, now, faults = actor_of(facilitator), clocks.now(), list[BaseException]()
    ready = threading.Barrier(len(made))

    def write(topic_id: int) -> None:
        with app.app_context():
            try:
                ready.wait()
                with step():
                    words = ConclusionWords(BODY, (Point(f"Первая {topic_id}"), Point(f"Вторая {topic_id}")))
                    conclusions.write(actor, topic_id, words, now)
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=write, args=(topic_id,)) for topic_id in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert [number for number, _text, _stands in problems()] == list(range(1, 13))


def test_a_conclusion_with_a_phone_in_it_waits_and_the_topic_is_closed(
    visit: Visit, topic: Topic, facilitator: Account
) -> None:
    body = BODY + " Звоните Ивану: +7 912 345-67-89."

    visit(facilitator).send(
        page(topic, "/conclusion"), {**FORM, "body": body, "checked": word_for(found_in({"body": body}))}
    )

    state = db.session.scalar(select(Contribution.state).where(Contribution.kind == Kind.CONCLUSION))
    assert (state, "345-67-89" in visit().get(page(topic)).text) == (State.SUBMITTED, False)
    assert "Talk" not in visit().get("/campaigns/ugra/problems").text
    assert "Талоны" not in visit().get("/campaigns/ugra/problems").text
    assert db.session.get_one(Topic, topic.id).closed_at is not None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "Fill this in."),
        ({"body": "Ы" * 100_000}, "At most 10000 characters fit here."),
        ({"new-1-service": "Нет такого сервиса"}, "There is no such service."),
        ({"new-1-text": "", "new-1-service": "Дневник"}, "Write the problem."),
        ({"new-1-text": "Ы" * 501}, "At most 500 characters fit here."),
    ],
)
def test_what_is_amiss_is_said_and_the_words_stay(
    visit: Visit, topic: Topic, facilitator: Account, fields: dict[str, str], sentence: str
) -> None:
    make_service("Дневник")

    answer = visit(facilitator).send(page(topic, "/conclusion"), {**FORM, **fields})

    assert (answer.status_code, sentence in answer.text, problems()) == (422, True, [])
    assert FORM["new-2-text"] in answer.text


def test_a_problem_of_another_conclusion_is_not_taken_over(
    app: Flask, campaign: Campaign, topic: Topic, facilitator: Account
) -> None:
    make_conclusion(make_topic(campaign), "Чужая беда")
    make_conclusion(topic, "Своя беда")
    foreign = db.session.scalars(select(Problem.id).order_by(Problem.id)).first()

    with pytest.raises(Invalid), step():
        conclusions.write(
            actor_of(facilitator),
            topic.id,
            ConclusionWords(BODY, (Point("Беда", None, foreign),)),
            clocks.now(),
            version=1,
        )

    assert [text for _number, text, _stands in problems()] == ["Чужая беда", "Своя беда"]


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.EXPERT, Role.OBSERVER])
def test_nobody_else_concludes(visit: Visit, campaign: Campaign, topic: Topic, role: Role | None) -> None:
    account = give_role(make_account(), role, campaign) if role else make_account()

    answers = [visit(account).send(page(topic, "/conclusion"), FORM), visit(account).get(page(topic, "/conclusion"))]

    assert ([answer.status_code for answer in answers], problems()) == ([403, 403], [])


def test_problems_stand_with_the_ideas_that_answer_them(visit: Visit, campaign: Campaign, topic: Topic) -> None:
    make_conclusion(topic, "Талоны расходятся", "Трубку не берут", "Ходить далеко")
    first, second = make_idea(campaign, title="Лист ожидания"), make_idea(campaign, title="Один номер")
    hidden = make_idea(campaign, make_account(), State.SUBMITTED, title="Ждёт проверки")
    concludes(first, 1), concludes(second, 1, 2), concludes(hidden, 3)
    support(second, make_account(), make_account())

    text = " ".join(visit().get("/campaigns/ugra/problems").text.split())

    assert f"/ideas/{first.id}" in text
    assert "1 of 3 problems have no idea yet" in text
    assert "Ждёт проверки" not in text
    assert text.index("Один номер") < text.index("Лист ожидания")
    assert "2 ideas answer it" in visit().get(page(topic)).text


def test_the_matrix_has_the_most_supported_ideas_and_says_what_is_left_out(
    app: Flask, visit: Visit, topic: Topic
) -> None:
    make_conclusion(topic, "Талоны расходятся", "Трубку не берут")
    lines = reading.page_of(GUEST, topic.campaign_id, None).rows
    ideas = tuple(Answering(number, number, f"Идея {number}", number) for number in range(1, 16))

    matrix = matrix_of(lines, {lines[0].id: ideas[:14], lines[1].id: (ideas[14],)})

    assert [idea.supports for idea in matrix.columns] == list(range(15, 15 - MOST_COLUMNS, -1))
    assert [list(marks) for _line, marks in matrix.rows] == [[False] + [True] * 11, [True] + [False] * 11]
    assert matrix.left_out == 3
