"""What was discussed: topics, answers to closed questions by service, conclusions."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.digests.findings import SMALL, Part, finding, left, tenths
from app.digests.outline import Block, Cell, Chart, Column, ColumnKind, Heading, Link, Paragraph, Point, Shape, Table
from app.digests.reader import Reader
from app.digests.rows import QuestionRow, TopicRow
from app.digests.words import LeftOut, Sentences, Values, number

MOST_TOPICS, MOST_QUESTIONS = 20, 30
PROBLEM, QUESTION = "problem-", "question-"


def told(topics: Sequence[TopicRow], speakers: int) -> Part:
    """The topics with what was said in each; those with the most comments first."""
    ranked = sorted(topics, key=lambda one: (-one.comments, -one.answers, one.title, one.id))
    return {
        "comments": sum(one.comments for one in topics),
        "people": speakers,
        "problems": sum(len(one.problems) for one in topics),
        "topics": [_topic(one) for one in ranked[:MOST_TOPICS]],
    }


def _topic(one: TopicRow) -> Part:
    problems = sorted(one.problems, key=lambda problem: problem.number)
    return {
        "id": one.id,
        "comments": one.comments,
        "people": one.people,
        "answers": one.answers,
        "conclusion": one.conclusion_id,
        "problems": [{"id": problem.id, "number": problem.number} for problem in problems],
    }


def asked(questions: Sequence[QuestionRow], services: Mapping[int, str]) -> list[Part]:
    """Closed questions with enough answers, by service and topic: how many people gave each answer, and the mean of a scale."""
    enough = [one for one in questions if _answers(one) >= SMALL]
    ranked = sorted(enough, key=lambda one: (-_answers(one), one.topic_id, one.position))[:MOST_QUESTIONS]
    named = {one.id: services.get(one.service_id or 0, "") for one in ranked}
    ranked.sort(key=lambda one: (not named[one.id], named[one.id], one.topic_id, one.position))
    return [_question(one, named[one.id]) for one in ranked]


def _question(one: QuestionRow, service: str) -> Part:
    most = 5 if one.is_scale else max([len(one.options), *one.people])
    score = sum(value * people for value, people in one.people.items())
    return {
        "id": one.id,
        "topic": one.topic_id,
        "service": service,
        "is_scale": one.is_scale,
        "people": [one.people.get(value, 0) for value in range(1, most + 1)],
        "mean_tenths": tenths(score, _answers(one)) if one.is_scale else None,
    }


def _answers(one: QuestionRow) -> int:
    return sum(one.people.values())


def spoken(topics: Sequence[TopicRow], questions: Sequence[QuestionRow]) -> tuple[dict[str, str], dict[str, int]]:
    """The words of topics, conclusions, problems and questions by their keys, and the text on which those stand that are no text of
    their own."""
    found: dict[str, str] = {}
    stands_on: dict[str, int] = {}
    for one in topics:
        found[str(one.id)] = one.title
        if one.conclusion_id is not None:
            found[str(one.conclusion_id)] = one.conclusion
        for problem in one.problems:
            found[f"{PROBLEM}{problem.id}"] = problem.text
            stands_on[f"{PROBLEM}{problem.id}"] = problem.conclusion_id
    for asked_one in questions:
        key = f"{QUESTION}{asked_one.id}"
        for place, words in enumerate((asked_one.text, *asked_one.options)):
            found[f"{key}-{place}"] = words
            stands_on[f"{key}-{place}"] = asked_one.topic_id
    return found, stands_on


def findings(discussed: Part, questions: Sequence[Part]) -> list[Part]:
    """How much was said, by how many, how many problems came of it, and what is rated worst."""
    found = []
    if discussed["comments"]:
        found.append(finding("discussed", comments=discussed["comments"], people=discussed["people"]))
    if discussed["comments"] and discussed["problems"]:
        found.append(finding("problems", problems=discussed["problems"]))
    rated = sorted((one["mean_tenths"], one["service"]) for one in questions if one["is_scale"] and one["service"])
    if len(rated) > 1:
        found.append(finding("worst-rated", service=rated[0][1], mean_tenths=rated[0][0]))
    return found


def left_out(topics: Sequence[TopicRow], questions: Sequence[QuestionRow], shown: int) -> list[Part]:
    """Topics and questions that are not told."""
    few = sum(0 < _answers(one) < SMALL for one in questions)
    answered = sum(_answers(one) > 0 for one in questions)
    return [
        *left("topics", max(len(topics) - MOST_TOPICS, 0)),
        *left("few-answers", few),
        *left("questions", answered - few - shown),
    ]


def blocks(reader: Reader) -> Iterator[Block]:
    """The section."""
    topics = [one for one in (reader.part("discussed") or {}).get("topics", []) if _is_alive(one)]
    if not topics:
        return
    yield Heading(2, _("What was discussed"), "discussed")
    columns = (
        Column(_("Topic")),
        Column(_("Comments"), ColumnKind.NUMBER),
        Column(_("People"), ColumnKind.NUMBER),
        Column(_("Answers to questions"), ColumnKind.NUMBER),
    )
    rows = tuple((_link(reader, one["id"]), one["comments"], one["people"], one["answers"]) for one in topics)
    yield Table("topics", _("Topics of the discussion"), columns, rows)
    yield from _questions(reader)
    yield from _conclusions(reader, topics)


def _is_alive(topic: Mapping[str, Any]) -> bool:
    return bool(topic["comments"] or topic["answers"] or topic["problems"])


def _link(reader: Reader, topic_id: int) -> Link:
    title, address = reader.words(topic_id), reader.address
    if title is None:
        return Link(_("no longer shown"), "")
    return Link(title, address("discussion.show_topic", slug=reader.campaign["slug"], topic_id=topic_id))


def _questions(reader: Reader) -> Iterator[Block]:
    questions = reader.part("questions")
    if not questions:
        return
    yield Heading(3, _("Answers to the questions of the organiser"), "questions")
    scales = [one for one in questions if one["is_scale"]]
    if scales:
        yield _scales(reader, scales)
    for one in questions:
        if not one["is_scale"]:
            yield from _choice(reader, one)


def _scales(reader: Reader, scales: Sequence[Part]) -> Table:
    columns = (
        Column(_("Service")),
        Column(_("Question")),
        Column(_("Mean, of 5"), ColumnKind.DECIMAL),
        *(Column(str(value), ColumnKind.NUMBER) for value in range(1, 6)),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one["service"] or None,
            reader.words(f"{QUESTION}{one['id']}-0") or _("no longer shown"),
            Decimal(one["mean_tenths"]) / 10,
            *one["people"],
        )
        for one in scales
    ]
    note = _("How many people gave each mark from 1 to 5. People who answered chose to: it is not a poll.")
    return Table("scales", _("Marks by service"), columns, tuple(rows), note, head=1)


def _choice(reader: Reader, one: Part) -> Iterator[Block]:
    key = f"{QUESTION}{one['id']}"
    text = reader.words(f"{key}-0")
    if text is None:
        return
    points = tuple(
        Point(reader.words(f"{key}-{place}") or str(place), people) for place, people in enumerate(one["people"], 1)
    )
    columns = (Column(_("Answer")), Column(_("People"), ColumnKind.NUMBER))
    rows = tuple((point.label, point.value) for point in points)
    name = f"question-{one['id']}"
    title = f"{one['service']}: {text}" if one["service"] else text
    described = _("How many people gave each answer.")
    yield Chart(f"{name}-chart", Shape.BARS, title, described, points, Table(name, title, columns, rows))


def _conclusions(reader: Reader, topics: Sequence[Part]) -> Iterator[Block]:
    concluded = [one for one in topics if one["conclusion"] or one["problems"]]
    if not concluded:
        return
    yield Heading(3, _("Conclusions"), "conclusions")
    for one in concluded:
        title = reader.words(one["id"]) or _("A topic that is no longer shown")
        text = reader.words(one["conclusion"]) if one["conclusion"] else None
        if text:
            yield Paragraph(_("%(topic)s: %(conclusion)s", topic=title, conclusion=text))
        elif not one["problems"]:
            yield Paragraph(_("%(topic)s: the conclusion is no longer shown.", topic=title))


def _discussed(values: Values) -> str:
    people = ngettext(
        "%(count)s person spoke in the discussion.",
        "%(count)s people spoke in the discussion.",
        values["people"],
        count=number(values["people"]),
    )
    comments = ngettext(
        "They left %(count)s comment.",
        "They left %(count)s comments.",
        values["comments"],
        count=number(values["comments"]),
    )
    return f"{people} {comments}"


def _problems(values: Values) -> str:
    return str(
        ngettext(
            "Its conclusions name %(count)s problem.",
            "Its conclusions name %(count)s problems.",
            values["problems"],
            count=number(values["problems"]),
        )
    )


def _worst_rated(values: Values) -> str:
    mean = number(Decimal(values["mean_tenths"]) / 10)
    return str(_("The lowest mean mark, %(mean)s of 5, went to “%(service)s”.", mean=mean, service=values["service"]))


SENTENCES: Sentences = {"discussed": _discussed, "problems": _problems, "worst-rated": _worst_rated}
LEFT_OUT: LeftOut = {
    "topics": lambda n: ngettext(
        "%(count)s topic with fewer comments.", "%(count)s topics with fewer comments.", n, count=number(n)
    ),
    "few-answers": lambda n: ngettext(
        "%(count)s question with fewer than five answers.",
        "%(count)s questions with fewer than five answers.",
        n,
        count=number(n),
    ),
    "questions": lambda n: ngettext("%(count)s more question.", "%(count)s more questions.", n, count=number(n)),
}
