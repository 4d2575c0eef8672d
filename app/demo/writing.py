"""The ideas of a story: written, checked, supported."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.stage import Stage
from app.demo.story import Told
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.contributions import states
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.ideas.domain import drafts, ideas, supports
from campaigns.ideas.models import RING, Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign, Track
from moderation.domain import decisions
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision

Act = Callable[[datetime], None]

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


def happenings(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """What happens to the ideas, in no order."""
    for place, told in enumerate(stage.story.ideas):
        at = stage.at(told.day)
        yield at, _write(stage, place, told)
        if told.fate != "wait":
            yield at + timedelta(hours=5), _decide(stage, place, told)
        for group in _groups(stage.some(told.supports, (told.author,)), 3):
            after = stage.chance.uniform(0.3, max(0.4, stage.last - told.day - 0.1)) * 0.95
            yield at + timedelta(hours=6, days=after), _support(stage, place, group)


def _groups(people: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (people[start : start + size] for start in range(0, len(people), size))


def _write(stage: Stage, place: int, told: Told) -> Act:
    def act(at: datetime) -> None:
        with step():
            text = _text(stage, told)
            if told.byline:
                stage.ideas[place] = _entered(stage, told, text, at)
                return
            actor = stage.troupe.resident(told.author)
            kept = drafts.save(actor, stage.campaign_id, text, at, secret=drafts.new_secret())
            kept.idea.contribution.channel = Channel(told.channel)
            ideas.submit(actor, kept.idea.id, at)
            stage.ideas[place] = kept.idea.id

    return act


def _text(stage: Stage, told: Told) -> IdeaText:
    track = db.session.scalar(select(Track.id).where(Track.campaign_id == stage.campaign_id, Track.name == told.track))
    place = db.session.scalar(select(Territory.id).where(Territory.name == told.place)) if told.place else None
    return IdeaText(
        title=told.title,
        problem=told.problem,
        proposal=told.proposal,
        effect=told.effect,
        elsewhere=told.elsewhere,
        track_id=track,
        territory_id=place,
    )


def _entered(stage: Stage, told: Told, text: IdeaText, at: datetime) -> int:
    """An idea on paper, which has a byline and no account."""
    campaign = db.session.get_one(Campaign, stage.campaign_id)
    campaign.ideas_numbered += 1
    contribution = Contribution(
        kind=Kind.IDEA,
        campaign_id=stage.campaign_id,
        byline=told.byline,
        channel=Channel(told.channel),
        state=State.DRAFT,
        language=stage.story.language,
        created_at=at,
        changed_at=at,
    )
    db.session.add(contribution)
    db.session.flush()
    idea = Idea(
        id=contribution.id,
        campaign_id=stage.campaign_id,
        number=campaign.ideas_numbered,
        ring=random.randrange(RING),  # noqa: S311
    )
    text.put_into(idea)
    db.session.add(idea)
    db.session.flush()
    states.submit(contribution, at)
    return contribution.id


def _decide(stage: Stage, place: int, told: Told) -> Act:
    def act(at: datetime) -> None:
        with step():
            case = db.session.scalars(select(Case).where(Case.contribution_id == stage.ideas[place])).one()
            text = db.session.get_one(Contribution, stage.ideas[place])
            seen = Seen(case.version, text.version)
            decisions.decide(stage.troupe.member(Role.MODERATOR), case.id, RULINGS[told.fate], seen, at)

    return act


def _support(stage: Stage, place: int, group: Sequence[int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            for person in group:
                supports.give(stage.troupe.resident(person), stage.ideas[place], at)

    return act
