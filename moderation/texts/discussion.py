"""The words of topics and of conclusions."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Kind
from campaigns.discussion.models import Conclusion, Problem, Question, Topic, TopicText
from campaigns.plan.models import Campaign
from moderation.texts.words import Part, Place, Text


def read_topics(ids: Collection[int]) -> dict[int, Text]:
    """Topics with their questions, in every language they are given in. Three statements."""
    rows = db.session.execute(
        select(Topic.id, Topic.title, Topic.background, Campaign.slug)
        .join(Campaign, Campaign.id == Topic.campaign_id)
        .where(Topic.id.in_(ids))
    ).all()
    more = defaultdict(list)
    for id, part in (*_questions(ids), *_translations(ids)):
        more[id].append(part)
    return {
        row.id: Text(
            Kind.TOPIC,
            row.title,
            None,
            _filled(
                Part("title", _l("Title"), row.title),
                Part("background", _l("Background"), row.background),
                *more[row.id],
            ),
            "discussion.show_topic",
            {"slug": row.slug, "topic_id": row.id},
        )
        for row in rows
    }


def _questions(ids: Collection[int]) -> Iterator[tuple[int, Part]]:
    questions = db.session.scalars(
        select(Question).where(Question.topic_id.in_(ids)).order_by(Question.topic_id, Question.position)
    )
    for one in questions:
        words = "\n".join([one.text, *(f"– {option}" for option in one.options)])
        yield one.topic_id, Part(f"question-{one.position}", _l("Question"), words)


def _translations(ids: Collection[int]) -> Iterator[tuple[int, Part]]:
    given = select(TopicText).where(TopicText.topic_id.in_(ids)).order_by(TopicText.topic_id, TopicText.language)
    for one in db.session.scalars(given):
        yield one.topic_id, Part(f"title-{one.language}", _l("Title in another language"), one.title)
        yield one.topic_id, Part(f"background-{one.language}", _l("Background in another language"), one.background)


def read_conclusions(ids: Collection[int]) -> dict[int, Text]:
    """Conclusions with the problems that stand in them. Two statements."""
    rows = db.session.execute(
        select(Conclusion.id, Conclusion.body, Conclusion.topic_id, Topic.title, Campaign.slug)
        .join(Topic, Topic.id == Conclusion.topic_id)
        .join(Campaign, Campaign.id == Conclusion.campaign_id)
        .where(Conclusion.id.in_(ids))
    ).all()
    problems = defaultdict(list)
    for one in db.session.scalars(
        select(Problem).where(Problem.conclusion_id.in_(ids), Problem.dropped_at.is_(None)).order_by(Problem.number)
    ):
        problems[one.conclusion_id].append(
            Part(f"problem-{one.number}", _l("Problem No. %(number)s", number=one.number), one.text)
        )
    return {
        row.id: Text(
            Kind.CONCLUSION,
            row.title,
            None,
            _filled(Part("body", _l("What came out"), row.body), *problems[row.id]),
            "discussion.show_topic",
            {"slug": row.slug, "topic_id": row.topic_id},
            (
                Place(
                    _l("Concludes the topic"),
                    row.title,
                    "discussion.show_topic",
                    {"slug": row.slug, "topic_id": row.topic_id},
                ),
            ),
        )
        for row in rows
    }


def _filled(*parts: Part) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.text)
