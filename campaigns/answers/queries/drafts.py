"""Drafts of departments that wait for their signature."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from app.foundation.db import db
from app.foundation.paging import Page
from app.offices.models import Office
from campaigns.answers.models import Answer, OwedAnswer, OwedState
from campaigns.answers.queries.lists import key_of, place_of
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea

# So many are signed at once: a person who signs more does not look at them any more. A page of long ones has fewer.
AT_ONCE, LETTERS = 25, 30_000


@dataclass(frozen=True)
class Drafted:
    """A draft with its common row, what it answers, the idea with its common row and its campaign, and the department."""

    owed: OwedAnswer
    draft: Answer
    idea: Idea
    office: str


def of_offices(office_ids: Collection[int], after: str | None = None) -> Page[Drafted]:
    """A page of the drafts of these departments by the last day, to ideas that may be read. One statement."""
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
        .limit(AT_ONCE + 1)
    )
    if place := place_of(after):
        here = tuple_(literal(place[0], OwedAnswer.due_at.type), literal(place[1]))
        query = query.where(tuple_(OwedAnswer.due_at, OwedAnswer.id) > here)
    rows = [Drafted(*row) for row in db.session.execute(query)]
    shown = rows[: _fit(rows)]
    last = shown[-1].owed if len(rows) > len(shown) else None
    return Page(shown, key_of(last.due_at, last.id) if last else None, place is None)


def _fit(drafts: Sequence[Drafted]) -> int:
    """How many of them make a page: one at the least."""
    letters = accumulate(len(one.draft.reasons) for one in drafts[:AT_ONCE])
    return max(1, sum(so_far <= LETTERS for so_far in letters))
