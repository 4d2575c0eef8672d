"""The public numbers of moderation."""

from datetime import timedelta

from flask import Flask

from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from moderation.models import Case, Decision
from moderation.queries.numbers import Figures, figures, percentile
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, restrict
from tests.factories.people import give_role, make_account
from tests.support.statements import counted

NOTHING = dict.fromkeys(Decision, 0)


def test_a_campaign_without_texts_has_no_times(app: Flask) -> None:
    assert figures(make_campaign().id) == Figures(0, 0, 0, NOTHING, None, None, {})


def test_numbers_count_one_campaign(app: Flask) -> None:
    campaign, other = make_campaign(), make_campaign()
    moderator, author = give_role(make_account(), Role.MODERATOR), make_account()
    for hours in (1, 3, 20):
        decided(make_case(make_idea(campaign, author)), hours)
    decided(make_case(make_idea(other, author)), 90)
    make_case(make_idea(campaign, author, State.SUBMITTED))
    restrict(make_idea(campaign, author, State.SUBMITTED), Decision.RETURN, moderator, ground="rude")

    assert figures(campaign.id) == Figures(
        submitted=5,
        waiting=1,
        decided=4,
        by_decision={**NOTHING, Decision.PUBLISH: 3, Decision.RETURN: 1},
        median_hours=1.0,
        percentile_95_hours=20.0,
        reasons={"rude": 1},
    )


def test_numbers_cost_three_statements(app: Flask) -> None:
    campaign = make_campaign()
    number = campaign.id

    with counted() as sent:
        figures(number)

    assert len(sent) == 3


def test_the_percentile_is_the_nearest_rank() -> None:
    hundred = [float(number) for number in range(1, 101)]

    assert [percentile(hundred, share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert percentile([], 0.5) is None


def decided(case: Case, hours: float) -> None:
    """The case was opened so long ago and published now."""
    now = present.now()
    with step():
        row = db.session.get_one(Case, case.id)
        row.opened_at = now - timedelta(hours=hours)
        row.decision, row.decided_at, row.closed_at = Decision.PUBLISH, now, now
