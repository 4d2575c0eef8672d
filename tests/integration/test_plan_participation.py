"""Who takes part, by day and by territory, on the owner's page."""

from collections.abc import Callable
from datetime import date, timedelta

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea, Support
from campaigns.ideas.web.participation import campaign_participation
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import NOON
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
DAY = timedelta(days=1)
RUNNING = [(PhaseKind.IDEAS, -3.0, 9.0)]


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def supported(idea: Idea, account: Account, days_ago: float) -> None:
    with step():
        db.session.add(Support(idea_id=idea.id, account_id=account.id, since=NOON - days_ago * DAY))


def by_day(campaign: Campaign) -> dict[date, tuple[int, int, int]]:
    return {day.day: (day.ideas, day.comments, day.supports) for day in campaign_participation(campaign).days}


def by_place(campaign: Campaign) -> list[tuple[str, int, int]]:
    return [(place.name, place.ideas, place.supports) for place in campaign_participation(campaign).places]


def test_days_are_those_of_the_campaign_until_today_with_nothing_left_out(app):
    campaign = make_campaign(windows=RUNNING)
    supported(make_idea(campaign, at=NOON - 2 * DAY), make_account(), 1)

    assert by_day(campaign) == {
        date(2026, 11, 1): (0, 0, 0),
        date(2026, 11, 2): (1, 0, 0),
        date(2026, 11, 3): (0, 0, 1),
        date(2026, 11, 4): (0, 0, 0),
    }


def test_a_day_begins_at_midnight_of_the_campaign_s_calendar(app):
    # 00:30 on 4 November in Yekaterinburg.
    campaign = make_campaign(windows=RUNNING)
    make_idea(campaign, at=NOON - timedelta(hours=16, minutes=30))

    assert by_day(campaign)[date(2026, 11, 4)] == (1, 0, 0)


def test_only_the_last_four_weeks_are_drawn_and_all_are_counted_by_place(app):
    place = make_territory("Сургут")
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -90, 9)])
    make_idea(campaign, make_account(territory_id=place.id), at=NOON - 60 * DAY)

    assert (len(by_day(campaign)), sum(day[0] for day in by_day(campaign).values())) == (28, 0)
    assert by_place(campaign) == [("Сургут", 1, 0)]


def test_what_nobody_reads_is_not_counted(app):
    campaign = make_campaign(windows=RUNNING)
    for state in (State.DRAFT, State.SUBMITTED, State.WITHDRAWN):
        make_idea(campaign, make_account(), state)
    make_idea(make_campaign(windows=RUNNING))

    assert set(by_day(campaign).values()) == {(0, 0, 0)}


def test_territories_are_those_below_the_campaign_s_the_silent_ones_too(app):
    region, other = make_territory("Югра"), make_territory("Другой край")
    near, far = make_territory("Сургут", parent_id=region.id, level=1), make_territory("Берёзово", parent_id=region.id)
    village = make_territory("Село", parent_id=near.id, level=2)
    make_territory("Чужой город", parent_id=other.id)
    campaign = make_campaign(windows=RUNNING, territory_id=region.id)
    idea = make_idea(campaign, make_account(territory_id=village.id))
    support(idea, make_account(territory_id=village.id), make_account())

    assert by_place(campaign) == [("Село", 1, 1), ("Берёзово", 0, 0), ("", 0, 1)]
    assert far.parent_id == region.id


def test_before_its_first_day_there_is_nothing_to_tell(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.IDEAS, 2, 9)])

    assert "Who takes part" not in text_of(visit(owner_of(campaign)), "/campaigns/ugra/plan")


def test_after_its_last_day_the_last_weeks_of_it_are_shown(app):
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -50, -20)])

    days = list(by_day(campaign))

    assert (len(days), days[-1]) == (28, date(2026, 10, 15))


def test_the_owner_s_page_tells_the_numbers_and_who_is_silent(app, visit: Visit):
    places = [make_territory(name) for name in ("Сургут", "Когалым")]
    campaign = make_campaign("ugra", windows=RUNNING)
    support(make_idea(campaign, make_account(territory_id=places[0].id)), make_account(territory_id=places[0].id))

    page = text_of(visit(owner_of(campaign)), "/campaigns/ugra/plan")

    assert [said in page for said in ("Ideas: 1 in 4 days", "Supports: 1 in 4 days")] == [True, True]
    assert "1 territory is silent" in page
    assert "<p>Когалым</p>" in page


def test_before_anyone_comes_no_territory_is_called_silent(app, visit: Visit):
    make_territory("Сургут")
    campaign = make_campaign("ugra", windows=RUNNING)

    page = text_of(visit(owner_of(campaign)), "/campaigns/ugra/plan")

    assert ["Nobody has taken part yet." in page, "silent" in page] == [True, False]


def test_a_plan_that_is_not_launched_counts_nobody(app, visit: Visit):
    campaign = make_campaign("ugra", launched=False, windows=RUNNING)

    assert "Who takes part" not in text_of(visit(owner_of(campaign)), "/campaigns/ugra/plan")


def test_more_people_cost_no_more_statements(app):
    place = make_territory("Сургут")
    campaign = make_campaign(windows=RUNNING)

    costs = []
    for more in (1, 9):
        for _ in range(more):
            support(make_idea(campaign, make_account(territory_id=place.id)), make_account(), make_account())
        db.session.refresh(campaign)
        with counted() as sent:
            campaign_participation(campaign)
        costs.append(len(sent))

    assert costs == [3, 3]
