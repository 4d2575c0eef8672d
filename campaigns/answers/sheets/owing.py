"""What goes into a sheet: answers that are owed and not signed, with the drafts that were begun."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, select, true
from sqlalchemy.orm import contains_eager

from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import Answer, CoExecutor, OwedAnswer, OwedState
from campaigns.answers.queries import desk
from campaigns.answers.texts import AnswerWords
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Owing:
    """An idea that waits for its answer. `words` and `version` are those of the draft, None where none was begun; `signed_before` the
    name and the post of who signed for the department last.
    """

    id: int
    number: int
    title: str
    campaign: str
    office_id: int
    office: str
    beside: Sequence[str]
    due_on: date
    words: AnswerWords | None
    version: int | None
    signed_before: tuple[str, str] | None


def to_fill(office_ids: Collection[int] | None, campaign_id: int | None, most: int) -> tuple[list[Owing], int]:
    """The first so many by their last day, and how many there are: of these departments or of all, in one campaign or in every one.

    Five statements, and one for each department.
    """
    which = _which(office_ids, campaign_id)
    columns: tuple[Any, ...] = (OwedAnswer, Idea.number, Idea.title, Campaign.title.label("campaign"), Office.name)
    query = (
        select(*columns)
        .join(Idea, Idea.id == OwedAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Campaign, Campaign.id == OwedAnswer.campaign_id)
        .join(Office, Office.id == OwedAnswer.office_id)
        .where(which)
        .order_by(OwedAnswer.due_at, OwedAnswer.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    ids = [row.OwedAnswer.id for row in rows]
    drafts, beside = drafts_of(ids), _beside(ids)
    signed = {id: desk.last_signed_of(id) for id in {row.OwedAnswer.office_id for row in rows}}
    found = [
        Owing(
            id=one.id,
            number=number or one.idea_id,
            title=title,
            campaign=campaign,
            office_id=one.office_id,
            office=office,
            beside=beside.get(one.id, ()),
            due_on=one.due_on,
            words=AnswerWords.of(drafts[one.id]) if one.id in drafts else None,
            version=drafts[one.id].contribution.version if one.id in drafts else None,
            signed_before=signed[one.office_id],
        )
        for one, number, title, campaign, office in rows
    ]
    return found, _count(which) if len(found) == most else len(found)


def _count(which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(OwedAnswer)
    return db.session.scalar(query.join(Contribution, Contribution.id == OwedAnswer.idea_id).where(which)) or 0


def _which(office_ids: Collection[int] | None, campaign_id: int | None) -> ColumnElement[bool]:
    signed = select(Answer.owed_id).join(Contribution, Contribution.id == Answer.id)
    return and_(
        OwedAnswer.state == OwedState.OWED,
        OwedAnswer.ready_at.is_(None),
        Contribution.state.in_(sorted(PUBLIC)),
        not_(OwedAnswer.id.in_(signed.where(Contribution.state == State.SUBMITTED))),
        true() if office_ids is None else OwedAnswer.office_id.in_(sorted(office_ids)),
        true() if campaign_id is None else OwedAnswer.campaign_id == campaign_id,
    )


def drafts_of(owed_ids: Collection[int]) -> dict[int, Answer]:
    """What is being written, or waits for its release, by what is owed; with the common rows. One statement."""
    query = (
        select(Answer)
        .join(Answer.contribution)
        .where(Answer.owed_id.in_(sorted(owed_ids)), Contribution.state.in_([State.DRAFT, State.SUBMITTED]))
        .options(contains_eager(Answer.contribution))
        .order_by(Answer.number)
    )
    return {one.owed_id: one for one in db.session.scalars(query)}


def _beside(owed_ids: Collection[int]) -> dict[int, list[str]]:
    query = (
        select(CoExecutor.owed_id, Office.name)
        .join(Office, Office.id == CoExecutor.office_id)
        .where(CoExecutor.owed_id.in_(sorted(owed_ids)))
        .order_by(Office.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for owed_id, name in db.session.execute(query):
        found[owed_id].append(name)
    return found
