"""Answers of departments: asked for, written, signed, released, moved, passed on; the board that everyone reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.unit_of_work import step
from app.offices.models import Office
from campaigns.answers import reasons
from campaigns.answers.domain import answering, asking, release, terms
from campaigns.answers.domain.asking import Asking
from campaigns.answers.models import Answer, Outcome, OwedAnswer, OwedState
from campaigns.answers.queries import given, owed
from campaigns.answers.queries.owed import Standing
from campaigns.answers.texts import AnswerWords
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.ideas.models import Outcome as Fate
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Case
from tests.factories.answers import make_owed, make_terms, put_answer
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
REASONS = "Лист ожидания появится на портале до конца года: деньги выделены."
WORDS = AnswerWords(
    Outcome.ACCEPTED, REASONS, "", "", "Иванова Мария Петровна", "директор департамента", "12-Исх-345", date(2020, 1, 5)
)
FIELDS = {
    "outcome": "accepted",
    "reasons": REASONS,
    "signer": WORDS.signer,
    "post": WORDS.post,
    "letter_number": WORDS.letter_number,
    "letter_on": "2020-01-05",
}
DECIDED = [(PhaseKind.IDEAS, -20.0, -10.0), (PhaseKind.DECISION, -5.0, 30.0)]


@dataclass
class House:
    """A campaign that has closed its ideas, two departments, their officials, the owner."""

    campaign: Campaign
    health: Office
    digital: Office
    owner: Account
    official: Account
    colleague: Account
    stranger: Account

    def idea(self, title: str = "Лист ожидания к врачу", **over: object) -> Idea:
        return make_idea(self.campaign, title=title, outcome=Fate.SHORTLISTED, **over)


@pytest.fixture
def house(app: Flask) -> House:
    campaign = make_campaign("ugra", windows=DECIDED)
    health, digital = make_office("Департамент здравоохранения"), make_office("Департамент цифрового развития")
    return House(
        campaign,
        health,
        digital,
        give_role(make_account(), Role.OWNER, campaign),
        give_role(make_account(), Role.OFFICIAL, office=health),
        give_role(make_account(), Role.OFFICIAL, office=health),
        give_role(make_account(), Role.OFFICIAL, office=digital),
    )


def sign(actor: Actor, owed_id: int, words: AnswerWords = WORDS) -> Answer:
    """The draft, and the signature under it."""
    now = present.now()
    with step():
        before = rows_version(owed_id)
        answering.save(actor, owed_id, words, now, version=before)
    with step():
        return answering.sign(actor, owed_id, now)


def rows_version(owed_id: int) -> int | None:
    query = (
        select(Contribution.version)
        .join(Answer, Answer.id == Contribution.id)
        .where(Answer.owed_id == owed_id, Contribution.state == State.DRAFT)
    )
    return db.session.scalar(query)


def stands(owed_id: int) -> Standing:
    db.session.rollback()
    read = owed.by_id(owed_id)
    assert read is not None
    return read.standing(present.now())


def text_of(visitor: Visitor | FlaskClient, path: str) -> str:
    return visitor.get(path).get_data(as_text=True)


def test_an_owner_asks_for_many_ideas_at_once_and_a_second_time_for_none_of_them(
    house: House, visit: Visit, clock: MovingClock
) -> None:
    ideas = [house.idea(), house.idea("Запись по телефону"), make_idea(house.campaign, state=State.WITHDRAWN)]
    due = clock.now().date() + timedelta(days=20)
    fields = {
        "ideas": [str(one.id) for one in ideas],
        "office_id": str(house.health.id),
        "beside": [str(house.digital.id)],
        "due_on": due.isoformat(),
    }
    owner, page = visit(house.owner), "/campaigns/ugra/answers"

    answers = [owner.send(page, fields, page=page).status_code for _ in range(2)]

    found = owed.of_ideas([one.id for one in ideas])
    assert answers == [303, 422]
    assert [(one.office, one.due_on, one.co_executors) for one in found.values()] == [
        ("Департамент здравоохранения", due, ["Департамент цифрового развития"])
    ] * 2
    assert [act for act in db.session.scalars(select(Entry.act)) if act.startswith("answers.")] == ["answers.asked"]


def test_an_official_writes_looks_and_signs_and_everyone_reads_it(
    house: House, visit: Visit, client: FlaskClient, clock: MovingClock
) -> None:
    idea = house.idea()
    row = make_owed(idea, house.health)
    official, page = visit(house.official), f"/answers/{row.id}"

    waiting = text_of(client, f"/ideas/{idea.id}")
    looked = official.send(page, {**FIELDS, "do": "look"}, page=page)
    before = text_of(client, f"/ideas/{idea.id}")
    signed = official.send(f"{page}/sign", {"version": "1"}, page=page)

    shown = text_of(client, f"/ideas/{idea.id}")
    assert [looked.status_code, looked.location] == [303, f"{page}?look=1"]
    assert ("Waiting for an answer until" in waiting, REASONS in before) == (True, False)
    assert [signed.status_code, signed.location] == [303, f"/ideas/{idea.id}#answer"]
    for words in ("Accepted", REASONS, WORDS.signer, WORDS.post, "letter №\u00a012-Исх-345 of 5", house.health.name):
        assert words in shown
    assert stands(row.id) == Standing.IN_TIME
    assert db.session.get_one(Idea, idea.id, populate_existing=True).outcome == Fate.ACCEPTED
    assert db.session.scalars(select(Case)).all() == []


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"reasons": "Сделаем."}, "answers.no-reasons"),
        ({"outcome": Outcome.WORKS_ALREADY}, "answers.no-link"),
        ({"outcome": Outcome.WORKS_ALREADY, "link": "javascript:alert(1)"}, "answers.bad-link"),
        ({"outcome": Outcome.REFERRED}, "answers.no-address"),
        ({"signer": ""}, "answers.no-signer"),
        ({"letter_number": ""}, "answers.half-letter"),
        ({"letter_on": date(2199, 1, 1)}, "answers.letter-ahead"),
        ({"reasons": f"{REASONS} Звоните Анне: +7 912 345-67-89."}, "answers.personal"),
    ],
)
def test_what_is_not_whole_is_kept_as_a_draft_and_not_signed(house: House, over: dict[str, object], code: str) -> None:
    row = make_owed(house.idea(), house.health)

    with pytest.raises(Invalid) as refused:
        sign(actor_of(house.official), row.id, AnswerWords(**{**vars(WORDS), **over}))

    assert refused.value.reason.code == code
    assert (given.of_idea(row.idea_id), stands(row.id)) == (None, Standing.WAITING)


def test_an_answer_that_misses_something_says_so_beside_the_field_and_keeps_the_words(
    house: House, visit: Visit
) -> None:
    row = make_owed(house.idea(), house.health)
    official, page = visit(house.official), f"/answers/{row.id}"

    refused = official.send(page, {**FIELDS, "outcome": "works already", "do": "look"}, page=page)

    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert (str(reasons.NO_LINK) in text, REASONS in text) == (True, True)


def test_only_the_department_that_owes_it_answers(house: House) -> None:
    row = make_owed(house.idea(), house.health, house.digital)

    for person in (house.stranger, house.owner, make_account()):
        with pytest.raises(NotAllowed), step():
            answering.save(actor_of(person), row.id, WORDS, present.now())


def test_nobody_answers_before_the_stage_for_it_opens_and_everybody_after_it_is_over(
    house: House, clock: MovingClock
) -> None:
    campaign = make_campaign("later", windows=[(PhaseKind.DECISION, 1.0, 2.0)])
    row = make_owed(make_idea(campaign, outcome=Fate.SHORTLISTED), house.health, in_days=9)
    with pytest.raises(NotAllowed) as refused:
        sign(actor_of(house.official), row.id)
    clock.move_by(days=12)

    sign(actor_of(house.official), row.id)

    assert refused.value.reason.code == "phase.not-yet"
    assert stands(row.id) == Standing.LATE


def test_a_second_signature_is_anothers(house: House) -> None:
    make_terms(house.campaign, needs_second=True)
    row = make_owed(house.idea(), house.health)
    sign(actor_of(house.official), row.id)
    first, unread = stands(row.id), given.of_idea(row.idea_id)

    for person in (house.official, house.stranger, house.owner):
        with pytest.raises(NotAllowed), step():
            answering.sign_second(actor_of(person), row.id, present.now())
    with step():
        answering.sign_second(actor_of(house.colleague), row.id, present.now())

    read = given.of_idea(row.idea_id)
    assert (first, unread) == (Standing.WAITING, None)
    assert (read and read.outcome, stands(row.id)) == (Outcome.ACCEPTED, Standing.IN_TIME)


def test_the_owner_signs_second_where_the_department_has_one_official(house: House) -> None:
    make_terms(house.campaign, needs_second=True)
    row = make_owed(house.idea(), house.digital)
    sign(actor_of(house.stranger), row.id)

    with step():
        answering.sign_second(actor_of(house.owner), row.id, present.now())

    assert stands(row.id) == Standing.IN_TIME


def test_a_signature_is_taken_back_until_everyone_can_read_the_answer(house: House) -> None:
    make_terms(house.campaign, release_together=True)
    row = make_owed(house.idea(), house.health)
    sign(actor_of(house.official), row.id)
    held = stands(row.id)

    with step():
        answering.take_back(actor_of(house.colleague), row.id, present.now())

    assert (held, stands(row.id)) == (Standing.HELD, Standing.WAITING)
    with pytest.raises(Conflict), step():
        answering.take_back(actor_of(house.colleague), row.id, present.now())


def test_held_answers_come_out_together_and_count_from_their_signature(
    house: House, visit: Visit, client: FlaskClient, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    make_terms(house.campaign, release_together=True)
    campaign_id, last = house.campaign.id, actor_of(house.official)
    rows = [make_owed(house.idea(f"Идея {number}"), house.health, in_days=3) for number in range(8)]
    unsigned = rows[7].id
    for row in rows[:7]:
        sign(actor_of(house.official), row.id)
    before = text_of(client, "/answers/?campaign=ugra&state=held")
    clock.move_by(days=5)
    owner = visit(house.owner)

    released = owner.send("/campaigns/ugra/answers/release", page="/campaigns/ugra/answers/release")
    run_jobs()

    numbers = owed.numbers(campaign_id)
    assert released.status_code == 303
    assert ("Signed, held for the joint release" in before, REASONS in before) == (True, False)
    assert (numbers.in_time, numbers.overdue, numbers.held) == (7, 1, 0)
    sign(last, unsigned)
    assert stands(unsigned) == Standing.LATE


def test_a_later_answer_takes_the_place_of_the_one_before_and_both_are_read(house: House, client: FlaskClient) -> None:
    row = make_owed(house.idea(), house.health)
    sign(actor_of(house.official), row.id, AnswerWords(**{**vars(WORDS), "outcome": Outcome.POSTPONED}))
    since = db.session.get_one(OwedAnswer, row.id, populate_existing=True).answered_at
    later = AnswerWords(
        Outcome.WORKS_ALREADY,
        "Уже работает, посмотрите по ссылке на портале.",
        "https://example.org/a",
        "",
        "Петров П. П.",
        "врач",
    )

    sign(actor_of(house.colleague), row.id, later)

    read, text = given.of_idea(row.idea_id), text_of(client, f"/ideas/{row.idea_id}")
    assert read is not None
    assert (read.outcome, [one.outcome for one in read.earlier]) == (Outcome.WORKS_ALREADY, [Outcome.POSTPONED])
    assert (REASONS in text, later.reasons in text) == (True, True)
    assert db.session.get_one(OwedAnswer, row.id, populate_existing=True).answered_at == since


def test_a_day_is_moved_with_a_public_reason_once_by_the_department_and_ever_by_the_owner(
    house: House, client: FlaskClient
) -> None:
    row = make_owed(house.idea(), house.health)
    first, why = row.due_on, "Ждём заключения федерального министерства."
    official, owner = actor_of(house.official), actor_of(house.owner)

    def move(actor: Actor, days: int) -> None:
        with step():
            asking.extend(actor, row.id, first + timedelta(days=days), why, present.now())

    with pytest.raises(NotAllowed):
        move(official, 31)
    move(official, 10)
    with pytest.raises(NotAllowed):
        move(official, 12)
    move(owner, 90)
    with pytest.raises(Invalid):
        move(owner, 80)

    read = owed.by_id(row.id)
    assert read is not None
    assert [(one.from_on - first).days for one in read.extensions] == [0, 10]
    assert (read.first_due_on, read.due_on) == (first, first + timedelta(days=90))
    assert text_of(client, f"/ideas/{row.idea_id}").count(why) == 2


def test_passing_on_does_not_reset_the_clock(house: House, visit: Visit) -> None:
    row = make_owed(house.idea(), house.health, house.digital)
    with step():
        answering.save(actor_of(house.official), row.id, WORDS, present.now())
    fields = {"office_id": str(house.digital.id), "reason": "Порталом занимается другой департамент."}
    official = visit(house.official)

    passed = official.send(f"/answers/{row.id}/transfer", fields, page=f"/answers/{row.id}")

    read = owed.by_id(row.id)
    assert read is not None
    assert (passed.status_code, passed.location) == (303, "/answers/desk")
    assert (read.office, read.due_on, read.co_executors) == (house.digital.name, row.due_on, ())
    sign(actor_of(house.stranger), row.id)
    assert stands(row.id) == Standing.IN_TIME


def test_a_draft_that_a_colleague_changed_meanwhile_is_not_overwritten(house: House) -> None:
    row = make_owed(house.idea(), house.health)
    with step():
        answering.save(actor_of(house.official), row.id, WORDS, present.now())
    with step():
        answering.save(
            actor_of(house.colleague), row.id, AnswerWords(Outcome.PARTLY, REASONS), present.now(), version=1
        )

    with pytest.raises(Conflict), step():
        answering.save(actor_of(house.official), row.id, WORDS, present.now(), version=1)


def test_the_board_counts_and_lists_by_standing_department_and_page(
    house: House, client: FlaskClient, visit: Visit, clock: MovingClock
) -> None:
    late, soon = make_owed(house.idea("Сроки прошли"), house.health, in_days=1), house.idea("Ещё есть время")
    make_owed(soon, house.digital, in_days=40)
    put_answer(make_owed(house.idea("Уже отвечено"), house.health))
    hidden = make_campaign("secret", launched=False)
    make_owed(make_idea(hidden, title="Канарейка"), house.health)
    make_owed(make_idea(house.campaign, state=State.WITHDRAWN, title="Канарейка"), house.health)
    clock.move_by(days=3)

    whole = text_of(client, "/answers/")
    overdue = text_of(client, f"/answers/?state=overdue&office={house.health.id}&campaign=ugra")
    answered = text_of(client, "/answers/?state=in-time")
    mine = text_of(visit(house.official), "/answers/desk")

    assert [title in whole for title in ("Сроки прошли", "Ещё есть время", "Уже отвечено", "Канарейка")] == [
        True,
        True,
        False,
        False,
    ]
    assert whole.index("Сроки прошли") < whole.index("Ещё есть время")
    assert "1 of 3 ideas answered, 1 in time; 1 overdue" in whole
    assert ["Сроки прошли" in overdue, "Ещё есть время" in overdue, "Уже отвечено" in answered] == [True, False, True]
    assert ["Сроки прошли" in mine, "Ещё есть время" in mine, f"/answers/{late.id}" in mine] == [True, False, True]
    assert (owed.numbers(None).asked, owed.numbers(house.campaign.id).overdue) == (3, 1)


def test_the_feed_and_the_calendar_tell_what_the_board_tells(house: House, client: FlaskClient) -> None:
    put_answer(make_owed(house.idea("Уже отвечено"), house.health))
    put_answer(make_owed(house.idea("Черновик"), house.health), state=State.SUBMITTED)
    row = make_owed(house.idea("Ждёт ответа"), house.digital)

    feed, file = text_of(client, "/answers/feed.atom?campaign=ugra"), client.get("/answers/calendar.ics").data

    events = [(str(one["summary"]), one["dtstart"].dt) for one in Calendar.from_ical(file).walk("VEVENT")]
    assert ("Accepted: Уже отвечено" in feed, "Черновик" in feed) == (True, False)
    assert sorted(summary for summary, _day in events) == ["Answer owed: Ждёт ответа", "Answer owed: Черновик"]
    assert dict(events)["Answer owed: Ждёт ответа"] == row.due_on


def test_terms_are_the_owners_and_hold_answers_once_more_after_a_release(house: House, clock: MovingClock) -> None:
    owner, stranger = actor_of(house.owner), actor_of(house.official)

    def keep(actor: Actor, **over: object) -> None:
        with step():
            fields = {"days": 20, "needs_second": False, "release_together": False, **over}
            terms.keep(actor, db.session.get_one(Campaign, house.campaign.id), now=clock.now(), **fields)

    with pytest.raises(NotAllowed):
        keep(stranger)
    with pytest.raises(Invalid):
        keep(owner, days=400)
    keep(owner, release_together=True)
    with step():
        release.release_together(owner, db.session.get_one(Campaign, house.campaign.id), clock.now())
    with pytest.raises(Conflict), step():
        release.release_together(owner, db.session.get_one(Campaign, house.campaign.id), clock.now())

    keep(owner)
    keep(owner, release_together=True)

    row = make_owed(house.idea(), house.health)
    sign(actor_of(house.official), row.id)
    assert stands(row.id) == Standing.HELD


def test_what_is_asked_for_needs_a_day_ahead_and_a_department(house: House, clock: MovingClock) -> None:
    owner, idea, today = actor_of(house.owner), house.idea(), clock.now().date()
    wrong = (
        Asking([idea.id], house.health.id, today - timedelta(days=3)),
        Asking([idea.id], house.health.id, today + timedelta(days=500)),
        Asking([idea.id], 999_999, today + timedelta(days=5)),
        Asking([], house.health.id, today + timedelta(days=5)),
    )

    for one in wrong:
        with pytest.raises(Invalid), step():
            asking.ask(owner, db.session.get_one(Campaign, house.campaign.id), one, clock.now())

    assert db.session.scalars(select(OwedAnswer.state)).all() == []
    assert OwedState.OWED == "owed"


def test_the_command_tells_the_numbers_of_the_board(house: House, app: Flask) -> None:
    put_answer(make_owed(house.idea(), house.health))
    make_owed(house.idea(), house.digital)

    printed = json.loads(app.test_cli_runner().invoke(args=["answers", "status", "ugra", "--json"]).stdout)

    assert (printed["asked"], printed["in_time"], printed["waiting"]) == (2, 1, 1)
    assert [one["name"] for one in printed["by_office"]] == [house.health.name, house.digital.name]
