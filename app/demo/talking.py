"""The discussion of a story: topics, answers, comments, conclusions."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.deciding import decide
from app.demo.stage import Stage
from app.demo.story import Said, Talk
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.domain import comments, highlights, reactions, stands
from campaigns.comments.models import Stand
from campaigns.discussion import texts
from campaigns.discussion.domain import answers, conclusions, topics
from campaigns.discussion.models import Question, QuestionKind
from campaigns.services.keys import name_key
from campaigns.services.models import Service
from moderation.domain.decisions import Ruling
from moderation.models import Decision

Act = Callable[[datetime], None]
Happenings = Iterator[tuple[datetime, Act]]

RUDE = Ruling(
    Decision.HIDE,
    "rude",
    "В комментарии есть слова, которые оскорбляют людей. Сказать, что вы недовольны, можно и без них.",
    "ru",
)
PUBLISH = Ruling(Decision.PUBLISH)
# So many people act at one moment of the story: a load takes seconds, not a minute.
TOGETHER = 10


def happenings(stage: Stage) -> Happenings:
    """What happens in the discussion, in no order."""
    for place, talk in enumerate(stage.story.talks):
        yield stage.at(talk.day), _open(stage, place, talk)
        yield from _answers(stage, place, talk)
        yield from _stands(stage, place, talk)
        yield from said_under(stage, partial(stage.topics.__getitem__, place), talk.said)
        if talk.conclusion:
            yield stage.at(talk.until), _conclude(stage, place, talk)


def service_id(name: str) -> int | None:
    """The service of this name, None for no name."""
    return db.session.scalar(select(Service.id).where(Service.name_key == name_key(name))) if name else None


def said_under(
    stage: Stage, thread: Callable[[], int], said: tuple[Said, ...], parent: list[int] | None = None
) -> Happenings:
    """Comments under a text with the answers to them; `parent` gets the id of the comment they answer."""
    for one in said:
        ids: list[int] = []
        yield stage.at(one.day), _say(stage, thread, one, parent, ids)
        yield from said_under(stage, thread, one.answers, ids)
        if one.fate == "hide":
            yield stage.at(one.day) + timedelta(hours=2), _hide(stage, ids)
        else:
            yield from _useful(stage, one, ids)
        if one.highlighted:
            yield stage.at(one.day + 0.4), _highlight(stage, ids)


def _open(stage: Stage, place: int, talk: Talk) -> Act:
    words = texts.Words(talk.title, talk.background)
    asked = [texts.Asked(QuestionKind(one.kind), one.text, one.options) for one in talk.asked]

    def act(at: datetime) -> None:
        facilitator = stage.troupe.member(Role.FACILITATOR)
        with step():
            told = texts.TopicWords(words, service_id(talk.service), takes_stands=any(talk.stands))
            if talk.proposed_by is None:
                stage.topics[place] = topics.open_new(facilitator, stage.campaign_id, told, asked, at).id
                return
            proposer = stage.troupe.resident(talk.proposed_by)
            topic = topics.propose(proposer, stage.campaign_id, told, at)
            stage.topics[place] = topic.id
            if talk.fate == "wait":
                return
            decide(stage, topic.id, PUBLISH, at)
            topics.edit(facilitator, topic.id, told, asked, at, version=topic.contribution.version)

    return act


def _answers(stage: Stage, place: int, talk: Talk) -> Happenings:
    last = talk.until or stage.last
    given: dict[int, dict[int, int]] = {}
    for number, one in enumerate(talk.asked):
        values = [value for value, people in enumerate(one.people, 1) for _ in range(people)]
        for person, value in zip(stage.some(len(values)), values, strict=False):
            given.setdefault(person, {})[number] = value
    for person, values_of in given.items():
        day = stage.chance.uniform(talk.day + 0.05, last - 0.05)
        yield stage.at(day), _answer(stage, place, person, values_of)


def _answer(stage: Stage, place: int, person: int, values: dict[int, int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            topic = stage.topics[place]
            asked = db.session.scalars(
                select(Question.id).where(Question.topic_id == topic).order_by(Question.position)
            )
            ids = list(asked)
            answers.give(stage.troupe.resident(person), topic, {ids[n]: value for n, value in values.items()}, at)

    return act


def _stands(stage: Stage, place: int, talk: Talk) -> Happenings:
    taken = [stand for stand, people in zip(Stand, talk.stands, strict=True) for _ in range(people)]
    for person, stand in zip(stage.some(len(taken)), taken, strict=True):
        day = stage.chance.uniform(talk.day + 0.05, (talk.until or stage.last) - 0.05)
        yield stage.at(day), _stand(stage, place, person, stand)


def _stand(stage: Stage, place: int, person: int, stand: Stand) -> Act:
    def act(at: datetime) -> None:
        with step():
            stands.take(stage.troupe.resident(person), stage.topics[place], stand, at)

    return act


def _say(stage: Stage, thread: Callable[[], int], one: Said, parent: list[int] | None, ids: list[int]) -> Act:
    def act(at: datetime) -> None:
        said = comments.Said(one.body, parent[0] if parent else None, Stand(one.stand) if one.stand else None)
        with step():
            ids.append(comments.say(stage.troupe.who(one.who), thread(), said, at).id)

    return act


def _useful(stage: Stage, one: Said, ids: list[int]) -> Happenings:
    """People find the comment useful in the days after it, some at a time."""
    own = (one.who,) if isinstance(one.who, int) else ()
    people = stage.some(-(-one.useful // 2), own)
    for start in range(0, len(people), TOGETHER):
        day = stage.chance.uniform(one.day + 0.05, max(one.day + 0.1, min(stage.last, one.day + 3) - 0.05))
        yield stage.at(day), _react(stage, people[start : start + TOGETHER], ids)


def _react(stage: Stage, people: list[int], ids: list[int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            for person in people:
                reactions.useful(stage.troupe.resident(person), ids[0], at)

    return act


def _highlight(stage: Stage, ids: list[int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            highlights.highlight(stage.troupe.member(Role.FACILITATOR), ids[0], at)

    return act


def _hide(stage: Stage, ids: list[int]) -> Act:
    def act(at: datetime) -> None:
        with step():
            decide(stage, ids[0], RUDE, at)

    return act


def _conclude(stage: Stage, place: int, talk: Talk) -> Act:
    def act(at: datetime) -> None:
        with step():
            points = tuple(texts.Point(text, service_id(service)) for text, service in talk.problems)
            words = texts.ConclusionWords(talk.conclusion, points)
            conclusions.write(stage.troupe.member(Role.FACILITATOR), stage.topics[place], words, at)

    return act
