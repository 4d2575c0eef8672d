"""What departments answered, and what they owe. Who signs an answer does so in office: name and post are part of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.letters import link
from app.offices.models import Office
from app.opendata.reading import Reading, portions
from app.opendata.shape import Row, Table, count, day, text
from campaigns.answers.models import Answer, OwedAnswer
from campaigns.answers.queries import owed
from campaigns.answers.queries.owed import OwedRead, Standing
from campaigns.answers.words import OUTCOMES, STANDINGS
from campaigns.contributions.models import Contribution
from campaigns.contributions.models import Kind as TextKind


def _read(reading: Reading) -> Iterator[OwedRead]:
    asked = select(OwedAnswer.idea_id).where(OwedAnswer.campaign_id == reading.id).order_by(OwedAnswer.idea_id)
    ids = [id for id in db.session.scalars(asked) if id in reading.ideas]
    for some in portions(ids):
        found = owed.of_ideas(some)
        yield from (found[id] for id in some if id in found)


def _owed(reading: Reading) -> Iterator[Row]:
    for one in _read(reading):
        standing = one.standing(reading.now)
        is_closed = standing == Standing.CLOSED
        yield (
            *(one.idea_id, one.office, "; ".join(one.co_executors) or None),
            *(reading.day(one.asked_at), one.first_due_on, one.due_on, standing.value),
            reading.day(one.answered_at),
            *(reading.day(one.closed_at) if is_closed else None, one.close_reason if is_closed else None),
        )


def _moves(reading: Reading) -> Iterator[Row]:
    for one in _read(reading):
        for place, move in enumerate(one.extensions, 1):
            yield one.idea_id, place, reading.day(move.made_at), move.from_on, move.to_on, move.reason


def _transfers(reading: Reading) -> Iterator[Row]:
    for one in _read(reading):
        for place, passed in enumerate(one.transfers, 1):
            yield one.idea_id, place, reading.day(passed.made_at), passed.from_name, passed.to_name, passed.reason


def _answers(reading: Reading) -> Iterator[Row]:
    columns: tuple[Any, ...] = (Answer, Office.name, Contribution.language, Contribution.published_at)
    query = (
        select(*columns)
        .join(Contribution, Contribution.id == Answer.id)
        .join(Office, Office.id == Answer.office_id)
        .where(reading.is_public(Contribution, TextKind.ANSWER))
        .order_by(Answer.idea_id, Answer.number)
    )
    for row in db.session.execute(query):
        if row.Answer.idea_id in reading.ideas:
            yield _answer(reading, *row)


def _answer(reading: Reading, one: Answer, office: str, language: str, published_at: Any) -> Sequence[Any]:
    return (
        *(one.id, one.idea_id, one.number, office, one.outcome.value, one.reasons),
        *(one.link or None, one.referred_to or None, one.signer, one.post, one.letter_number or None, one.letter_on),
        *(language, reading.day(published_at), link("ideas.show_idea", idea_id=one.idea_id, _anchor="answer")),
    )


TABLES = (
    Table(
        "answers_owed",
        _l("Answers asked for"),
        _l("Which department was asked for an answer, until when, and how it kept its word."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            text("department", _l("Department"), required=True),
            text("beside", _l("Departments that help"), _l("Divided by semicolons.")),
            day("asked_on", _l("Asked"), required=True),
            day("first_due_on", _l("Due at first"), required=True),
            day("due_on", _l("Due"), _l("The last day, after all that was moved."), required=True),
            text("standing", _l("State"), required=True, codes={one.value: word for one, word in STANDINGS.items()}),
            day("answered_on", _l("Answered")),
            day("closed_on", _l("Closed without an answer")),
            text("closed_because", _l("Why without an answer")),
        ),
        ("idea_id",),
        _owed,
    ),
    Table(
        "answer_extensions",
        _l("Days that were moved"),
        _l("Each time the last day of an answer was moved, with the reason."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("answers_owed", "idea_id")),
            count("place", _l("No."), required=True),
            day("made_on", _l("Day"), required=True),
            day("from_on", _l("From the day"), required=True),
            day("to_on", _l("To the day"), required=True),
            text("reason", _l("Reason"), required=True),
        ),
        ("idea_id", "place"),
        _moves,
    ),
    Table(
        "answer_transfers",
        _l("Answers passed on"),
        _l("Each time another department took an answer over, with the reason."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("answers_owed", "idea_id")),
            count("place", _l("No."), required=True),
            day("made_on", _l("Day"), required=True),
            text("from_department", _l("From the department"), required=True),
            text("to_department", _l("To the department"), required=True),
            text("reason", _l("Reason"), required=True),
        ),
        ("idea_id", "place"),
        _transfers,
    ),
    Table(
        "answers",
        _l("Answers of departments"),
        _l(
            "What departments said to ideas. A later answer to an idea takes the place of the one before; both stand here."
        ),
        (
            count("id", _l("Id"), required=True),
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            count("number", _l("No."), _l("The highest one stands."), required=True),
            text("department", _l("Department"), required=True),
            text("outcome", _l("The answer"), required=True, codes={one.value: word for one, word in OUTCOMES.items()}),
            text("reasons", _l("Reasons")),
            text("link", _l("Link")),
            text("referred_to", _l("Where to turn")),
            text("signer", _l("Signed by"), _l("Who signs for the department, in office.")),
            text("post", _l("Post of who signs")),
            text("letter_number", _l("Number of the letter")),
            day("letter_on", _l("Day of the letter")),
            text("language", _l("Language"), _l("Code of the language: ru, uk, en."), required=True),
            day("published_on", _l("Published")),
            text("url", _l("Address"), required=True),
        ),
        ("id",),
        _answers,
    ),
)
