"""Waves of new accounts: noticed, held, told, and ended where they are people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from moderation.models import Case
from moderation.waves import domain
from moderation.waves.models import Like, Print, Wave
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
Run = Callable[[], None]
ADVERTISEMENT = "Лучшие окна и двери в городе для всех жителей нашего района"


@pytest.fixture
def idea(app: Flask) -> Idea:
    return make_idea(make_campaign("ugra"))


def arrive(*emails: str) -> list[Account]:
    people = [make_account(email) for email in emails]
    with step():
        for one in people:
            domain.note_newcomer(one.id, present.now())
    return people


def script(many: int = 15) -> list[Account]:
    return arrive(*(f"user{n * 37}@mail.ru" for n in range(many)))


def say(visitor: Visitor, idea: Idea, body: str) -> State:
    answer = visitor.send(f"/threads/{idea.id}/comments", {"body": body})
    assert answer.status_code == 303
    db.session.rollback()
    return (
        db.session.scalars(
            select(Contribution.state).join(Comment, Comment.id == Contribution.id).order_by(Comment.id.desc())
        ).first()
        or State.DRAFT
    )


def waves() -> list[tuple[Like, bool]]:
    db.session.rollback()
    return [(wave.like, wave.ended_at is None) for wave in db.session.scalars(select(Wave).order_by(Wave.id))]


def test_what_a_wave_of_accounts_writes_waits_and_what_others_write_does_not(
    idea: Idea, visit: Visit, run_jobs: Run
) -> None:
    other = make_account("anna@mail.ru")
    people = script()

    states = [say(visit(one), idea, "У нас в посёлке так же.") for one in (people[0], people[-1], other)]
    run_jobs()

    cases = db.session.scalars(select(Case)).all()
    assert waves() == [(Like.MAILBOX, True)]
    assert states == [State.SUBMITTED, State.SUBMITTED, State.PUBLISHED]
    assert [[one["code"] for one in case.findings if one["code"] == "wave"] for case in cases] == [["wave"]] * 2
    assert all(case.held for case in cases)


def test_hundreds_of_people_of_a_library_are_no_wave_and_one_house_of_mailboxes_is(app: Flask) -> None:
    houses, first, last = ("mail.ru", "gmail.com", "yandex.ru", "ukr.net"), ("anna", "boris", "vera"), "klmnopqrst"
    with step():
        people = [
            Account(
                email=email,
                email_key=email,
                given_name="Анна",
                language="ru",
                password_hash="",
                created_at=present.now(),
            )
            for n in range(300)
            for email in [f"{first[n % 3]}.{last[n // 3 % 10]}{last[n // 30]}{1970 + n % 40}@{houses[n % 4]}"]
        ]
        db.session.add_all(people)
        db.session.flush()
        for one in people:
            domain.note_newcomer(one.id, present.now())

    assert waves() == []
    arrive(*(f"{'abcdefghij'[n // 10]}{'klmnopqrst'[n % 10]}@pills.example" for n in range(100)))
    assert waves() == [(Like.HOUSE, True)]


def test_one_text_of_many_new_accounts_waits_from_the_fourth_on_and_that_of_old_ones_does_not(
    idea: Idea, visit: Visit, clock: MovingClock
) -> None:
    old = make_account(created_at=clock.now() - timedelta(days=30))
    new = [make_account() for _ in range(4)]
    disguised = f"{ADVERTISEMENT.capitalize()}, 2026!"

    states = [say(visit(one), idea, body) for one, body in zip(new, [ADVERTISEMENT, disguised] * 2, strict=True)]
    states.append(say(visit(old), idea, ADVERTISEMENT))
    again = say(visit(new[0]), idea, "А теперь я говорю совсем другое, своими словами.")

    assert states == [State.PUBLISHED] * 3 + [State.SUBMITTED, State.PUBLISHED]
    assert (again, waves()) == (State.SUBMITTED, [(Like.TEXT, True)])


def test_administrators_are_told_once_and_say_that_they_are_people(
    idea: Idea, visit: Visit, clock: MovingClock, run_jobs: Run
) -> None:
    administrator_id = give_role(make_account("admin@example.org"), Role.ADMINISTRATOR).id
    first, idea_id = script(16)[0].id, idea.id
    run_jobs()
    idea, pupils = db.session.get_one(Idea, idea_id), [db.session.get_one(Account, first)]
    told = [letter for letter in letters() if letter.to == "admin@example.org"]
    desk, pupil = visit(db.session.get_one(Account, administrator_id)), visit(pupils[0])
    page = desk.get("/admin/waves/").get_data(as_text=True)
    (wave_id,) = db.session.scalars(select(Wave.id))

    answers = [visitor.send(f"/admin/waves/{wave_id}/end").status_code for visitor in (pupil, desk, desk)]
    more = arrive("user99999@mail.ru")

    assert len(told) == 1
    assert "http://localhost/admin/waves/" in told[0].text
    assert ("16 people" in page, "user0@mail.ru" in page) == (True, True)
    assert answers == [403, 303, 409]
    assert waves() == [(Like.MAILBOX, False)]
    assert [say(visit(one), idea, "Спасибо.") for one in (pupils[0], more[0])] == [State.PUBLISHED] * 2


def test_prints_go_after_a_month_and_hold_no_addresses(idea: Idea, clock: MovingClock) -> None:
    script()
    kept = list(db.session.scalars(select(Print.print)))
    clock.move_by(days=31)

    with step():
        domain.forget(present.now())

    assert not any("user" in print_ or "mail" in print_ for print_ in kept)
    assert (db.session.scalar(select(func.count()).select_from(Print)), waves()) == (0, [(Like.MAILBOX, False)])
