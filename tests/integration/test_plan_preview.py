"""Owners look at a campaign as people will see it on another day."""

from collections.abc import Callable

import pytest

from app.accounts.models import Account
from app.accounts.roles import Role
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
WINDOWS = [(PhaseKind.ANNOUNCEMENT, 1.0, 5.0), (PhaseKind.IDEAS, 5.0, 20.0), (PhaseKind.DECISION, 20.0, 30.0)]


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


@pytest.mark.any_database
@pytest.mark.parametrize("launched", [False, True])
@pytest.mark.parametrize(
    ("at", "sentence", "acts"),
    [
        ("2026-11-06", "Ideas: begins in 3 days", ["Nothing may be done on that day"]),
        ("2026-11-10", "Ideas are taken for 14 more days", ["<dt>Submit an idea</dt><dd>Author</dd>"]),
        ("2026-11-24", "Today is the last day for ideas", ["<dt>Support an idea</dt><dd>Resident</dd>"]),
        ("2026-12-01", "Departments answer within 3 days", ["<dt>Answer for a department</dt><dd>Official</dd>"]),
        ("2027-06-01", "This project is finished", ["<dt>Answer for a department</dt><dd>Official</dd>"]),
    ],
)
def test_an_owner_sees_what_may_be_done_on_another_day(app, visit: Visit, launched, at, sentence, acts):
    owner = visit(owner_of(make_campaign("ugra", launched=launched, windows=WINDOWS)))

    page = text_of(owner, f"/campaigns/ugra/?at={at}")

    assert (sentence in page, [act in page for act in acts]) == (True, [True] * len(acts))


def test_the_page_says_that_it_is_a_preview_and_of_which_day(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False, windows=WINDOWS)))

    page = text_of(owner, "/campaigns/ugra/?at=2026-12-01")

    assert "Preview: 1 December at noon" in page
    assert 'type="date" id="at" name="at" value="2026-12-01"' in page


def test_the_phase_line_stands_where_it_will(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", windows=WINDOWS)))

    page = text_of(owner, "/campaigns/ugra/?at=2026-12-01")

    line = page.partition('<ol class="phases"')[2].partition("</ol>")[0]
    states = [part.partition('"')[0] for part in line.split('<li class="')[1:]]
    assert states == ["past", "past", "now"]


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01", "9999-12-31", "0001-01-01", "2026-11-04T12:00"])
def test_a_day_that_is_none_is_today(app, visit: Visit, at):
    owner = visit(owner_of(make_campaign("ugra", windows=WINDOWS)))

    assert "Preview: 4 November at noon" in text_of(owner, f"/campaigns/ugra/?at={at}")


@pytest.mark.parametrize("path", ["/campaigns/ugra/", "/campaigns/ugra/rules"])
@pytest.mark.parametrize("who", ["guest", "resident", "moderator"])
def test_nobody_else_has_a_preview(app, visit: Visit, path, who):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 10)])
    people = {"guest": None, "resident": make_account(), "moderator": make_account()}
    give_role(people["moderator"], Role.MODERATOR, campaign)
    visitor = visit(people[who])

    usual, asked = (text_of(visitor, path + rest) for rest in ("", "?at=2027-01-01"))

    open_now = [page.count('aria-current="step"') + page.count('<span class="tag now">') for page in (usual, asked)]
    assert ("Preview" in asked, "finished</span>" in asked) == (False, False)
    assert open_now == [1, 1]


def test_the_rules_have_a_preview_too(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", windows=WINDOWS)))

    page = text_of(owner, "/campaigns/ugra/rules?at=2026-12-01")

    assert "Preview: 1 December at noon" in page
    assert page.count('<span class="tag neutral">finished</span>') == 2


def test_a_switch_is_seen_in_the_preview(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False, windows=[(PhaseKind.IDEAS, 5, 20)])))
    fields = {
        "window-1-first_day": "2026-11-09",
        "window-1-last_day": "2026-11-24",
        "window-1-switches": "shown",
        "window-1-acts": ["submit an idea"],
    }

    owner.send("/campaigns/ugra/plan/dates", fields, page="/campaigns/ugra/plan/dates")

    page = text_of(owner, "/campaigns/ugra/?at=2026-11-12")
    assert ("<dt>Submit an idea</dt>" in page, "<dt>Support an idea</dt>" in page) == (True, False)


def test_the_plan_and_the_page_lead_to_the_preview(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", launched=False, windows=WINDOWS)))

    pages = [text_of(owner, path) for path in ("/campaigns/ugra/plan", "/campaigns/ugra/")]

    assert ['href="/campaigns/ugra/?at="' in page for page in pages] == [True, True]
