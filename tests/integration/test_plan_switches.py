"""Owners switch single acts on and off in a stage, and that is what people may do then."""

from collections.abc import Callable

import pytest

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.plan import grid
from campaigns.plan.models import Campaign, TimelineChange
from campaigns.plan.phases import ALLOWS, PHASED, Act, PhaseKind
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
DATES = "/campaigns/ugra/plan/dates"


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def switched(*acts: Act, reason: str = "Так просили.") -> dict[str, object]:
    """The form of the dates with these boxes ticked, its days as they stand."""
    return {
        "window-1-last_day": "2026-11-14",
        "window-1-closes_time": "17:00",
        "window-1-switches": "shown",
        "window-1-acts": [act.value for act in acts],
        "reason": reason,
    }


IDEAS = sorted(ALLOWS[PhaseKind.IDEAS])


def test_support_that_is_switched_off_is_refused_and_the_grid_says_nobody(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])
    idea, owner, resident = make_idea(campaign), visit(owner_of(campaign)), visit(make_account())
    path = f"/ideas/{idea.id}/support"

    before = resident.send(path)
    resident.send(f"/ideas/{idea.id}/unsupport")
    sent = owner.send(DATES, switched(*(act for act in IDEAS if act is not Act.SUPPORT)), page=DATES)
    after = resident.send(path)

    row = '<th scope="row">Support an idea</th> <td>—</td>'
    page = text_of(owner, "/campaigns/ugra/plan").replace("</th><td>", "</th> <td>")
    assert (before.status_code, sent.status_code, after.status_code) == (303, 303, 403)
    assert row in page


def test_an_act_that_is_switched_on_may_be_done(app):
    campaign = make_campaign(windows=[(PhaseKind.REFINEMENT, -10, 10)])
    (window,) = campaign.windows
    window.added = [Act.SUPPORT.value]

    rows = {row.act: row.cells for row in grid.rows_of(campaign)}

    db.session.rollback()
    assert [str(who) for who in rows[Act.SUPPORT][0]] == ["Resident"]


def test_a_switch_of_a_launched_campaign_is_a_change_that_everyone_reads(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])))
    acts = {*IDEAS, Act.TAKE_STAND} - {Act.SUPPORT}

    owner.send(DATES, switched(*sorted(acts), reason="Поддержка вернётся через неделю."), page=DATES)

    page = text_of(visit(), "/campaigns/ugra/")
    (change,) = db.session.query(TimelineChange)
    assert (change.after[0]["added"], change.after[0]["removed"]) == (["take a stand"], ["support"])
    assert "may be done now: <ins>Take a stand</ins>" in page
    assert "may not be done any more: <del>Support an idea</del>" in page
    assert "Reason: Поддержка вернётся через неделю." in page
    assert "<ins>25 October" not in page


def test_without_a_reason_nothing_is_switched(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])
    owner = visit(owner_of(campaign))

    answer = owner.send(DATES, switched(Act.COMMENT, reason=""), page=DATES)

    db.session.expire_all()
    assert (answer.status_code, campaign.timeline.windows[0].removed) == (422, frozenset())


def test_a_form_without_the_boxes_leaves_the_switches_as_they_are(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])
    owner = visit(owner_of(campaign))

    owner.send(DATES, {"window-1-last_day": "2026-11-20", "reason": "Дольше."}, page=DATES)

    db.session.expire_all()
    (window,) = campaign.timeline.windows
    assert (window.added, window.removed) == (frozenset(), frozenset())


def test_all_boxes_may_be_empty(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.REFINEMENT, -10, 10)])
    owner = visit(owner_of(campaign))

    owner.send(DATES, switched(), page=DATES)

    db.session.expire_all()
    assert campaign.timeline.windows[0].removed == ALLOWS[PhaseKind.REFINEMENT]


def test_what_no_phase_governs_cannot_be_switched(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])
    owner = visit(owner_of(campaign))
    fields = {**switched(*IDEAS), "window-1-acts": [Act.LAUNCH.value, *IDEAS]}

    answer = owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    assert (answer.status_code, campaign.timeline.windows[0].added) == (422, frozenset())


@pytest.mark.parametrize("kind", PhaseKind)
def test_stages_of_every_kind_can_be_added_and_have_a_box_for_every_act(app, visit: Visit, kind):
    campaign = make_campaign("ugra", launched=False, windows=[])
    owner = visit(owner_of(campaign))
    fields = {"new-kind": kind.value, "new-first_day": "2026-11-10", "new-last_day": "2026-11-20"}

    sent = owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    page = text_of(owner, DATES)
    (window,) = campaign.timeline.windows
    assert (sent.status_code, window.kind) == (303, kind)
    assert [f'value="{act.value}"' in page for act in sorted(PHASED)] == [True] * len(PHASED)
    assert page.count("checked") == len(ALLOWS[kind])


def test_a_stage_of_a_plan_can_be_taken_away(app, visit: Visit):
    campaign = make_campaign("ugra", launched=False, windows=[(PhaseKind.IDEAS, 1, 10), (PhaseKind.RESULTS, 10, 20)])
    owner = visit(owner_of(campaign))
    fields = {
        "window-1-first_day": "2026-11-05",
        "window-1-last_day": "2026-11-14",
        "window-2-remove": "y",
    }

    owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    assert [window.kind for window in campaign.timeline.windows] == [PhaseKind.IDEAS]


def test_beside_each_box_stands_who_may_do_it(app):
    campaign = make_campaign(windows=[])

    who = {switch.act: [str(word) for word in switch.who] for switch in grid.switches(campaign)}

    assert set(who) == PHASED
    assert (who[Act.COMMENT], who[Act.SUBMIT_IDEA]) == (["Resident"], ["Author"])
    assert who[Act.OPEN_TOPIC] == ["Facilitator", "Owner"]
