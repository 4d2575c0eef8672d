"""Official answers that everyone may read."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import Answer, Outcome
from campaigns.contributions.models import PUBLIC, Contribution


@dataclass(frozen=True)
class AnswerRead:
    """An answer as everyone reads it: `signer` and `post` sign the letter. `earlier` are those whose place it took, the last first."""

    id: int
    owed_id: int
    idea_id: int
    number: int
    office_id: int
    office: str
    outcome: Outcome
    reasons: str
    link: str
    referred_to: str
    signer: str
    post: str
    letter_number: str
    letter_on: date | None
    language: str
    published_at: datetime
    earlier: Sequence["AnswerRead"] = field(default=())


def of_idea(idea_id: int) -> AnswerRead | None:
    """The answer that stands; None where none is released. One statement."""
    return of_ideas([idea_id]).get(idea_id)


def of_ideas(ids: Collection[int]) -> dict[int, AnswerRead]:
    """The answer that stands, to each of the ideas that has one: whoever shows them looks first whether these may be seen.
    One statement.
    """
    columns: tuple[Any, ...] = (Answer, Contribution.language, Contribution.published_at, Office.name)
    rows = db.session.execute(
        select(*columns)
        .join(Contribution, Contribution.id == Answer.id)
        .join(Office, Office.id == Answer.office_id)
        .where(Answer.idea_id.in_(sorted(ids)), Contribution.state.in_(sorted(PUBLIC)))
        .order_by(Answer.number.desc())
    )
    found: dict[int, list[AnswerRead]] = defaultdict(list)
    for answer, language, published_at, office in rows:
        found[answer.idea_id].append(_read(answer, language, published_at, office))
    return {idea_id: _with_earlier(answers) for idea_id, answers in found.items()}


def _with_earlier(answers: Sequence[AnswerRead]) -> AnswerRead:
    latest, *earlier = answers
    return latest if not earlier else AnswerRead(**{**vars(latest), "earlier": tuple(earlier)})


def _read(answer: Answer, language: str, published_at: datetime, office: str) -> AnswerRead:
    return AnswerRead(
        id=answer.id,
        owed_id=answer.owed_id,
        idea_id=answer.idea_id,
        number=answer.number,
        office_id=answer.office_id,
        office=office,
        outcome=answer.outcome,
        reasons=answer.reasons,
        link=answer.link,
        referred_to=answer.referred_to,
        signer=answer.signer,
        post=answer.post,
        letter_number=answer.letter_number,
        letter_on=answer.letter_on,
        language=language,
        published_at=published_at,
    )
