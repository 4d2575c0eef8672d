"""Ideas for which a department can still be asked, and how far a campaign is with its answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, select, true, tuple_

from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from campaigns.answers.models import OwedAnswer
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Outcome
from campaigns.services.models import Service

PAGE = 50


class Among(StrEnum):
    """Which ideas are offered."""

    SELECTED = "selected"
    ALL = "all"


@dataclass(frozen=True)
class Candidate:
    """An idea that has no department yet; `office` is that of the service it is about, which may be the one to ask."""

    id: int
    number: int | None
    title: str
    language: str
    supports: int
    office: str | None


def page_of(campaign_id: int, among: Among, after: str | None, size: int = PAGE) -> Page[Candidate]:
    """A page of published ideas that have no department yet, the most supported first. One statement."""
    columns: tuple[Any, ...] = (
        Idea.id,
        Idea.number,
        Idea.title,
        Contribution.language,
        Idea.support_total.label("supports"),
        Office.name,
    )
    query = (
        select(*columns)
        .join(Idea.contribution)
        .outerjoin(Service, Service.id == Idea.service_id)
        .outerjoin(Office, Office.id == Service.office_id)
        .where(_free(campaign_id), _among(among))
        .order_by(Idea.support_total.desc(), Idea.id.desc())
        .limit(size + 1)
    )
    key = unpack(after, int, int)
    if key is not None:
        query = query.where(tuple_(Idea.support_total, Idea.id) < key)
    rows = [Candidate(*row) for row in db.session.execute(query)]
    following = pack(rows[size - 1].supports, rows[size - 1].id) if len(rows) > size else None
    return Page(rows[:size], following, is_first=key is None)


def count(campaign_id: int) -> tuple[int, int]:
    """How many ideas have no department yet: selected ones, all published ones. One statement."""
    selected = func.count().filter(_among(Among.SELECTED))
    query = select(selected, func.count()).select_from(Idea).join(Idea.contribution).where(_free(campaign_id))
    chosen, whole = db.session.execute(query).one()
    return chosen, whole


def _free(campaign_id: int) -> ColumnElement[bool]:
    asked = exists().where(OwedAnswer.idea_id == Idea.id)
    return (Idea.campaign_id == campaign_id) & (Contribution.state == State.PUBLISHED) & not_(asked)


def _among(among: Among) -> ColumnElement[bool]:
    return Idea.outcome == Outcome.SHORTLISTED if among == Among.SELECTED else true()
