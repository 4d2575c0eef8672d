"""The way of a topic: opened or proposed, edited, put in its place, closed and opened again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State, Weight
from campaigns.contributions.slots import are_held
from campaigns.discussion import reasons
from campaigns.discussion.domain import questions, rows
from campaigns.discussion.models import Topic, TopicText
from campaigns.discussion.texts import Asked, TopicWords
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

# A form that is sent twice within this time makes one topic.
TWIN = timedelta(minutes=15)
WAITING = frozenset({State.SUBMITTED, State.RETURNED})


def open_new(actor: Actor, campaign_id: int, words: TopicWords, asked: Sequence[Asked], now: datetime) -> Topic:
    """A facilitator opens a topic: published at once, or sent to be checked where a check holds it.

    Raises NotAllowed, Invalid. The same words once more within a quarter of an hour give the topic that stands.
    """
    _require_sound(words)
    questions.require_sound(asked)
    campaign = rows.locked_campaign(campaign_id)
    permissions.require(actor, Act.OPEN_TOPIC, campaign, now)
    before = _twin(actor, campaign_id, words, now)
    if before:
        return before
    topic = _begin(actor, campaign, words, campaign.language, now)
    questions.set_all(topic.id, asked)
    texts = [*words.fields.values(), *(part for one in asked for part in (one.text, *one.options))]
    if are_held(texts, campaign.id):
        states.submit(topic.contribution, now)
    else:
        states.publish(topic.contribution, now)
    _log("topic.open", actor, topic, now)
    return topic


def propose(actor: Actor, campaign_id: int, words: TopicWords, now: datetime) -> Topic:
    """A resident proposes a topic: it waits for a moderator, and is an open one once published. Raises as `open_new`."""
    _require_sound(words)
    campaign = rows.locked_campaign(campaign_id)
    permissions.require(actor, Act.PROPOSE_TOPIC, campaign, now)
    before = _twin(actor, campaign_id, words, now)
    if before:
        return before
    language = language_of(f"{words.own.title} {words.own.background}", campaign.language)
    topic = _begin(actor, campaign, words, language, now)
    states.submit(topic.contribution, now)
    return topic


def edit(
    actor: Actor, topic_id: int, words: TopicWords, asked: Sequence[Asked] | None, now: datetime, *, version: int
) -> Topic:
    """Other words, and other questions unless `asked` is None. A public topic keeps its history; a returned one is sent again.

    `version` is that of the text the actor had before their eyes. Raises Missing, NotAllowed, Invalid, and Conflict where
    somebody was quicker or the questions have answers.
    """
    _require_sound(words)
    topic = rows.topic_or_missing(actor, topic_id)
    contribution = topic.contribution
    before = TopicWords.of(topic, _others(topic_id))
    is_same = before == words and (asked is None or not questions.differ(topic_id, asked))
    if is_same and contribution.state != State.RETURNED:
        return topic
    require_editor(actor, topic, now)
    if contribution.version != version:
        raise Conflict(reasons.WRITTEN_MEANWHILE)
    if asked is not None:
        questions.set_all(topic_id, asked)
    _write(topic, words)
    if contribution.state == State.RETURNED:
        states.submit(contribution, now)
        return topic
    if contribution.state in PUBLIC and before.fields != words.fields:
        versions.keep(contribution, before.fields, words.fields, Weight.MATERIAL, actor=actor, now=now)
    states.changed(contribution, now)
    return topic


def require_editor(actor: Actor, topic: Topic, now: datetime) -> None:
    """Raises where the actor may not edit the topic as it stands: its author while it waits, a facilitator once it is public."""
    contribution = topic.contribution
    is_author = actor.id is not None and actor.id == contribution.author_id
    if contribution.state in WAITING and is_author:
        return permissions.require(actor, Act.PROPOSE_TOPIC, contribution.campaign, now)
    if contribution.state not in PUBLIC:
        raise Missing() if not is_author else Conflict(states.MOVED_ON)
    if is_author and permissions.refusal(actor, Act.CONCLUDE, contribution.campaign, now):
        raise Conflict(states.MOVED_ON)
    return permissions.require(actor, Act.CONCLUDE, contribution.campaign, now)


def close(actor: Actor, topic_id: int, now: datetime) -> Topic:
    """Nobody answers or comments any more. Twice is once. Raises Missing, NotAllowed, Conflict."""
    topic = _led(actor, topic_id, now)
    if topic.closed_at is None:
        topic.closed_at = now
        _log("topic.close", actor, topic, now)
    return topic


def reopen(actor: Actor, topic_id: int, now: datetime) -> Topic:
    """A closed topic is open again; one with a conclusion stays closed. Raises Missing, NotAllowed, Conflict."""
    topic = _led(actor, topic_id, now)
    if rows.conclusion_of(topic_id) is not None:
        raise Conflict(reasons.CONCLUDED)
    if topic.closed_at is not None:
        topic.closed_at = None
        _log("topic.reopen", actor, topic, now)
    return topic


def place(actor: Actor, topic_id: int, number: int, now: datetime) -> None:
    """Puts the topic at this place of the campaign's list, counted from 1. Raises Missing, NotAllowed, Invalid."""
    if number < 1:
        raise Invalid(reasons.NO_SUCH_PLACE)
    topic = _led(actor, topic_id, now)
    rows.locked_campaign(topic.campaign_id)
    listed = (
        select(Topic)
        .join(Topic.contribution)
        .where(Topic.campaign_id == topic.campaign_id, Contribution.state == State.PUBLISHED)
        .order_by(Topic.position, Topic.id)
    )
    others = [one for one in db.session.scalars(listed) if one.id != topic_id]
    for position, one in enumerate([*others[: number - 1], topic, *others[number - 1 :]], 1):
        if one.position != position:
            one.position = position
    db.session.flush()


