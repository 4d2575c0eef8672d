"""The public numbers of moderation."""

import csv
import io
import zipfile
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Kind, State
from moderation.models import Basis, Case, Decision
from moderation.queries.numbers import Figures, Reports, Reviews, figures, percentile
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, restrict
from tests.factories.people import give_role, make_account
from tests.support.statements import counted

NOTHING = dict.fromkeys(Decision, 0)
NO_BASES = dict.fromkeys(Basis, 0)


def test_a_campaign_without_texts_has_no_times(app: Flask) -> None:
    assert figures(make_campaign().id) == Figures(
        0, 0, 0, NOTHING, None, None, {}, {}, 0, 0, NO_BASES, 0, Reports(0, 0, 0), Reviews(0, 0, 0)
    )


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
        by_kind={Kind.IDEA: 4},
        promised=4,
        in_time=4,
        bases={**NO_BASES, Basis.OWN: 1},
        automatic=0,
        reports=Reports(0, 0, 0),
        reviews=Reviews(0, 0, 0),
    )


def test_numbers_cost_five_statements(app: Flask) -> None:
    campaign = make_campaign()
    number = campaign.id

    with counted() as sent:
        figures(number)

    assert len(sent) == 5


def test_everyone_reads_the_numbers_and_takes_them_away(client: FlaskClient) -> None:
    campaign = make_campaign("ugra")
    moderator, author = give_role(make_account(), Role.MODERATOR), make_account()
    for hours in (1, 3, 20):
        decided(make_case(make_idea(campaign, author)), hours)
    restrict(make_idea(campaign, author, State.SUBMITTED), Decision.RETURN, moderator, ground="rude")

    page = client.get("/campaigns/ugra/moderation").get_data(as_text=True)
    table = client.get("/campaigns/ugra/moderation.csv")
    books = [client.get("/campaigns/ugra/moderation.xlsx") for _ in range(2)]

    assert "Half of the decisions came within 1 hour." in page
    assert "4 of 4 decisions came within a working day." in page
    rows = list(csv.reader(io.StringIO(table.get_data(as_text=True).removeprefix("\ufeff"))))
    assert ["Why texts were restricted", "Insults or swearing", "1"] in rows
    assert ["Waiting", "Median, hours", "1.0"] in rows
    assert books[0].data == books[1].data
    sheet = zipfile.ZipFile(io.BytesIO(books[0].data)).read("xl/sharedStrings.xml").decode()
    assert "Insults or swearing" in sheet


def test_a_campaign_nobody_wrote_in_has_a_page(client: FlaskClient) -> None:
    make_campaign("ugra")

    answers = [client.get(f"/campaigns/ugra/moderation{end}") for end in ("", ".csv", ".xlsx")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "No text was checked yet" in answers[0].get_data(as_text=True)


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
