"""What is done about ideas: the undertaking of an idea, and all of them in numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db
from app.offices.models import Office
from campaigns.answers.models import CoExecutor, OwedAnswer
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import public
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking, WorkState
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class WorkRead:
    """What a department does about an idea. `reason` says why it was given up; `latest` is what was reported last, `done_at` when
    it was done. Counts are of milestones, of reports, and of public objections to "done": all, and those without a reply.
    """

    id: int
    idea_id: int
    campaign_id: int
    office_id: int
    office: str
    state: WorkState
    due_on: date | None
    reason: str
    begun_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    milestones: int
    reached: int
    reports: int
    latest: str
    contests: int
    unanswered: int

    @property
    def done_at(self) -> datetime | None:
        return self.ended_at if self.state == WorkState.DONE else None


@dataclass(frozen=True)
class OfficeNumbers:
    """What one department does. `begun` is the sum of the states."""

    office_id: int
    name: str
    begun: int
    planned: int
    in_progress: int
    done: int
    given_up: int
    contested: int
    upheld: int


@dataclass(frozen=True)
class Numbers:
    """All that was begun, by how far it has come; by department in the order of their names.

    `contested` counts public objections to "done", `upheld` those with which the department or the organiser agreed.
    """

    begun: int
    planned: int
    in_progress: int
    done: int
    given_up: int
    contested: int
    upheld: int
    by_office: Sequence[OfficeNumbers]


def of_idea(idea_id: int) -> WorkRead | None:
    """What is done about the idea; None where nothing was begun. One statement."""
    return of_ideas([idea_id]).get(idea_id)


def of_ideas(idea_ids: Collection[int]) -> dict[int, WorkRead]:
    """The same of many ideas: whoever shows them looks first whether these may be seen. One statement."""
    rows = db.session.execute(_works().where(Undertaking.idea_id.in_(sorted(idea_ids)))) if idea_ids else ()
    return {row.Undertaking.idea_id: _read(row) for row in rows}


def numbers(campaign_id: int | None) -> Numbers:
    """The numbers of one campaign, or of all that everyone may see. What is done about ideas that nobody may read now is not
    counted. Two statements.
    """
    counts = {field: func.sum(case((Undertaking.state == state, 1), else_=0)) for field, state in _STATES.items()}
    rows = db.session.execute(
        _of_public(select(Office.id, Office.name, *(sum_.label(field) for field, sum_ in counts.items())), campaign_id)
        .group_by(Office.id, Office.name)
        .order_by(Office.name, Office.id)
    ).all()
    objections = _objections(campaign_id)
    by_office = [_office(row, *objections.get(row.id, (0, 0))) for row in rows]
    fields = [*_STATES, "begun", "contested", "upheld"]
    return Numbers(**{name: sum(getattr(one, name) for one in by_office) for name in fields}, by_office=by_office)


def work_of(idea_id: int) -> int | None:
    """The id of the work on an idea, None where none is begun. One statement."""
    return db.session.scalar(select(Undertaking.id).where(Undertaking.idea_id == idea_id))


def asked_about(idea_id: int) -> frozenset[int]:
    """The departments that were asked about the idea. One statement."""
    rows = db.session.execute(
        select(OwedAnswer.office_id, CoExecutor.office_id.label("beside"))
        .outerjoin(CoExecutor, CoExecutor.owed_id == OwedAnswer.id)
        .where(OwedAnswer.idea_id == idea_id)
    )
    return frozenset(id for row in rows for id in (row.office_id, row.beside) if id is not None)


def unanswered(campaign_id: int) -> int:
    """How many public objections of a campaign wait for their reply. One statement."""
    waiting = select(func.count()).where(
        Contest.campaign_id == campaign_id, Contest.upheld.is_(None), is_public_contest()
    )
    return db.session.scalar(waiting) or 0


_STATES = {
    "planned": WorkState.PLANNED,
    "in_progress": WorkState.IN_PROGRESS,
    "done": WorkState.DONE,
    "given_up": WorkState.GIVEN_UP,
}


def _office(row: Any, contested: int, upheld: int) -> OfficeNumbers:
    states = {field: int(getattr(row, field)) for field in _STATES}
    return OfficeNumbers(row.id, row.name, sum(states.values()), **states, contested=contested, upheld=upheld)


def _of_public(query: Any, campaign_id: int | None) -> Any:
    return (
        query.select_from(Undertaking)
        .join(Office, Office.id == Undertaking.office_id)
        .join(Contribution, Contribution.id == Undertaking.idea_id)
        .join(Campaign, Campaign.id == Undertaking.campaign_id)
        .where(_counted(campaign_id))
    )


def _counted(campaign_id: int | None) -> ColumnElement[bool]:
    if campaign_id is None:
        return public()
    return and_(Undertaking.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))


def _objections(campaign_id: int | None) -> dict[int, tuple[int, int]]:
    """By department: how many objections everyone may read, and how many were upheld."""
    rows = db.session.execute(
        _of_public(
            select(
                Office.id,
                func.count(Contest.id),
                func.sum(case((Contest.upheld.is_(True), 1), else_=0)).label("upheld"),
            ),
            campaign_id,
        )
        .join(Contest, Contest.undertaking_id == Undertaking.id)
        .where(is_public_contest())
        .group_by(Office.id)
    )
    return {row.id: (row.contests, int(row.upheld)) for row in rows}


def is_public_contest() -> ColumnElement[bool]:
    """Whether an objection stands, for a query of Contest: whoever shows it looks whether the idea may be seen."""
    common = aliased(Contribution)
    return exists().where(common.id == Contest.id, common.state.in_(sorted(PUBLIC))).correlate(Contest)


def _works() -> Select[Any]:
    own = Undertaking.id
    milestones = select(func.count()).where(Milestone.undertaking_id == own)
    reports = select(func.count()).where(Progress.undertaking_id == own)
    latest = select(Progress.text).where(Progress.undertaking_id == own).order_by(Progress.id.desc()).limit(1)
    contests = select(func.count()).where(Contest.undertaking_id == own, is_public_contest())
    return (
        select(
            Undertaking,
            Office.name,
            milestones.correlate(Undertaking).scalar_subquery().label("milestones"),
            milestones.where(Milestone.reached_at.is_not(None))
            .correlate(Undertaking)
            .scalar_subquery()
            .label("reached"),
            reports.correlate(Undertaking).scalar_subquery().label("reports"),
            func.coalesce(latest.correlate(Undertaking).scalar_subquery(), "").label("latest"),
            contests.correlate(Undertaking).scalar_subquery().label("contests"),
            contests.where(Contest.upheld.is_(None)).correlate(Undertaking).scalar_subquery().label("unanswered"),
        )
        .join(Office, Office.id == Undertaking.office_id)
        .order_by(Undertaking.id)
    )


def _read(row: Any) -> WorkRead:
    work: Undertaking = row.Undertaking
    return WorkRead(
        id=work.id,
        idea_id=work.idea_id,
        campaign_id=work.campaign_id,
        office_id=work.office_id,
        office=row.name,
        state=work.state,
        due_on=work.due_on,
        reason=work.reason,
        begun_at=work.begun_at,
        changed_at=work.changed_at,
        ended_at=work.ended_at,
        milestones=row.milestones,
        reached=row.reached,
        reports=row.reports,
        latest=row.latest,
        contests=row.contests,
        unanswered=row.unanswered,
    )
