"""Drafts of departments that wait for their signature."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import Answer, OwedAnswer, OwedState
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea

# So many are signed at once: a person who signs more does not look at them any more.
AT_ONCE = 25


@dataclass(frozen=True)
class Drafted:
    """A draft with its common row, what it answers, the idea with its common row and its campaign, and the department."""

    owed: OwedAnswer
    draft: Answer
    idea: Idea
    office: str


def of_offices(office_ids: Collection[int], most: int = AT_ONCE) -> tuple[list[Drafted], bool]:
    """The first drafts of these departments by the last day, to ideas that may be read; and whether there are more. One statement."""
    common = aliased(Contribution)
    columns: tuple[Any, ...] = (OwedAnswer, Answer, Idea, Office.name)
    query = (
        select(*columns)
        .join(Answer, Answer.owed_id == OwedAnswer.id)
        .join(Answer.contribution.of_type(common))
        .join(Idea, Idea.id == OwedAnswer.idea_id)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .join(Office, Office.id == OwedAnswer.office_id)
        .where(OwedAnswer.office_id.in_(office_ids), OwedAnswer.state == OwedState.OWED)
        .where(common.state == State.DRAFT, Contribution.state.in_(sorted(PUBLIC)))
        .options(
            contains_eager(Answer.contribution.of_type(common)),
            contains_eager(Idea.contribution).contains_eager(Contribution.campaign),
        )
        .order_by(OwedAnswer.due_at, OwedAnswer.id)
        .limit(most + 1)
    )
    rows = [Drafted(*row) for row in db.session.execute(query)]
    return rows[:most], len(rows) > most
