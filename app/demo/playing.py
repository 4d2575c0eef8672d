"""Plays one story: what happens in it, in the order of its time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.roles import SYSTEM, Role
from app.demo import answering, cast, counting, joining, naming, selecting, talking, voting, writing
from app.demo.cast import Troupe
from app.demo.clock import StoryClock
from app.demo.stage import Stage
from app.demo.story import Course, Piece, Story
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.news.domain import news
from campaigns.news.texts import NewsText
from campaigns.plan import days
from campaigns.plan.domain import campaigns, rules, texts, tracks
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.domain.texts import Wording
from campaigns.plan.models import Campaign, Template
from campaigns.plan.phases import PhaseKind, Window
from campaigns.rounds.models import Source
from campaigns.services.domain import services
from campaigns.services.texts import ServiceText

DAY = timedelta(days=1)

Happening = tuple[datetime, Callable[[datetime], None]]


def play(story: Story, troupe: Troupe, story_clock: StoryClock, present: datetime) -> None:
    """Plays what has happened by now."""
    opens_at = days.start_of(days.first_day(present, story.zone) - story.today * DAY, story.zone)
    story_clock.move_to(opens_at - 16 * DAY)
    stage = Stage(story, troupe, _plan(story, troupe, opens_at, story_clock.now()), opens_at)
    acts = [happening for happening in _happenings(stage) if happening[0] < present]
    if story.course is Course.OVER:
        acts.append((stage.at(story.length), lambda _at: _finish(stage, story_clock)))
        acts += [happening for happening in voting.happenings(stage, story_clock) if happening[0] < present]
        acts += [happening for happening in answering.happenings(stage) if happening[0] < present]
    for at, act in sorted(acts, key=lambda happening: happening[0]):
        story_clock.move_to(at)
        act(at)


def _plan(story: Story, troupe: Troupe, opens_at: datetime, now: datetime) -> int:
    end = opens_at + story.length * DAY
    decided_from = opens_at + story.vote.closes * DAY if story.vote else end
    windows = [
        Window(PhaseKind.ANNOUNCEMENT, opens_at - 14 * DAY, opens_at),
        Window(PhaseKind.DISCUSSION, opens_at, end),
        Window(PhaseKind.IDEAS, opens_at, end),
        *voting.windows(story, opens_at),
        Window(PhaseKind.DECISION, decided_from, decided_from + 14 * DAY),
        Window(PhaseKind.RESULTS, decided_from + 14 * DAY, end + 200 * DAY),
    ]
    _offer(story, now)
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
            expert_picks=len(story.picks),
        )
        template = Template.SELECTION_AND_VOTE if story.vote else Template.DISCUSSION_AND_IDEAS
        campaign = campaigns.create(template, outline, actor=SYSTEM, now=now, windows=windows)
        campaign.is_demo = True
        wordings = {language: Wording(title, question) for language, (title, question) in story.texts.items()}
        texts.set_all(campaign, wordings, actor=SYSTEM, now=now)
        if story.rules:
            rules.set_all(campaign, {story.language: story.rules}, "", actor=SYSTEM, now=now)
        tracks.set_all(campaign, story.tracks, actor=SYSTEM, now=now)
        cast.give_roles(troupe, campaign.id, now)
        voting.plan(story, campaign, now)
        campaigns.launch(campaign, actor=SYSTEM, now=now)
        return campaign.id


def _offer(story: Story, now: datetime) -> None:
    """Puts the services of the story into the catalogue."""
    with step():
        for offered in story.services:
            office = db.session.scalar(select(Office).where(Office.name == offered.office)) or Office(
                name=offered.office
            )
            place = db.session.scalar(select(Territory).where(Territory.name == offered.place))
            db.session.add(office)
            db.session.flush()
            text = ServiceText(offered.name, offered.description, offered.link, office.id, place.id if place else None)
            services.add(SYSTEM, text, now)


def _happenings(stage: Stage) -> Iterator[Happening]:
    yield from talking.happenings(stage)
    yield from writing.happenings(stage)
    yield from joining.happenings(stage)
    yield from naming.happenings(stage)
    for piece in stage.story.news:
        yield stage.at(piece.day), _tell(stage, piece)


def _tell(stage: Stage, piece: Piece) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        campaign = db.session.get_one(Campaign, stage.campaign_id)
        with step():
            news.post(stage.troupe.member(Role.OWNER), campaign, NewsText(piece.title, piece.body), at)

    return act


def _finish(stage: Stage, story_clock: StoryClock) -> None:
    counting.finish(stage, story_clock, Source.SUPPORTS)
    story_clock.move_to(story_clock.now() + DAY)
    selecting.select_ideas(stage, story_clock)
