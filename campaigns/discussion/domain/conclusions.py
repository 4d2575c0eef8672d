"""The conclusion of a topic and the problems it names, numbered through the campaign for good."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.contributions import states
from campaigns.contributions.domain import versions
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State, Weight
from campaigns.contributions.slots import are_held
from campaigns.discussion import reasons
from campaigns.discussion.domain import rows
from campaigns.discussion.models import Conclusion, Problem, Topic
from campaigns.discussion.texts import MOST_PROBLEMS, ConclusionWords, Point
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act


def write(
    actor: Actor, topic_id: int, words: ConclusionWords, now: datetime, *, version: int | None = None
) -> Conclusion:
    """A facilitator concludes the topic, or writes its conclusion anew. The topic takes no answers or comments any more.

    `version` is that of the conclusion the actor had before their eyes, None where there was none. The first one is
    published, or sent to be checked where a check holds it. Raises Missing, NotAllowed, Invalid, Conflict.
    """
    topic = rows.topic_or_missing(actor, topic_id)
    permissions.require(actor, Act.CONCLUDE, topic.contribution.campaign, now)
    if topic.contribution.state not in PUBLIC:
        raise Conflict(reasons.NOT_PUBLIC)
    _require_sound(words)
    before = rows.conclusion_of(topic_id)
    conclusion = _begin(actor, topic, words, now) if before is None else _revise(actor, before, words, version, now)
    topic.closed_at = topic.closed_at or now
    db.session.flush()
    return conclusion


def _begin(actor: Actor, topic: Topic, words: ConclusionWords, now: datetime) -> Conclusion:
    if any(point.id is not None for point in words.points):
        raise Invalid(reasons.FOREIGN_PROBLEM)
    common = Contribution(
        kind=Kind.CONCLUSION,
        campaign_id=topic.campaign_id,
        author_id=actor.id,
        state=State.DRAFT,
        language=topic.contribution.language,
        created_at=now,
        changed_at=now,
    )
    db.session.add(common)
    db.session.flush()
    conclusion = Conclusion(id=common.id, campaign_id=topic.campaign_id, topic_id=topic.id, body=words.body)
    conclusion.contribution = common
    db.session.add(conclusion)
    db.session.flush()
    _add(conclusion, words.points)
    if are_held([words.body, *(point.text for point in words.points)], topic.campaign_id):
        states.submit(common, now)
    else:
        states.publish(common, now)
    _log(actor, conclusion, now)
    return conclusion


def _revise(
    actor: Actor, conclusion: Conclusion, words: ConclusionWords, version: int | None, now: datetime
) -> Conclusion:
    contribution = conclusion.contribution
    standing = _standing(conclusion.id)
    if _is_same(conclusion, standing, words):
        return conclusion
    if contribution.version != version:
        raise Conflict(reasons.WRITTEN_MEANWHILE)
    if not {point.id for point in words.points} - {None} <= {problem.id for problem in standing}:
        raise Invalid(reasons.FOREIGN_PROBLEM)
    before = _fields(conclusion, standing)
    conclusion.body = words.body
    _change(standing, words.points, now)
    _add(conclusion, [point for point in words.points if point.id is None])
    db.session.flush()
    if contribution.state in PUBLIC:
        after = _fields(conclusion, _standing(conclusion.id))
        versions.keep(contribution, before, after, Weight.MATERIAL, actor=actor, now=now)
    if contribution.state == State.RETURNED:
        states.submit(contribution, now)
    else:
        states.changed(contribution, now)
    _log(actor, conclusion, now)
    return conclusion


def _is_same(conclusion: Conclusion, standing: Sequence[Problem], words: ConclusionWords) -> bool:
    """Whether nothing changes: the same form came once more; in its first copy new problems had no ids yet."""
    present = [(problem.text, problem.service_id) for problem in standing]
    return conclusion.body == words.body and [(point.text, point.service_id) for point in words.points] == present


def _change(standing: Sequence[Problem], points: Sequence[Point], now: datetime) -> None:
    wanted = {point.id: point for point in points if point.id is not None}
    for problem in standing:
        point = wanted.get(problem.id)
        if point is None:
            problem.dropped_at = now
        else:
            problem.text, problem.service_id = point.text, point.service_id


def _add(conclusion: Conclusion, points: Sequence[Point]) -> None:
    """Gives each of the problems the number after the last one of the campaign, whose row is locked until the step ends."""
    if not points:
        return
    numbered = db.session.execute(
        update(Campaign)
        .where(Campaign.id == conclusion.campaign_id)
        .values(problems_numbered=Campaign.problems_numbered + len(points))
        .returning(Campaign.problems_numbered)
        .execution_options(synchronize_session=False)
    )
    first = int(numbered.scalar_one()) - len(points) + 1
    db.session.add_all(
        Problem(
            campaign_id=conclusion.campaign_id,
            conclusion_id=conclusion.id,
            number=number,
            text=point.text,
            service_id=point.service_id,
        )
        for number, point in enumerate(points, first)
    )
    db.session.flush()


def _standing(conclusion_id: int) -> Sequence[Problem]:
    query = select(Problem).where(Problem.conclusion_id == conclusion_id, Problem.dropped_at.is_(None))
    return db.session.scalars(query.order_by(Problem.number)).all()


def _fields(conclusion: Conclusion, standing: Sequence[Problem]) -> dict[str, str]:
    return {"body": conclusion.body, **{f"problem-{problem.number}": problem.text for problem in standing}}


def _require_sound(words: ConclusionWords) -> None:
    if not words.body:
        raise Invalid(reasons.NO_BODY)
    if len(words.points) > MOST_PROBLEMS:
        raise Invalid(reasons.TOO_MANY_PROBLEMS)


def _log(actor: Actor, conclusion: Conclusion, now: datetime) -> None:
    chain.log(
        "conclusion.write",
        now=now,
        actor_id=actor.id,
        thing="conclusion",
        thing_id=conclusion.id,
        campaign_id=conclusion.campaign_id,
        topic_id=conclusion.topic_id,
    )
