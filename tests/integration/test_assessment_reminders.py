"""Experts who have not handed everything in are reminded 3 days and 1 day before the last one, in the morning, once each."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import RoleGrant
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications import gathering
from app.notifications.models import Notice, NoticeKind
from campaigns.assessment import jobs
from campaigns.assessment.models import Assessment
from tests.factories.assessment import begin, give, hand_in, make_judges, make_owner, make_screened, save_card
from tests.factories.campaigns import make_idea
from tests.support.clocks import NOON, MovingClock
from tests.support.letters import letters

# Screening closes ten days after noon of 4 November, UTC; the clocks of the site show five hours more.
FIVE_IN_THE_MORNING, EIGHT = timedelta(hours=-12), timedelta(hours=-9)


def reminded() -> list[tuple[int, str]]:
    db.session.rollback()
    query = select(Notice.account_id, Notice.fact).where(Notice.kind == NoticeKind.ASSESSMENT_DUE).order_by(Notice.id)
    return [(row.account_id, row.fact.rpartition(":")[2]) for row in db.session.execute(query)]


def test_only_who_has_something_left_is_reminded_three_days_and_one_day_before_the_last(
    app: Flask, clock: MovingClock, run_jobs: Callable[[], None]
) -> None:
    campaign, _ideas = make_screened(ideas=2)
    owner, judges = make_owner(campaign), make_judges(campaign, 4)
    save_card(campaign, owner)
    for row in begin(campaign, owner):
        hand_in(row)
    _done, late, back, gone = judges
    more = make_idea(campaign, title="Ещё одна")
    late_id, late_email = late.id, late.email
    given = {one.id: give(more, one).id for one in (late, back, gone)}
    with step():
        away = {"stepped_back_at": clock.now(), "stepped_back_why": "Автор — мой брат"}
        db.session.execute(update(Assessment).where(Assessment.id == given[back.id]).values(**away))
        db.session.execute(update(RoleGrant).where(RoleGrant.account_id == gone.id).values(ended_at=clock.now()))

    seen = []
    for day in range(12):
        for hour in (FIVE_IN_THE_MORNING, EIGHT, EIGHT + timedelta(hours=1)):
            clock.move_to(NOON + timedelta(days=day) + hour)
            jobs.remind()
            seen.append((day, hour, len(reminded())))
    gathering.gather_soon()
    run_jobs()

    assert reminded() == [(late_id, "3"), (late_id, "1")]
    changes = [now for before, now in pairwise(seen) if before[2] != now[2]]
    assert [(day, hour) for day, hour, _count in changes] == [(7, EIGHT), (9, EIGHT)]
    told = {letter.to for letter in letters() if "the last day comes near" in letter.text}
    assert told == {late_email}
