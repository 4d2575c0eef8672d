"""What happened in a campaign between two instants: public texts and supports, counted from rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, union
from sqlalchemy.orm import aliased

from app.digests.rows import Took
from app.digests.sections.week import WeekRows
from app.foundation.db import db
from campaigns.answers.models import Answer
from campaigns.comments.models import Comment, StandTaken, Thread
from campaigns.contributions.models import PUBLIC, Contribution, Kind, State
from campaigns.discussion.models import Conclusion, Question, QuestionAnswer, Topic
from campaigns.ideas.models import Idea, Support
from campaigns.implementation.models import Progress, Undertaking
from campaigns.plan import days
from campaigns.plan.models import Campaign

WEEK = timedelta(days=7)
Discussed = aliased(Contribution)


def rows(campaign: Campaign, since: datetime, until: datetime) -> WeekRows:
    """What happened from `since` on and before `until`."""
    return WeekRows(
        ideas=_published(campaign.id, Kind.IDEA, since, until),
        gained=_gained(campaign.id, since, until),
        comments=_comments(campaign.id, since, until),
        talked=_talked(campaign.id, since, until),
        concluded=_concluded(campaign.id, since, until),
        people=len(people := _people(campaign.id, since, until)),
        new_people=len(people - _people(campaign.id, None, since)),
        reported=len(reported_on(campaign.id, since, until)),
        answered=len(_answered(campaign.id, since, until)),
        ahead=_ahead(campaign, until),
    )


def took(campaign: Campaign, since: datetime, until: datetime) -> Took:
    """The days of the week."""
    zone, within = campaign.time_zone, (Contribution.published_at >= since, Contribution.published_at < until)
    texts = db.session.execute(
        select(Contribution.kind, Contribution.published_at).where(
            Contribution.campaign_id == campaign.id,
            Contribution.kind.in_([Kind.IDEA, Kind.COMMENT]),
            Contribution.state.in_(sorted(PUBLIC)),
            *within,
        )
    ).all()
    supports = db.session.scalars(_supports(Support.since, campaign.id, since, until))
    by_kind = {kind: Counter(days.local(at, zone).date() for of, at in texts if of == kind and at) for kind in Kind}
    given = Counter(days.local(at, zone).date() for at in supports)
    return Took(by_kind[Kind.IDEA], given, by_kind[Kind.COMMENT], {}, 0, 0, 0)


def _within(at: Any, since: datetime | None, until: datetime) -> ColumnElement[bool]:
    return at < until if since is None else and_(at >= since, at < until)


def _published(campaign_id: int, kind: Kind, since: datetime, until: datetime) -> Sequence[int]:
    query = select(Contribution.id).where(
        Contribution.campaign_id == campaign_id,
        Contribution.kind == kind,
        Contribution.state == State.PUBLISHED,
        _within(Contribution.published_at, since, until),
    )
    return db.session.scalars(query.order_by(Contribution.id)).all()


def _supports(what: Any, campaign_id: int, since: datetime | None, until: datetime) -> Any:
    return (
        select(what)
        .select_from(Support)
        .join(Idea, Idea.id == Support.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(
            Idea.campaign_id == campaign_id,
            Contribution.state == State.PUBLISHED,
            _within(Support.since, since, until),
        )
    )


def _gained(campaign_id: int, since: datetime, until: datetime) -> list[tuple[int, int]]:
    query = _supports(Support.idea_id, campaign_id, since, until).add_columns(func.count())
    return [(id, people) for id, people in db.session.execute(query.group_by(Support.idea_id))]


def _of_comments(what: Any, campaign_id: int, since: datetime, until: datetime) -> Any:
    return (
        select(what)
        .select_from(Comment)
        .join(Contribution, Contribution.id == Comment.id)
        .where(
            Contribution.campaign_id == campaign_id,
            Contribution.state.in_(sorted(PUBLIC)),
            _within(Contribution.published_at, since, until),
        )
    )


def _comments(campaign_id: int, since: datetime, until: datetime) -> int:
    return db.session.scalar(_of_comments(func.count(), campaign_id, since, until)) or 0


def _talked(campaign_id: int, since: datetime, until: datetime) -> list[tuple[int, int]]:
    query = _of_comments(Topic.id, campaign_id, since, until).add_columns(func.count())
    query = query.join(Topic, Topic.id == Comment.thread_id).join(Discussed, Discussed.id == Topic.id)
    rows = db.session.execute(query.where(Discussed.state.in_(sorted(PUBLIC))).group_by(Topic.id))
    return [(id, comments) for id, comments in rows]


def _concluded(campaign_id: int, since: datetime, until: datetime) -> Sequence[int]:
    query = (
        select(Conclusion.topic_id)
        .join(Contribution, Contribution.id == Conclusion.id)
        .join(Discussed, Discussed.id == Conclusion.topic_id)
        .where(
            Conclusion.campaign_id == campaign_id,
            Contribution.state.in_(sorted(PUBLIC)),
            Discussed.state.in_(sorted(PUBLIC)),
            _within(Contribution.published_at, since, until),
        )
    )
    return db.session.scalars(query.order_by(Conclusion.topic_id)).all()


def _people(campaign_id: int, since: datetime | None, until: datetime) -> set[int]:
    """Who wrote, supported, took a stand or answered a question."""
    wrote = select(Contribution.author_id).where(
        Contribution.campaign_id == campaign_id,
        Contribution.kind.in_([Kind.IDEA, Kind.COMMENT]),
        Contribution.state.in_(sorted(PUBLIC)),
        Contribution.author_id.is_not(None),
        _within(Contribution.published_at, since, until),
    )
    stood = (
        select(StandTaken.account_id)
        .join(Thread, Thread.id == StandTaken.thread_id)
        .where(Thread.campaign_id == campaign_id, _within(StandTaken.since, since, until))
    )
    answered = (
        select(QuestionAnswer.account_id)
        .join(Question, Question.id == QuestionAnswer.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .where(Topic.campaign_id == campaign_id, _within(QuestionAnswer.answered_at, since, until))
    )
    supported = _supports(Support.account_id, campaign_id, since, until)
    return set(db.session.scalars(union(wrote, stood, answered, supported)))


def _answered(campaign_id: int, since: datetime, until: datetime) -> Sequence[int]:
    query = (
        select(Answer.id)
        .join(Contribution, Contribution.id == Answer.id)
        .where(
            Answer.campaign_id == campaign_id,
            Contribution.state.in_(sorted(PUBLIC)),
            _within(Contribution.published_at, since, until),
        )
    )
    return db.session.scalars(query).all()


def reported_on(campaign_id: int, since: datetime, until: datetime) -> set[int]:
    """Public ideas about which something was reported in the week."""
    query = (
        select(Undertaking.idea_id)
        .join(Progress, Progress.undertaking_id == Undertaking.id)
        .join(Contribution, Contribution.id == Undertaking.idea_id)
        .where(
            Undertaking.campaign_id == campaign_id,
            Contribution.state.in_(sorted(PUBLIC)),
            _within(Progress.reported_at, since, until),
        )
    )
    return set(db.session.scalars(query))


def _ahead(campaign: Campaign, until: datetime) -> list[tuple[str, str, str]]:
    ends = until + WEEK
    found = []
    for window in campaign.timeline.windows:
        for word, at in (("opens", window.opens_at), ("closes", window.closes_at)):
            if until <= at < ends:
                found.append((window.kind.value, word, days.local(at, "UTC").isoformat(timespec="seconds")))
    return found
