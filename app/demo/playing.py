"""Plays one story: what happens in it, in the order of its time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.roles import SYSTEM, Role
from app.demo import cast, writing
from app.demo.cast import Troupe
from app.demo.clock import StoryClock
from app.demo.stage import Stage
from app.demo.story import Course, Story
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.plan import days
from campaigns.plan.domain import campaigns, tracks
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Template
from campaigns.plan.phases import PhaseKind, Window
from campaigns.rounds.domain import results, rounds
from campaigns.rounds.jobs import tally_round
from campaigns.rounds.models import Result, Round
from campaigns.rounds.queries.recount import recount

DAY = timedelta(days=1)

Happening = tuple[datetime, Callable[[datetime], None]]


def play(story: Story, troupe: Troupe, story_clock: StoryClock, present: datetime) -> None:
    """Plays what has happened by now."""
    opens_at = days.start_of(days.first_day(present, story.zone) - story.today * DAY, story.zone)
    story_clock.move_to(opens_at - 15 * DAY)
    stage = Stage(story, troupe, _plan(story, troupe, opens_at, story_clock.now()), opens_at)
    for at, act in sorted(_happenings(stage), key=lambda happening: happening[0]):
        if at < present:
            story_clock.move_to(at)
            act(at)
    if story.course is Course.OVER:
        story_clock.move_to(opens_at + story.length * DAY)
        _finish(stage, story_clock)


def _plan(story: Story, troupe: Troupe, opens_at: datetime, now: datetime) -> int:
    end = opens_at + story.length * DAY
    windows = [
        Window(PhaseKind.ANNOUNCEMENT, opens_at - 14 * DAY, opens_at),
        Window(PhaseKind.DISCUSSION, opens_at, end),
        Window(PhaseKind.IDEAS, opens_at, end),
        Window(PhaseKind.DECISION, end, end + 14 * DAY),
        Window(PhaseKind.RESULTS, end + 14 * DAY, end + 200 * DAY),
    ]
    with step():
        region = db.session.scalar(select(Territory.id).where(Territory.name == story.region))
        outline = Outline(
            story.title,
            story.slug,
            story.language,
            story.zone,
            story.question,
            story.purpose,
            story.organiser,
            region,
            winners=story.winners,
        )
        campaign = campaigns.create(Template.DISCUSSION_AND_IDEAS, outline, actor=SYSTEM, now=now, windows=windows)
        campaign.is_demo = True
        campaign.expert_picks = len(story.picks)
        tracks.set_all(campaign, story.tracks, actor=SYSTEM, now=now)
        cast.give_roles(troupe, campaign.id, now)
        campaigns.launch(campaign, actor=SYSTEM, now=now)
        return campaign.id


def _happenings(stage: Stage) -> Iterator[Happening]:
    yield from writing.happenings(stage)


def _finish(stage: Stage, story_clock: StoryClock) -> None:
    owner = stage.troupe.member(Role.OWNER)
    round_id = db.session.scalars(select(Round.id).where(Round.campaign_id == stage.campaign_id)).one()
    with step():
        rounds.close(db.session.get_one(Round, round_id), owner, story_clock.now())
    tally_round(round_id)
    story_clock.move_to(story_clock.now() + timedelta(hours=15))
    result = db.session.scalars(select(Result).where(Result.round_id == round_id)).one()
    again = recount(db.session.get_one(Round, round_id)).fingerprint
    with step():
        results.sign(result, owner, story_clock.now(), recounted=again)
    with step():
        results.publish(result, owner, story_clock.now())
