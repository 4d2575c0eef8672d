"""The discussion: topics, what came out of them, and answers to closed questions as counts. Words of comments stay on the site."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.digests.findings import SMALL
from app.foundation.db import db
from app.foundation.letters import link
from app.opendata.reading import Reading
from app.opendata.shape import Row, Table, count, day, text
from campaigns.comments.models import Thread
from campaigns.contributions.models import Contribution
from campaigns.contributions.models import Kind as TextKind
from campaigns.discussion.models import AnswerCount, Conclusion, Problem, Question, QuestionKind, Topic


def _topics(reading: Reading) -> Iterator[Row]:
    concluded = {row.topic_id: row for row in _conclusions(reading)}
    columns: tuple[Any, ...] = (
        *(Topic.id, Topic.title, Topic.background, Topic.service_id, Topic.closed_at),
        *(Contribution.language, Contribution.published_at),
        *(Thread.comments, Thread.stands_for, Thread.stands_against, Thread.stands_unsure),
    )
    query = (
        select(*columns)
        .join(Contribution, Contribution.id == Topic.id)
        .outerjoin(Thread, Thread.id == Topic.id)
        .where(reading.is_public(Contribution, TextKind.TOPIC))
        .order_by(Topic.id)
    )
    for row in db.session.execute(query):
        if row.id not in reading.topics:
            continue
        conclusion = concluded.get(row.id)
        yield (
            *(row.id, row.title, row.background, row.service_id, row.language),
            *(reading.day(row.published_at), reading.day(row.closed_at)),
            *(row.comments or 0, row.stands_for or 0, row.stands_against or 0, row.stands_unsure or 0),
            *((conclusion.body, reading.day(conclusion.published_at)) if conclusion else (None, None)),
            link("discussion.show_topic", slug=reading.slug, topic_id=row.id),
        )


def _conclusions(reading: Reading) -> Any:
    return db.session.execute(
        select(Conclusion.topic_id, Conclusion.body, Contribution.published_at)
        .join(Contribution, Contribution.id == Conclusion.id)
        .where(reading.is_public(Contribution, TextKind.CONCLUSION))
    )


def _problems(reading: Reading) -> Iterator[Row]:
    columns = (Problem.number, Problem.text, Conclusion.topic_id, Problem.service_id, Problem.conclusion_id)
    query = (
        select(*columns)
        .join(Conclusion, Conclusion.id == Problem.conclusion_id)
        .where(Problem.campaign_id == reading.id, Problem.dropped_at.is_(None))
        .order_by(Problem.number)
    )
    for number, words, topic_id, service_id, conclusion_id in db.session.execute(query):
        if conclusion_id in reading.conclusions:
            yield number, words, topic_id if topic_id in reading.topics else None, service_id


def _questions(reading: Reading) -> Iterator[Row]:
    asked = (
        select(Question, func.coalesce(func.sum(AnswerCount.people), 0))
        .join(Topic, Topic.id == Question.topic_id)
        .outerjoin(AnswerCount, AnswerCount.question_id == Question.id)
        .where(Topic.campaign_id == reading.id)
        .group_by(Question.id)
        .order_by(Question.topic_id, Question.position, Question.id)
    )
    for one, people in db.session.execute(asked):
        if one.topic_id in reading.topics:
            yield one.id, one.topic_id, one.position, one.kind.value, one.text, int(people)


def _answers(reading: Reading) -> Iterator[Row]:
    given = (
        select(Question, AnswerCount.value, AnswerCount.people)
        .join(Topic, Topic.id == Question.topic_id)
        .join(AnswerCount, AnswerCount.question_id == Question.id)
        .where(Topic.campaign_id == reading.id, AnswerCount.people > 0)
        .order_by(Question.id, AnswerCount.value)
    )
    by_question: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for one, value, people in db.session.execute(given):
        if one.topic_id in reading.topics:
            by_question[one.id].append((one.id, value, _word(one, value), people))
    for rows in by_question.values():
        if sum(people for *_answer, people in rows) >= SMALL:
            yield from rows


def _word(question: Question, value: int) -> str | None:
    """An option in words; of a scale those at its ends."""
    options = [str(option) for option in question.options]
    if question.kind == QuestionKind.CHOICE:
        return options[value - 1] if 0 < value <= len(options) else None
    ends = {1: options[0], 5: options[-1]} if options else {}
    return ends.get(value)


TABLES = (
    Table(
        "topics",
        _l("Topics"),
        _l(
            "Topics of the discussion with what came out of them. Words of comments are not given out, only how many there are."
        ),
        (
            count("id", _l("Id"), required=True),
            text("title", _l("Title"), required=True),
            text("background", _l("Background")),
            count("service_id", _l("Service, id"), refers=("services", "id")),
            text("language", _l("Language"), _l("Code of the language: ru, uk, en."), required=True),
            day("opened_on", _l("Opened")),
            day("closed_on", _l("Closed")),
            count("comments", _l("Comments"), _l("How many everyone may read under it."), required=True),
            count("stands_for", _l("People for"), required=True),
            count("stands_against", _l("People against"), required=True),
            count("stands_unsure", _l("People who find it hard to say"), required=True),
            text("conclusion", _l("Conclusion")),
            day("concluded_on", _l("Concluded")),
            text("url", _l("Address"), required=True),
        ),
        ("id",),
        _topics,
    ),
    Table(
        "problems",
        _l("Problems"),
        _l("Points of the conclusions; ideas answer them."),
        (
            count("number", _l("No."), required=True),
            text("text", _l("Problem"), required=True),
            count("topic_id", _l("Topic"), refers=("topics", "id")),
            count("service_id", _l("Service, id"), refers=("services", "id")),
        ),
        ("number",),
        _problems,
    ),
    Table(
        "questions",
        _l("Closed questions"),
        _l("Questions of topics that are answered from 1 to 5 or by one of the options."),
        (
            count("id", _l("Id"), required=True),
            count("topic_id", _l("Topic"), required=True, refers=("topics", "id")),
            count("place", _l("Place in the topic"), required=True),
            text(
                "kind",
                _l("Kind"),
                required=True,
                codes={
                    QuestionKind.SCALE.value: _l("From 1 to 5"),
                    QuestionKind.CHOICE.value: _l("One of the options"),
                },
            ),
            text("question", _l("Question"), required=True),
            count("people", _l("People who answered"), required=True),
        ),
        ("id",),
        _questions,
    ),
    Table(
        "question_answers",
        _l("Answers to closed questions"),
        _l("How many people gave which answer. Where fewer than five answered, the answers are left out."),
        (
            count("question_id", _l("Question"), required=True, refers=("questions", "id")),
            count("value", _l("The answer"), _l("From 1 to 5, or the place of the option."), required=True),
            text("words", _l("The answer in words"), _l("Of a scale only its ends have words.")),
            count("people", _l("People"), required=True),
        ),
        ("question_id", "value"),
        _answers,
    ),
)
