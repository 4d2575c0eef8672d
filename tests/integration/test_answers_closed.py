"""Closing without an answer takes two people and a reason; the archive waits until nothing is owed; departments are reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from app.offices.models import Office
from campaigns.answers import jobs
from campaigns.answers.models import OwedAnswer, OwedState
from campaigns.answers.queries import owed as owed_reads
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
WHY = "Библиотека закрыта на ремонт, отвечать о ней больше некому."
OVER = [(PhaseKind.IDEAS, -30, -10), (PhaseKind.DECISION, -10, -1), (PhaseKind.RESULTS, -1, 90)]


class Place:
    """A finished campaign with two owners, a department with an official, and an idea that it owes an answer to."""

    def __init__(self, *, in_days: int = 30) -> None:
        self.campaign: Campaign = make_campaign("ugra", windows=OVER)
        self.office: Office = make_office("Департамент культуры")
        self.owner, self.other, self.official, self.reader = (make_account() for _ in range(4))
        for person in (self.owner, self.other):
            give_role(person, Role.OWNER, campaign=self.campaign)
        give_role(self.official, Role.OFFICIAL, office=self.office)
        self.idea: Idea = make_idea(self.campaign, make_account(), title="Лист ожидания к врачу")
        support(self.idea, self.reader)
        self.owed: OwedAnswer = make_owed(self.idea, self.office, in_days=in_days)
        self.owed_id, self.idea_id = self.owed.id, self.idea.id
        self.ids = {name: getattr(self, name).id for name in ("owner", "other", "official", "reader")}

    @property
    def state(self) -> OwedState:
        db.session.rollback()
        return db.session.scalars(select(OwedAnswer.state).where(OwedAnswer.id == self.owed_id)).one()


def told(person_id: int) -> list[NoticeKind]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == person_id).order_by(Notice.id)))


def test_two_owners_close_it_with_a_reason_that_everyone_reads(
    visit: Visit, app: Flask, run_jobs: Callable[[], None]
) -> None:
    place = Place()
    path = f"/answers/{place.owed_id}/close"
    owner, other = visit(place.owner), visit(place.other)

    short = owner.send(path, {"reason": "нет"})
    proposed = owner.send(path, {"reason": WHY})
    alone = owner.send(f"{path}/confirm", {"reason": WHY}, page=path).status_code, place.state
    otherwise = other.send(f"{path}/confirm", {"reason": "Другая причина"}, page=path).status_code, place.state
    confirmed = other.send(f"{path}/confirm", {"reason": WHY}, page=path)
    run_jobs()

    assert (short.status_code, proposed.status_code, confirmed.status_code) == (422, 303, 303)
    assert (alone, otherwise) == ((403, OwedState.OWED), (409, OwedState.OWED))
    assert place.state == OwedState.CLOSED
    assert WHY in visit().get(f"/ideas/{place.idea_id}").text
    numbers = owed_reads.numbers(None)
    assert (numbers.asked, numbers.closed, numbers.owed) == (1, 1, 0)
    assert told(place.ids["reader"]) == [NoticeKind.CLOSED_UNANSWERED]


def test_a_proposal_can_be_taken_back_and_others_propose_nothing(visit: Visit, app: Flask) -> None:
    place = Place()
    path = f"/answers/{place.owed_id}/close"
    owner, official = visit(place.owner), visit(place.official)

    refused = [official.get(path).status_code, visit(place.reader).get(path).status_code]
    owner.send(path, {"reason": WHY})
    owner.send(f"{path}/withdraw", {}, page=path)
    late = visit(place.other).send(f"{path}/confirm", {"reason": WHY}, page=path)

    assert refused == [403, 403]
    assert (late.status_code, place.state) == (409, OwedState.OWED)


def test_a_signed_answer_is_not_closed_away(visit: Visit, app: Flask) -> None:
    place = Place()
    put_answer(place.owed, place.official)

    sent = visit(place.owner).send(f"/answers/{place.owed_id}/close", {"reason": WHY}, page="/account/")

    assert (sent.status_code, place.state) == (409, OwedState.ANSWERED)


@pytest.mark.parametrize(
    "short",
    [
        {"close_reason": "", "closed_by": 1, "close_confirmed_by": 2},
        {"close_reason": WHY, "closed_by": 1, "close_confirmed_by": 1},
        {"close_reason": WHY, "closed_by": 1, "close_confirmed_by": None},
    ],
)
def test_the_database_takes_no_closing_without_reason_and_two_people(
    app: Flask, clock: MovingClock, short: dict[str, object]
) -> None:
    place = Place()
    people = {1: place.owner.id, 2: place.other.id}
    values = {name: people.get(value, value) if name != "close_reason" else value for name, value in short.items()}  # type: ignore[call-overload]

    with pytest.raises(IntegrityError), step():
        db.session.execute(update(OwedAnswer).values(state=OwedState.CLOSED, closed_at=clock.now(), **values))


def test_a_campaign_goes_into_the_archive_once_nothing_is_owed(visit: Visit, app: Flask, clock: MovingClock) -> None:
    place = Place()
    path = "/campaigns/ugra/archive"
    clock.move_by(days=100)

    early = visit(place.owner).send(path, {}, page="/account/")
    with pytest.raises(DatabaseError, match="an answer is owed"), step():
        db.session.execute(update(Campaign).values(archived_at=clock.now()))
    put_answer(place.owed, place.official)
    stranger = visit(place.official).get(path).status_code
    done = visit(place.owner).send(path, {}, page=path)
    twice = visit(place.owner).send(path, {}, page="/account/")

    db.session.rollback()
    assert (early.status_code, done.status_code, twice.status_code) == (409, 303, 409)
    assert stranger in {403, 404}
    assert db.session.get_one(Campaign, place.campaign.id).archived_at == clock.now()


def test_a_campaign_that_still_runs_is_not_archived(visit: Visit, app: Flask) -> None:
    campaign = make_campaign("ugra")
    owner = give_role(make_account(), Role.OWNER, campaign=campaign)

    sent = visit(owner).send("/campaigns/ugra/archive", {}, page="/account/")

    assert sent.status_code == 409


def test_departments_are_reminded_by_days_and_owners_when_the_day_is_over(app: Flask, clock: MovingClock) -> None:
    place = Place(in_days=10)
    found: dict[int, tuple[int, int]] = {}

    for day in range(13):
        for _hour in range(2):
            jobs.remind()
        found[day] = (len(told(place.ids["official"])), len(told(place.ids["owner"])))
        clock.move_by(days=1)

    officials = [day for day in range(1, 13) if found[day][0] > found[day - 1][0]]
    owners = [day for day in range(1, 13) if found[day][1] > found[day - 1][1]]
    assert (officials, owners) == ([3, 7, 10], [11])
    assert told(place.ids["official"]) == [NoticeKind.ANSWER_DUE] * 3
    assert told(place.ids["owner"]) == [NoticeKind.ANSWER_OVERDUE]


def test_nobody_is_reminded_of_what_is_signed(app: Flask, clock: MovingClock) -> None:
    place = Place(in_days=3)
    with step():
        db.session.execute(update(OwedAnswer).values(ready_at=clock.now()))

    jobs.remind()
    clock.move_to(clock.now() + timedelta(days=5))
    jobs.remind()

    assert told(place.ids["official"]) + told(place.ids["owner"]) == []
