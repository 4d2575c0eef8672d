"""The story of the work on one idea: its steps, what was reported with pictures, who objected and what was replied."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from app.territories.models import Territory
from app.uploads.models import Upload
from app.uploads.pictures import small_size
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.visibility import visible_to
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking, WorkState

PAGE = 20


@dataclass(frozen=True)
class PictureRead:
    """A picture: what it shows in words, what its file is called, width and height in dots."""

    caption: str
    name: str
    digest: str
    width: int
    height: int

    @property
    def small(self) -> tuple[int, int]:
        """Width and height of its small copy."""
        return small_size(self.width, self.height)


@dataclass(frozen=True)
class StepRead:
    """A step on the way."""

    id: int
    title: str
    due_on: date | None
    reached_at: datetime | None


@dataclass(frozen=True)
class ReportRead:
    """What was reported. `before` is how the work stood until then, None for the first report; so is `due_before`.

    `office` is the department that reports, empty for the organiser; `step` the one that was reached.
    """

    id: int
    state: WorkState
    before: WorkState | None
    text: str
    link: str
    due_on: date | None
    due_before: date | None
    step: str
    contest_id: int | None
    office: str
    reported_at: datetime
    picture: PictureRead | None

    @property
    def is_turn(self) -> bool:
        """Whether the work stands otherwise since."""
        return self.state != (self.before or WorkState.PLANNED)


@dataclass(frozen=True)
class ContestRead:
    """An objection, with its reply once there is one: `upheld` tells whether the department or the organiser agrees."""

    id: int
    state: State
    language: str
    byline: str
    is_own: bool
    body: str
    said_at: datetime
    reply: str
    upheld: bool | None
    replied_at: datetime | None
    picture: PictureRead | None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC


def steps_of(work_id: int) -> list[StepRead]:
    """The steps in their order. One statement."""
    columns = (Milestone.id, Milestone.title, Milestone.due_on, Milestone.reached_at)
    query = select(*columns).where(Milestone.undertaking_id == work_id).order_by(Milestone.place)
    return [StepRead(*row) for row in db.session.execute(query)]


def reports_of(work_id: int, before: str | None) -> Page[ReportRead]:
    """A page of reports, the latest first. One statement."""
    told = (
        select(
            Progress.id,
            type_coerce(func.lag(Progress.state).over(order_by=Progress.id), Progress.state.type).label("before"),
            type_coerce(func.lag(Progress.due_on).over(order_by=Progress.id), Progress.due_on.type).label("due_before"),
        )
        .where(Progress.undertaking_id == work_id)
        .subquery()
    )
    query = (
        select(
            Progress, told.c.before, told.c.due_before, Milestone.title.label("step"), Office.name, *_upload_columns()
        )
        .join(told, told.c.id == Progress.id)
        .outerjoin(Milestone, Milestone.id == Progress.milestone_id)
        .outerjoin(Office, Office.id == Progress.office_id)
        .outerjoin(Upload, Upload.id == Progress.upload_id)
        .order_by(Progress.id.desc())
        .limit(PAGE + 1)
    )
    key = unpack(before, int)
    rows = db.session.execute(query.where(Progress.id < key[0]) if key else query).all()
    following = pack(rows[PAGE - 1].Progress.id) if len(rows) > PAGE else None
    return Page([_report(row) for row in rows[:PAGE]], following, is_first=key is None)


def contests_of(actor: Actor, work_id: int, after: str | None) -> Page[ContestRead]:
    """A page of the objections that the actor may see, the latest first: public ones, and their own. One statement."""
    query = _contests(actor).where(Contest.undertaking_id == work_id)
    query = query.where((Contribution.state.in_(sorted(PUBLIC))) | (Contribution.author_id == actor.id))
    key = unpack(after, int)
    rows = db.session.execute((query.where(Contest.id < key[0]) if key else query).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].Contest.id) if len(rows) > PAGE else None
    return Page([_contest(row, actor) for row in rows[:PAGE]], following, is_first=key is None)


def contest_or_missing(actor: Actor, contest_id: int) -> tuple[ContestRead, int]:
    """An objection that the actor may see, and the id of the idea it is about. Raises Missing."""
    row = db.session.execute(
        _contests(actor)
        .add_columns(Undertaking.idea_id)
        .join(Undertaking, Undertaking.id == Contest.undertaking_id)
        .where(Contest.id == contest_id)
    ).one_or_none()
    if row is None:
        raise Missing
    return _contest(row, actor), row.idea_id


def _contests(actor: Actor) -> Any:
    place = aliased(Territory)
    return (
        select(Contest, Contribution, *byline_columns(place), *_upload_columns())
        .join(Contest.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(place, place.id == Account.territory_id)
        .outerjoin(Upload, Upload.id == Contest.upload_id)
        .where(visible_to(actor))
        .order_by(Contest.id.desc())
    )


def _upload_columns() -> tuple[Any, ...]:
    return Upload.name.label("file"), Upload.digest, Upload.width, Upload.height


def _picture(row: Any, caption: str) -> PictureRead | None:
    return PictureRead(caption, row.file, row.digest, row.width or 1, row.height or 1) if row.digest else None


def _report(row: Any) -> ReportRead:
    told: Progress = row.Progress
    return ReportRead(
        id=told.id,
        state=told.state,
        before=row.before,
        text=told.text,
        link=told.link,
        due_on=told.due_on,
        due_before=row.due_before,
        step=row.step or "",
        contest_id=told.contest_id,
        office=row.name or "",
        reported_at=told.reported_at,
        picture=_picture(row, told.caption),
    )


def _contest(row: Any, actor: Actor) -> ContestRead:
    said, common = row.Contest, row.Contribution
    return ContestRead(
        id=said.id,
        state=common.state,
        language=common.language,
        byline=byline(row.written, row.given_name, row.family_name, row.place),
        is_own=actor.id is not None and actor.id == common.author_id,
        body=said.body,
        said_at=common.created_at,
        reply=said.reply,
        upheld=said.upheld,
        replied_at=said.replied_at,
        picture=_picture(row, said.caption),
    )
