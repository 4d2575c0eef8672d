"""What the checklist of an owner says of the terms of answers and of the final report."""

import pytest
from flask import Flask
from sqlalchemy import insert

from app.digests.models import ReportDraft, ReportEdition, Snapshot, SnapshotKind
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Outcome
from campaigns.plan.phases import PhaseKind
from campaigns.plan.slots import CAMPAIGN_CHECKLIST
from tests.factories.answers import make_owed, make_terms
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import make_office
from tests.factories.rounds import freeze, make_round, publish

AHEAD = [(PhaseKind.IDEAS, -5.0, 5.0), (PhaseKind.DECISION, 6.0, 30.0)]
OVER = [(PhaseKind.IDEAS, -30.0, -10.0), (PhaseKind.RESULTS, -10.0, 90.0)]


def to_do(app: Flask, campaign_id: int) -> list[str]:
    db.session.rollback()
    with app.test_request_context():
        codes = [check.code for given in CAMPAIGN_CHECKLIST.fill(campaign_id) for check in given]
    return [code for code in codes if code in {"answers.terms", "report.to-freeze"}]


@pytest.mark.parametrize("way", ["terms", "asked"])
def test_terms_are_asked_for_until_they_are_set_or_a_department_was_asked(app: Flask, way: str) -> None:
    campaign, without = make_campaign(windows=AHEAD), make_campaign(windows=AHEAD[:1])
    ids = campaign.id, without.id

    before = [to_do(app, one) for one in ids]
    if way == "terms":
        make_terms(campaign)
    else:
        make_owed(make_idea(campaign, outcome=Outcome.SHORTLISTED), make_office())

    assert before == [["answers.terms"], []]
    assert to_do(app, ids[0]) == []


def test_the_final_report_is_asked_for_once_all_is_over(app: Flask) -> None:
    over, going = make_campaign(windows=OVER), make_campaign(windows=AHEAD[:1])
    ids = over.id, going.id

    before = [to_do(app, one) for one in ids]
    with step():
        db.session.execute(insert(ReportDraft).values(campaign_id=ids[0], version=1, changed_at=clock.now()))
    begun = to_do(app, ids[0])
    with step():
        kept = {"campaign_id": ids[0], "kind": SnapshotKind.FINAL, "taken_at": clock.now(), "fingerprint": "0"}
        db.session.add(Snapshot(id=1, body={}, titles={}, **kept))
        db.session.flush()
        db.session.add(ReportEdition(snapshot_id=1, campaign_id=ids[0], number=1, frozen_at=clock.now()))

    assert (before, begun) == ([["report.to-freeze"], []], ["report.to-freeze"])
    assert to_do(app, ids[0]) == []


def test_no_report_is_asked_for_while_a_result_waits_to_be_published(app: Flask) -> None:
    campaign = make_campaign(windows=OVER)
    campaign_id, result = campaign.id, freeze(make_round(campaign))

    waiting = to_do(app, campaign_id)
    publish(result)

    assert (waiting, to_do(app, campaign_id)) == ([], ["report.to-freeze"])
