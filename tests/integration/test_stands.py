"""Stands on topics: one a person, the last one holds, and the counters are right however many take theirs at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import step
from campaigns.comments.domain import comments, reactions, stands
from campaigns.comments.domain.comments import Said
from campaigns.comments.models import Comment, Reaction, Stand, StandTaken, Thread
from campaigns.discussion.models import Topic
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign
from tests.factories.comments import say
from tests.factories.discussion import make_topic
from tests.factories.people import make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PEOPLE = 24


@pytest.fixture
def topic(app: Flask) -> Topic:
    return make_topic(make_campaign("ugra"))


def counters(topic_id: int) -> dict[Stand, int]:
    thread = db.session.get_one(Thread, topic_id, populate_existing=True)
    return {
        Stand.FOR: thread.stands_for,
        Stand.AGAINST: thread.stands_against,
        Stand.UNSURE: thread.stands_unsure,
    }


def taken(topic_id: int) -> dict[Stand, int]:
    """The counters as they should be: counted from the rows."""
    query = select(StandTaken.stand, func.count()).where(StandTaken.thread_id == topic_id).group_by(StandTaken.stand)
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {stand: found.get(stand, 0) for stand in Stand}


def page_of(topic: Topic) -> str:
    return f"/campaigns/ugra/topics/{topic.id}"


def test_the_last_stand_holds_and_everyone_reads_the_count(topic: Topic, visit: Visit) -> None:
    person, other = visit(make_account()), visit(make_account())

    for stand in ("for", "against", "against"):
        answer = person.send(f"/threads/{topic.id}/stand", {"stand": stand})
    other.send(f"/threads/{topic.id}/stand", {"stand": "for"})

    text = visit().get(page_of(topic)).text
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(topic) + "#stands")
    assert counters(topic.id) == taken(topic.id) == {Stand.FOR: 1, Stand.AGAINST: 1, Stand.UNSURE: 0}
    assert ("2 people have taken a stand" in text, "For: <b>1</b>" in text) == (True, True)


def test_a_stand_is_taken_back(topic: Topic, visit: Visit) -> None:
    person = visit(make_account())
    person.send(f"/threads/{topic.id}/stand", {"stand": "unsure"})

    for _ in range(2):
        answer = person.send(f"/threads/{topic.id}/stand/take-back")

    assert (answer.status_code, counters(topic.id)) == (303, dict.fromkeys(Stand, 0))
    assert taken(topic.id) == dict.fromkeys(Stand, 0)


def test_taking_back_what_was_never_taken_changes_nothing(topic: Topic, visit: Visit) -> None:
    answer = visit(make_account()).send(f"/threads/{topic.id}/stand/take-back")

    assert (answer.status_code, taken(topic.id)) == (303, dict.fromkeys(Stand, 0))


def test_a_topic_with_nothing_to_be_for_or_against_takes_no_stand(app: Flask, visit: Visit) -> None:
    topic = make_topic(make_campaign("ugra"), takes_stands=False)
    person = visit(make_account())

    answer = person.send(f"/threads/{topic.id}/stand", {"stand": "for"})

    assert (answer.status_code, taken(topic.id)) == (403, dict.fromkeys(Stand, 0))
    assert 'id="stands"' not in person.get(page_of(topic)).text


def test_who_has_taken_a_stand_may_show_it_beside_a_comment(topic: Topic, visit: Visit) -> None:
    person = visit(make_account())
    tick = 'id="say-stand" name="stand" value="against"'
    before = tick in person.get(page_of(topic)).text

    person.send(f"/threads/{topic.id}/stand", {"stand": "against"})

    assert (before, tick in person.get(page_of(topic)).text) == (False, True)


def test_a_comment_carries_the_stand_of_its_author(topic: Topic, visit: Visit) -> None:
    author = make_account()

    visit(author).send(f"/threads/{topic.id}/comments", {"body": "Неудобно.", "stand": "against"})
    visit(author).send(f"/threads/{topic.id}/comments", {"body": "Передумал.", "stand": "for"})

    carried = list(db.session.scalars(select(Comment.stand).order_by(Comment.id)))
    assert carried == [Stand.AGAINST, Stand.FOR]
    assert counters(topic.id) == taken(topic.id) == {Stand.FOR: 1, Stand.AGAINST: 0, Stand.UNSURE: 0}


@pytest.mark.parametrize("word", ["", "both", "FOR"])
def test_what_is_no_stand_is_refused(topic: Topic, visit: Visit, word: str) -> None:
    answer = visit(make_account()).send(f"/threads/{topic.id}/stand", {"stand": word})

    assert (answer.status_code, db.session.get(Thread, topic.id)) == (422, None)


def test_while_ideas_are_written_nobody_takes_a_stand_but_people_comment(app: Flask, visit: Visit) -> None:
    topic = make_topic(make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -9, -1), (PhaseKind.IDEAS, -1, 9)]))
    person = visit(make_account())

    late = person.send(f"/threads/{topic.id}/stand", {"stand": "for"})
    with_stand = person.send(f"/threads/{topic.id}/comments", {"body": "Слово.", "stand": "for"})
    without = person.send(f"/threads/{topic.id}/comments", {"body": "Слово."})

    assert (late.status_code, with_stand.status_code, without.status_code) == (403, 409, 303)
    assert taken(topic.id) == dict.fromkeys(Stand, 0)
    assert 'name="stand"' not in person.get(page_of(topic)).text


def test_on_a_closed_topic_nothing_is_taken_nor_found_useful(app: Flask) -> None:
    topic = make_topic(make_campaign())
    comment, person = say(topic, make_account()), actor_of(make_account())
    with step():
        db.session.get_one(Topic, topic.id).closed_at = present.now()

    for verb in (
        lambda: stands.take(person, topic.id, Stand.FOR, present.now()),
        lambda: stands.take_back(person, topic.id, present.now()),
        lambda: reactions.useful(person, comment.id, present.now()),
    ):
        with pytest.raises(NotAllowed), step():
            verb()

    assert taken(topic.id) == dict.fromkeys(Stand, 0)


def at_once(app: Flask, work: list[Callable[[], None]]) -> None:
    """Does all of it with eight hands, each with a session of its own, as requests would."""

    def apart(one: Callable[[], None]) -> None:
        with app.app_context():
            try:
                with step():
                    one()
                    # Long enough that others come meanwhile.
                    time.sleep(0.003)
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(apart, work))


@pytest.mark.torture
def test_stands_of_many_at_once_are_all_counted(app: Flask, topic: Topic) -> None:
    number, people = topic.id, [actor_of(make_account()) for _ in range(PEOPLE)]

    def take(person: Actor, stand: Stand) -> Callable[[], None]:
        return lambda: stands.take(person, number, stand, present.now())

    at_once(app, [take(person, stand) for stand in (*Stand, Stand.FOR) for person in people])

    assert sum(taken(number).values()) == PEOPLE
    assert counters(number) == taken(number)


@pytest.mark.torture
def test_one_person_with_many_hands_has_one_stand(app: Flask, topic: Topic) -> None:
    number, person = topic.id, actor_of(make_account())
    choices = list(Stand) * 8

    at_once(app, [lambda s=s: stands.take(person, number, s, present.now()) for s in choices])

    assert sum(counters(number).values()) == sum(taken(number).values()) == 1
    assert counters(number) == taken(number)


@pytest.mark.torture
def test_useful_of_many_at_once_is_counted_and_twice_is_once(app: Flask, topic: Topic) -> None:
    number, people = say(topic, make_account()).id, [actor_of(make_account()) for _ in range(PEOPLE)]

    def react(person: Actor, verb: Callable[..., bool]) -> Callable[[], None]:
        def act() -> None:
            verb(person, number, present.now())

        return act

    yes, no = ([react(person, verb) for person in people] for verb in (reactions.useful, reactions.not_useful))
    at_once(app, [*yes, *no[:8], *yes])

    rows = db.session.scalar(select(func.count()).select_from(Reaction))
    assert db.session.get_one(Comment, number).useful == rows
    assert (rows or 0) >= PEOPLE - 8


@pytest.mark.torture
def test_one_form_sent_by_many_hands_makes_one_comment(app: Flask, topic: Topic) -> None:
    number, person = topic.id, actor_of(make_account())
    said = Said("Один раз.", stand=Stand.FOR, form="a-secret-of-a-form")

    def talk() -> None:
        comments.say(person, number, said, present.now())

    at_once(app, [talk] * 16)

    thread = db.session.get_one(Thread, number)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
    assert (thread.comments, thread.stands_for) == (1, 1)


@pytest.mark.torture
def test_answers_and_deletions_at_once_leave_right_counters(app: Flask, topic: Topic) -> None:
    number, author = topic.id, make_account()
    root = say(topic, author)
    root_id, owner = root.id, actor_of(author)
    mine = [say(topic, author, f"Ответ {place}.", root).id for place in range(12)]
    people = [actor_of(make_account()) for _ in range(PEOPLE)]

    def answer(person: Actor) -> Callable[[], None]:
        return lambda: _ignore(comments.say(person, number, Said("Ещё ответ.", root_id), present.now()))

    def delete(comment_id: int) -> Callable[[], None]:
        return lambda: _ignore(comments.delete(owner, comment_id, present.now()))

    at_once(app, [one for pair in zip(map(answer, people[:12]), map(delete, mine), strict=True) for one in pair])

    assert db.session.get_one(Thread, number).comments == 1 + 12
    assert db.session.get_one(Comment, root_id).replies == 12


def _ignore(_done: object) -> None:
    """A hand gives nothing back."""
