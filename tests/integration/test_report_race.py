"""Many people report one text at once, in threads with transactions of their own: one case, and its number is right."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from moderation.domain import reports
from moderation.domain.reports import Told
from moderation.models import Case, Report, Statement
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_account
from tests.support.races import at_once

PEOPLE = 12


@pytest.mark.torture
def test_reports_at_once_make_one_case_with_the_right_number(app: Flask, clock):
    clock.move_by(days=2)
    idea_id = make_idea(make_campaign(reports_hide_from=PEOPLE), make_account()).id
    clock.move_by(days=-2)
    people = [actor_of(make_account()) for _ in range(PEOPLE)]
    clock.move_by(days=2)
    told = Told("rude", "", "ru")

    outcomes = at_once(
        app, *(lambda one=one: reports.send(one, idea_id, told, present.now()) for one in (*people[1:], *people))
    )

    db.session.rollback()
    # Who comes a second time after the last one finds the text hidden.
    assert outcomes.count("done") == PEOPLE
    assert set(outcomes) <= {"done", "report.already", "not-found"}
    assert db.session.scalars(select(Case.reports)).all() == [PEOPLE]
    assert db.session.scalar(select(func.count()).select_from(Report)) == PEOPLE
    assert db.session.get_one(Contribution, idea_id).state == State.HIDDEN
    assert db.session.scalar(select(func.count()).select_from(Statement)) == 1
