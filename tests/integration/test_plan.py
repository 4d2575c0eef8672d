"""A campaign is planned, launched and changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.roles import GUEST, SYSTEM, Actor, Grant, Role
from app.accounts.sessions import actor_of
from app.audit import chain
from app.audit.models import Chain, Entry
from app.foundation import clock as time
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.plan import permissions
from campaigns.plan.domain import campaigns, timelines, tracks
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Campaign, PlannedWindow, Template, TimelineChange, Track
from campaigns.plan.phases import PHASED, Act, PhaseKind, Stage, Timeline, Window
from campaigns.plan.queries.open import at_stage, open_campaigns
from tests.factories.campaigns import make_campaign, make_track
from tests.factories.people import give_role, make_account
from tests.support.clocks import NOON

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OUTLINE = Outline(
    title="Буси громади",
    slug="busy",
    language="uk",
    time_zone="Europe/Kyiv",
    question="Чого бракує?",
    ideas_checked_first=False,
)


def plan(outline: Outline = OUTLINE, **over: object) -> Campaign:
    with step():
        return campaigns.create(
            Template.DISCUSSION_AND_IDEAS, outline, actor=SYSTEM, now=time.now(), first_day=date(2026, 11, 10), **over
        )


def refused(error: type[Exception], act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(error) as raised, step():
        act(*args, **kwargs)  # type: ignore[operator]
    return raised.value.reason.code  # type: ignore[attr-defined, no-any-return]


def test_a_campaign_is_planned_in_days_of_its_own_zone(app):
    campaign = plan()

    assert [(w.kind.value, w.opens_at, w.closes_at) for w in campaign.windows][:2] == [
        ("announcement", datetime(2026, 11, 9, 22, 0, tzinfo=UTC), datetime(2026, 11, 16, 22, 0, tzinfo=UTC)),
        ("discussion", datetime(2026, 11, 16, 22, 0, tzinfo=UTC), datetime(2026, 12, 21, 22, 0, tzinfo=UTC)),
    ]


def test_what_is_planned_waits_for_the_launch(app):
    assert plan().launched_at is None


@pytest.mark.parametrize(
    ("outline", "error", "code"),
    [
        (replace(OUTLINE, title=""), Invalid, "plan.title"),
        (replace(OUTLINE, slug="Буси"), Invalid, "plan.slug"),
        (replace(OUTLINE, slug="new"), Invalid, "plan.slug"),
        (replace(OUTLINE, slug="taken"), Conflict, "plan.slug-taken"),
        (replace(OUTLINE, time_zone="Europe/Nowhere"), Invalid, "plan.zone"),
        (replace(OUTLINE, winners=0), Invalid, "plan.winners"),
    ],
)
def test_an_outline_that_cannot_be_is_refused_with_the_reason(app, outline, error, code):
    make_campaign("taken")

    assert refused(error, plan, outline) == code


@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_only_administrators_create_campaigns(app, role):
    actor = Actor(1, grants=frozenset({Grant(role)}) if role else frozenset())

    code = refused(
        NotAllowed,
        campaigns.create,
        Template.BUDGET,
        OUTLINE,
        actor=actor,
        now=time.now(),
        first_day=date(2026, 11, 10),
    )

    assert code == "role"


def test_another_zone_keeps_the_days(app):
    campaign = plan()

    with step():
        campaigns.edit(campaign, replace(OUTLINE, time_zone="Asia/Yekaterinburg"), actor=SYSTEM, now=time.now())

    assert campaign.windows[0].opens_at == datetime(2026, 11, 9, 19, 0, tzinfo=UTC)


def test_a_launch_makes_the_campaign_public_and_is_put_on_the_chain(app):
    campaign = plan()

    with step():
        campaigns.launch(campaign, actor=SYSTEM, now=time.now())

    kept = db.session.scalars(select(Chain).where(Chain.campaign_id == campaign.id)).one()
    acts = db.session.scalars(select(Entry.act).where(Entry.chain_id == kept.id).order_by(Entry.number)).all()
    assert (campaign.launched_at, acts[:2], list(chain.faults(kept))) == (
        NOON,
        ["campaign.created", "campaign.launched"],
        [],
    )


def test_a_launch_twice_is_a_conflict(app):
    assert refused(Conflict, campaigns.launch, make_campaign(), actor=SYSTEM, now=time.now()) == "plan.launched"


@pytest.mark.parametrize(
    ("windows", "over", "code"),
    [
        ([], {}, "timeline.empty"),
        ([(PhaseKind.ANNOUNCEMENT, 1, 5)], {}, "launch.nothing-to-do"),
        ([(PhaseKind.DISCUSSION, -5, 0)], {}, "launch.all-past"),
        ([(PhaseKind.IDEAS, 1, 5), (PhaseKind.VOTING, 4, 6)], {"ideas_checked_first": False}, "timeline.exclusive"),
        ([(PhaseKind.DISCUSSION, 1, 5)], {"question": ""}, "launch.no-question"),
        ([(PhaseKind.IDEAS, 1, 5)], {}, "launch.no-moderator"),
    ],
)
def test_what_stands_in_the_way_of_a_launch(app, windows, over, code):
    campaign = make_campaign(launched=False, windows=windows, **over)

    assert refused(Conflict, campaigns.launch, campaign, actor=SYSTEM, now=time.now()) == code


@pytest.mark.parametrize("where", ["campaign", "platform"])
def test_with_a_moderator_ideas_may_be_checked_first(app, where):
    campaign = make_campaign(launched=False, windows=[(PhaseKind.IDEAS, 1, 5)])
    give_role(make_account(), Role.MODERATOR, campaign if where == "campaign" else None)

    with step():
        campaigns.launch(campaign, actor=SYSTEM, now=time.now())

    assert campaign.launched_at == NOON


def test_a_moderator_of_another_campaign_does_not_help(app):
    campaign = make_campaign(launched=False, windows=[(PhaseKind.IDEAS, 1, 5)])
    give_role(make_account(), Role.MODERATOR, make_campaign())

    assert refused(Conflict, campaigns.launch, campaign, actor=SYSTEM, now=time.now()) == "launch.no-moderator"


def test_an_owner_changes_the_dates_with_a_reason_that_stays(app):
    campaign = make_campaign(windows=[(PhaseKind.IDEAS, -5, 5)])
    owner = actor_of(give_role(make_account(), Role.OWNER, campaign))
    (before,) = campaign.timeline.windows
    id = before.id

    with step():
        longer = replace(before, closes_at=NOON + 9 * DAY)
        timelines.change(campaign, [longer], "Свята.", actor=owner, now=time.now())

    change = db.session.scalars(select(TimelineChange)).one()
    assert (change.reason, change.before[0]["closes_at"], change.after[0]["closes_at"]) == (
        "Свята.",
        (NOON + 5 * DAY).isoformat(),
        (NOON + 9 * DAY).isoformat(),
    )
    assert [(w.id, w.closes_at) for w in campaign.windows] == [(id, NOON + 9 * DAY)]


def test_a_change_is_put_on_the_chain_of_the_campaign(app):
    campaign = make_campaign(windows=[(PhaseKind.DISCUSSION, -5, 5)])
    (before,) = campaign.timeline.windows

    with step():
        timelines.change(campaign, [replace(before, closes_at=NOON + DAY)], "Раніше.", actor=SYSTEM, now=time.now())

    kept = db.session.scalars(select(Chain).where(Chain.campaign_id == campaign.id)).one()
    acts = db.session.scalars(select(Entry.act).where(Entry.chain_id == kept.id)).all()
    assert (acts, list(chain.faults(kept))) == (["timeline.changed"], [])


def test_a_change_needs_a_reason(app):
    campaign = make_campaign(windows=[(PhaseKind.DISCUSSION, -5, 5)])
    (before,) = campaign.timeline.windows
    longer = replace(before, closes_at=NOON + DAY)

    assert refused(Invalid, timelines.change, campaign, [longer], "", actor=SYSTEM, now=time.now()) == "plan.reason"


def test_a_refused_change_leaves_the_dates_as_they_were(app):
    campaign = make_campaign(windows=[(PhaseKind.DISCUSSION, -5, -1), (PhaseKind.IDEAS, -1, 5)])
    past, running = campaign.timeline.windows
    reopened = replace(past, closes_at=NOON + DAY)

    code = refused(Invalid, timelines.change, campaign, [reopened, running], "Знову.", actor=SYSTEM, now=time.now())

    db.session.expire_all()
    assert (code, campaign.timeline) == ("timeline.past", Timeline.of([past, running]))


def test_dates_of_a_plan_move_freely_and_keep_their_rows(app):
    campaign = plan()
    first, *others = campaign.timeline.windows
    earlier = replace(first, opens_at=first.opens_at - 30 * DAY, closes_at=first.opens_at)

    with step():
        timelines.plan(campaign, [*others[1:], earlier], actor=SYSTEM, now=time.now())

    assert [w.id for w in campaign.windows] == [first.id, *(w.id for w in others[1:])]


def test_a_plan_may_not_hold_a_window_that_ends_before_it_begins(app):
    campaign = plan()
    backwards = [Window(PhaseKind.IDEAS, NOON + DAY, NOON)]

    assert refused(Invalid, timelines.plan, campaign, backwards, actor=SYSTEM, now=time.now()) == "timeline.backwards"


def test_a_launched_timeline_is_not_planned_anew(app):
    campaign = make_campaign()

    assert refused(Conflict, timelines.plan, campaign, [], actor=SYSTEM, now=time.now()) == "plan.launched"


def test_tracks_keep_their_rows_when_others_come_and_go(app):
    campaign = make_campaign(launched=False)
    health = make_track(campaign, "Здоровье")
    make_track(campaign, "Дороги")

    with step():
        tracks.set_all(campaign, ["Школа", "Здоровье", "Школа"], actor=SYSTEM, now=time.now())

    rows = db.session.scalars(select(Track).order_by(Track.position)).all()
    assert [(row.name, row.id == health.id) for row in rows] == [("Школа", False), ("Здоровье", True)]


def test_a_launched_campaign_loses_no_track(app):
    campaign = make_campaign()
    make_track(campaign, "Дороги")

    assert refused(Conflict, tracks.set_all, campaign, [], actor=SYSTEM, now=time.now()) == "plan.tracks-launched"


@pytest.mark.parametrize("verb", ["edit", "launch", "plan", "change", "tracks"])
def test_others_than_owners_are_refused(app, verb):
    campaign = make_campaign(launched=False)
    resident, now = Actor(1), time.now()
    verbs = {
        "edit": lambda actor: campaigns.edit(campaign, OUTLINE, actor=actor, now=now),
        "launch": lambda actor: campaigns.launch(campaign, actor=actor, now=now),
        "plan": lambda actor: timelines.plan(campaign, [], actor=actor, now=now),
        "change": lambda actor: timelines.change(campaign, [], "x", actor=actor, now=now),
        "tracks": lambda actor: tracks.set_all(campaign, [], actor=actor, now=now),
    }

    codes = [refused(NotAllowed, verbs[verb], actor) for actor in (resident, GUEST)]

    assert codes == ["role", "sign-in"]


MINUTES = st.integers(-3, 3)
ACTS = st.frozensets(st.sampled_from(sorted(PHASED)), max_size=2)


@st.composite
def some_windows(draw: st.DrawFn) -> Window:
    opens, length = draw(MINUTES), draw(st.integers(1, 4))
    kind, added, removed = draw(st.sampled_from(PhaseKind)), draw(ACTS), draw(ACTS)
    return Window(kind, NOON + opens * MINUTE, NOON + (opens + length) * MINUTE, added, removed)


@given(
    st.lists(some_windows(), max_size=4),
    st.sampled_from([None, NOON - DAY, NOON, NOON + MINUTE]),
    MINUTES,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_python_say_the_same_of_what_is_open(app, windows, launched_at, at):
    now = NOON + at * MINUTE
    with step():
        campaign = make_row(windows, launched_at)

    by_sql = {act for act in Act if _holds(campaign, open_campaigns(act, now))}
    stages = [stage for stage in Stage if _holds(campaign, at_stage(stage, now))]

    assert by_sql == {act for act in Act if permissions.phase_refusal(act, campaign, now) is None}
    assert stages == [campaign.timeline.stage_at(now)]


def make_row(windows: list[Window], launched_at: datetime | None) -> Campaign:
    campaign = Campaign(
        slug=f"row-{db.session.scalar(select(db.func.count(Campaign.id)))}",
        title="",
        language="uk",
        time_zone="UTC",
        template=Template.BUDGET,
        created_at=NOON,
        launched_at=launched_at,
        windows=[PlannedWindow.of(window) for window in windows],
    )
    db.session.add(campaign)
    return campaign


def _holds(campaign: Campaign, condition: object) -> bool:
    return db.session.scalar(select(Campaign.id).where(Campaign.id == campaign.id, condition)) is not None  # type: ignore[arg-type]
