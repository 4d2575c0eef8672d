"""The ideas of a story: written, checked, supported, talked about, mended."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.deciding import decide
from app.demo.stage import Stage
from app.demo.story import Told
from app.demo.talking import said_under, service_id
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.contributions.models import Channel
from campaigns.discussion.models import Problem
from campaigns.ideas.domain import co_authors, drafts, edits, entries, ideas, rows, supports
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Track
from moderation.domain.decisions import Ruling
from moderation.models import Decision

Act = Callable[[datetime], None]

CONSENTS = {
    "ru": "Подписанный лист, у организатора",
    "uk": "Підписаний аркуш, в організатора",
    "en": "Said so at the meeting",
}
RULINGS = {
    "publish": Ruling(Decision.PUBLISH),
    "reject": Ruling(
        Decision.REJECT,
        "petition",
        "Это просьба о конкретном случае, а не идея для проекта. С ней лучше обратиться в администрацию города: "
        "там обязаны ответить в срок.",
        "ru",
    ),
    "advertisement": Ruling(
        Decision.REJECT,
        "advertising",
        "Это объявление о продаже, а здесь собирают идеи для библиотек. Его лучше разместить на доске объявлений.",
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
            yield at + timedelta(hours=5), _decide(stage, place, told.fate)
        for group in _groups(stage.some(told.supports, _writers(told)), 3):
            after = stage.chance.uniform(0.3, max(0.4, stage.last - told.day - 0.1)) * 0.95
            yield at + timedelta(hours=6, days=after), _support(stage, place, group)
        yield from said_under(stage, partial(stage.ideas.__getitem__, place), told.said)
        for day in _mended(stage, told):
            yield stage.at(day), _mend(stage, place, told)
            yield stage.at(day) + timedelta(hours=4), _decide(stage, place, "publish")
        if told.co_author is not None:
            yield at + timedelta(hours=9), _join(stage, place, told, told.co_author)


def _mended(stage: Stage, told: Told) -> Iterator[float]:
    """The days on which the author changes something; a person looks at each change some hours later."""
    if told.edit:
        yield told.edit_day
    if told.problems:
        # Authors say which problem they answer once the discussion has named it.
        yield max(talk.until for talk in stage.story.talks) + 0.6


def _writers(told: Told) -> tuple[int, ...]:
    return (told.author,) if told.co_author is None else (told.author, told.co_author)


def _groups(people: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (people[start : start + size] for start in range(0, len(people), size))


def _write(stage: Stage, place: int, told: Told) -> Act:
    def act(at: datetime) -> None:
        with step():
            text = _text(stage, told)
            if told.byline:
                facilitator = stage.troupe.member(Role.FACILITATOR)
                entry = entries.Told(Channel(told.channel), told.byline, CONSENTS[stage.story.language], told.place)
                secret = drafts.new_secret()
                stage.ideas[place] = entries.enter(facilitator, stage.campaign_id, text, entry, at, secret=secret).id
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
        service_id=service_id(told.service),
    )


def _mend(stage: Stage, place: int, told: Told) -> Act:
    """The author puts other words into the proposal, or says which problems the idea answers."""

    def act(at: datetime) -> None:
        author = stage.troupe.resident(told.author)
        idea = db.session.get_one(Idea, stage.ideas[place])
        before = rows.text_of(idea)
        answered = select(Problem.id).where(Problem.campaign_id == stage.campaign_id, Problem.number.in_(told.problems))
        ids = tuple(db.session.scalars(answered.order_by(Problem.number)))
        is_edit = bool(told.edit) and at == stage.at(told.edit_day)
        after = replace(before, proposal=told.edit) if is_edit else replace(before, problem_ids=ids)
        edit = edits.compare(before, after)
        with step():
            edits.change(author, idea.id, edit, at)

    return act


def _join(stage: Stage, place: int, told: Told, who: int) -> Act:
    def act(at: datetime) -> None:
        with step():
            secret = co_authors.invite(stage.troupe.resident(told.author), stage.ideas[place], at)
            co_authors.join(stage.troupe.resident(who), secret, at)

    return act


def _decide(stage: Stage, place: int, fate: str) -> Act:
    def act(at: datetime) -> None:
        with step():
            decide(stage, stage.ideas[place], RULINGS[fate], at)

    return act


def _support(stage: Stage, place: int, group: Sequence[int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            for person in group:
                supports.give(stage.troupe.resident(person), stage.ideas[place], at)

    return act