def _led(actor: Actor, topic_id: int, now: datetime) -> Topic:
    topic = rows.topic_or_missing(actor, topic_id)
    permissions.require(actor, Act.CONCLUDE, topic.contribution.campaign, now)
    if topic.contribution.state not in PUBLIC:
        raise Conflict(reasons.NOT_PUBLIC)
    return topic


def _twin(actor: Actor, campaign_id: int, words: TopicWords, now: datetime) -> Topic | None:
    """The topic that the same form has made a moment before. The campaign's row is locked, so it is seen."""
    return db.session.scalar(
        select(Topic)
        .join(Topic.contribution)
        .options(contains_eager(Topic.contribution))
        .where(
            Topic.campaign_id == campaign_id,
            Topic.title == words.own.title,
            Topic.background == words.own.background,
            Contribution.author_id == actor.id,
            Contribution.created_at > now - TWIN,
        )
        .order_by(Topic.id.desc())
        .limit(1)
    )


def _begin(actor: Actor, campaign: Campaign, words: TopicWords, language: str, now: datetime) -> Topic:
    common = Contribution(
        kind=Kind.TOPIC,
        campaign_id=campaign.id,
        author_id=actor.id,
        state=State.DRAFT,
        language=language,
        created_at=now,
        changed_at=now,
    )
    last = db.session.scalar(select(func.max(Topic.position)).where(Topic.campaign_id == campaign.id)) or 0
    db.session.add(common)
    db.session.flush()
    topic = Topic(id=common.id, campaign_id=campaign.id, title=words.own.title, position=last + 1)
    common.campaign, topic.contribution = campaign, common
    db.session.add(topic)
    _write(topic, words)
    return topic


def _require_sound(words: TopicWords) -> None:
    if not words.own.title:
        raise Invalid(reasons.NO_TITLE)


def _write(topic: Topic, words: TopicWords) -> None:
    topic.title, topic.background, topic.service_id = words.own.title, words.own.background, words.service_id
    topic.takes_stands = words.takes_stands
    db.session.flush()
    db.session.execute(delete(TopicText).where(TopicText.topic_id == topic.id))
    db.session.add_all(
        TopicText(topic_id=topic.id, language=language, title=one.title, background=one.background)
        for language, one in words.others.items()
    )
    db.session.flush()


def _others(topic_id: int) -> Sequence[TopicText]:
    return db.session.scalars(select(TopicText).where(TopicText.topic_id == topic_id)).all()


def _log(act: str, actor: Actor, topic: Topic, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="topic", thing_id=topic.id, campaign_id=topic.campaign_id)
