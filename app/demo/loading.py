"""Loads the demonstration: its stories are played through the same verbs that people use, at the story's time."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.accounts.roles import SYSTEM, Role
from app.demo import cast
from app.demo.cast import Cast, SignIn
from app.demo.clock import StoryClock
from app.demo.library import LIBRARY
from app.demo.services import SERVICES
from app.demo.story import Story, Told
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.domain import drafts, ideas, supports
from campaigns.ideas.models import RING, Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan import days
from campaigns.plan.domain import campaigns, tracks
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Campaign, Template, Track
from campaigns.plan.phases import PhaseKind, Window
from campaigns.rounds.domain import results, rounds
from campaigns.rounds.jobs import tally_round
from campaigns.rounds.models import Result, Round
from campaigns.rounds.queries.recount import recount
from moderation.domain import decisions
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision

STORIES = (SERVICES, LIBRARY)
ZONE = "Asia/Yekaterinburg"
DAY = timedelta(days=1)
FILE = "demo-sign-ins.json"
RULINGS = {
    "publish": Ruling(Decision.PUBLISH),
    "reject": Ruling(
        Decision.REJECT,
        "off-topic",
        "Это просьба о конкретном случае, а не идея для проекта. С ней лучше обратиться в администрацию города: "
        "там обязаны ответить в срок.",
        "ru",
    ),
    "return": Ruling(
        Decision.RETURN,
        "personal-data",
        "В тексте ваш номер телефона — его увидят все. Уберите его и опишите само предложение: что неудобно и что изменить.",
        "ru",
    ),
}


class CutOff(Exception):
    """An earlier load was cut off half-way."""


def sign_ins() -> list[SignIn]:
    """The sign-ins of the loaded demonstration; none where it is not loaded."""
    path = _file()
    return [SignIn(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def load() -> list[SignIn]:
    """Loads the demonstration where it is not loaded yet. Raises CutOff where only half of it is there."""
    if sign_ins():
        return sign_ins()
    if db.session.scalar(select(Campaign.id).where(Campaign.slug.in_([story.slug for story in STORIES]))):
        raise CutOff
    present = clock.now()
    with _story_time(present - 90 * DAY) as story_clock:
        people = cast.make(story_clock.now())
        for story in sorted(STORIES, key=lambda told: -told.today):
            _play(story, people, story_clock, present)
    path = _file()
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(sign_in) for sign_in in people.sign_ins], ensure_ascii=False, indent=1), "utf-8")
    return list(people.sign_ins)


def _file() -> Path:
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / FILE


@contextmanager
def _story_time(at: datetime) -> Iterator[StoryClock]:
    kept = current_app.extensions["veche.clock"]
    story_clock = current_app.extensions["veche.clock"] = StoryClock(at)
    try:
        yield story_clock
    finally:
        current_app.extensions["veche.clock"] = kept


def _play(story: Story, people: Cast, story_clock: StoryClock, present: datetime) -> None:
    opens_at = days.start_of(days.first_day(present, ZONE) - story.today * DAY, ZONE)
    story_clock.move_to(opens_at - 10 * DAY)
    campaign_id = _plan(story, people, opens_at, story_clock.now())
    for at, act in sorted(_happenings(story, campaign_id, people, opens_at), key=lambda happening: happening[0]):
        if at < present:
            story_clock.move_to(at)
            act(at)
    if story.today > story.length:
        story_clock.move_to(opens_at + story.length * DAY)
        _finish(campaign_id, people, story_clock)


def _plan(story: Story, people: Cast, opens_at: datetime, now: datetime) -> int:
    end = opens_at + story.length * DAY
    windows = [
        Window(PhaseKind.ANNOUNCEMENT, opens_at - 7 * DAY, opens_at),
        Window(PhaseKind.DISCUSSION, opens_at, end),
        Window(PhaseKind.IDEAS, opens_at, end),
        Window(PhaseKind.DECISION, end, end + 14 * DAY),
        Window(PhaseKind.RESULTS, end + 14 * DAY, end + 200 * DAY),
    ]
    with step():
        region = db.session.scalar(select(Territory.id).where(Territory.name == cast.REGION))
        outline = Outline(
            story.title,
            story.slug,
            cast.LANGUAGE,
            ZONE,
            story.question,
            story.purpose,
            story.organiser,
            region,
            winners=story.winners,
        )
        campaign = campaigns.create(Template.DISCUSSION_AND_IDEAS, outline, actor=SYSTEM, now=now, windows=windows)
        campaign.is_demo = True
        tracks.set_all(campaign, story.tracks, actor=SYSTEM, now=now)
        cast.give_roles(people, campaign.id, now)
        campaigns.launch(campaign, actor=SYSTEM, now=now)
        return campaign.id


def _happenings(
    story: Story, campaign_id: int, people: Cast, opens_at: datetime
) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
    chance = random.Random(story.slug)  # noqa: S311
    places: dict[int, int] = {}
    for number, told in enumerate(story.ideas):
        at = opens_at + told.day * DAY
        yield at, _write(told, number, places, campaign_id, people)
        if told.fate != "wait":
            yield at + timedelta(hours=5), _decide(number, told, places, people)
        last = min(story.today, story.length)
        crowd = [place for place in range(len(people.residents)) if place != told.author]
        for group in _groups(chance.sample(crowd, told.supports), 3):
            after = chance.uniform(0.3, max(0.4, last - told.day - 0.1))
            yield at + timedelta(hours=6) + after * DAY * 0.95, _support(number, group, places, people)


def _groups(people: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (people[start : start + size] for start in range(0, len(people), size))


def _write(
    told: Told, number: int, places: dict[int, int], campaign_id: int, people: Cast
) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        with step():
            text = _text(told, campaign_id)
            if told.byline:
                places[number] = _entered(told, text, campaign_id, at)
                return
            actor = people.resident(told.author)
            kept = drafts.save(actor, campaign_id, text, at, secret=drafts.new_secret())
            kept.idea.contribution.channel = Channel(told.channel)
            ideas.submit(actor, kept.idea.id, at)
            places[number] = kept.idea.id

    return act


def _text(told: Told, campaign_id: int) -> IdeaText:
    track = db.session.scalar(select(Track.id).where(Track.campaign_id == campaign_id, Track.name == told.track))
    place = db.session.scalar(select(Territory.id).where(Territory.name == told.place))
    return IdeaText(told.title, told.problem, told.proposal, told.effect, told.elsewhere, track, place)


def _entered(told: Told, text: IdeaText, campaign_id: int, at: datetime) -> int:
    """An idea on paper, which has a byline and no account."""
    campaign = db.session.get_one(Campaign, campaign_id)
    campaign.ideas_numbered += 1
    contribution = Contribution(
        kind=Kind.IDEA,
        campaign_id=campaign_id,
        byline=told.byline,
        channel=Channel(told.channel),
        state=State.DRAFT,
        language=cast.LANGUAGE,
        created_at=at,
        changed_at=at,
    )
    db.session.add(contribution)
    db.session.flush()
    idea = Idea(
        id=contribution.id,
        campaign_id=campaign_id,
        number=campaign.ideas_numbered,
        ring=random.randrange(RING),  # noqa: S311
    )
    text.put_into(idea)
    db.session.add(idea)
    db.session.flush()
    states.submit(contribution, at)
    return contribution.id


def _decide(number: int, told: Told, places: dict[int, int], people: Cast) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        with step():
            case = db.session.scalars(select(Case).where(Case.contribution_id == places[number])).one()
            text = db.session.get_one(Contribution, places[number])
            seen = Seen(case.version, text.version)
            decisions.decide(people.member(Role.MODERATOR), case.id, RULINGS[told.fate], seen, at)

    return act


def _support(number: int, group: Sequence[int], places: dict[int, int], people: Cast) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        with step():
            for place in group:
                supports.give(people.resident(place), places[number], at)

    return act


def _finish(campaign_id: int, people: Cast, story_clock: StoryClock) -> None:
    owner = people.member(Role.OWNER)
    round_id = db.session.scalars(select(Round.id).where(Round.campaign_id == campaign_id)).one()
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
