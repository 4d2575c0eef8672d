"""The board of all work: who does what where, and how far it has come."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import RoleGrant
from app.accounts.roles import Actor, Role
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from app.territories.models import Territory
from app.uploads.models import Upload
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import campaigns_visible_to, public
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking, WorkState
from campaigns.implementation.queries.stories import PictureRead
from campaigns.implementation.queries.works import is_public_contest
from campaigns.plan.models import Campaign

RECENT = 100
PAGE, FEED, EXCERPT = 20, 30, 240
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """What of the board somebody asks for; `campaign` is a slug, `after` the key at which a page begins."""

    office_id: int | None = None
    territory_id: int | None = None
    state: WorkState | None = None
    campaign: str | None = None
    after: str | None = None

    def with_(self, **changes: Any) -> "Asked":
        """The same with other choices, from its first page on."""
        return replace(self, **{"after": None, **changes})


@dataclass(frozen=True)
class Cell:
    """So many works have this state, department, place and campaign: each of the three as its key and its name."""

    state: WorkState
    office: tuple[int, str]
    territory: tuple[int, str] | None
    campaign: tuple[str, str]
    count: int


@dataclass(frozen=True)
class Cells:
    """All that a reader may see, counted by what the board is filtered by."""

    cells: tuple[Cell, ...]

    def by(self, what: str, **chosen: Hashable) -> dict[Any, int]:
        """The counts of one kind of choice among the cells with the chosen values, in their order."""
        found: Counter[Any] = Counter()
        for cell in self.cells:
            if all(_key(getattr(cell, name)) == value for name, value in chosen.items() if value is not None):
                found[getattr(cell, what)] += cell.count
        return dict(found)


@dataclass(frozen=True)
class WorkLine:
    """Work in a list, with the beginning of what was reported last and the last picture. `latest_at` is when that was."""

    idea_id: int
    number: int | None
    title: str
    language: str
    campaign: str
    slug: str
    campaign_language: str
    zone: str
    office: str
    territory: str
    state: WorkState
    due_on: date | None
    changed_at: datetime
    latest: str
    milestones: int
    reached: int
    unanswered: int
    picture_of: int | None
    picture: PictureRead | None


@dataclass(frozen=True)
class Reported:
    """A report in the feed."""

    id: int
    idea_id: int
    title: str
    campaign: str
    language: str
    office: str
    state: WorkState
    text: str
    reported_at: datetime


def cells(actor: Actor) -> Cells:
    """All counts of the board. One statement."""
    rows = db.session.execute(
        _seen(
            actor,
            select(Undertaking.state, Office.id, Office.name, *_place(), *_project(), func.count().label("count")),
        )
        .group_by(Undertaking.state, Office.id, Office.name, *_place(), *_project())
        .order_by(Office.name, Territory.name, Campaign.title, Undertaking.state)
    )
    return Cells(
        tuple(
            Cell(state, (office_id, office), (place_id, place) if place_id else None, (slug, title), count)
            for state, office_id, office, place_id, place, slug, title, count in rows
        )
    )


def page_of(actor: Actor, asked: Asked) -> Page[WorkLine]:
    """A page of the board, what has changed last first. One statement."""
    query = _lines(actor).where(*_chosen(asked))
    key = _key_of(asked.after)
    if key:
        at, id = key
        query = query.where(or_(Undertaking.changed_at < at, and_(Undertaking.changed_at == at, Undertaking.id < id)))
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    last = rows[PAGE - 1].Undertaking if len(rows) > PAGE else None
    following = pack((last.changed_at - EPOCH) // timedelta(microseconds=1), last.id) if last else None
    return Page([_line(row) for row in rows[:PAGE]], following, is_first=key is None)


def latest(actor: Actor, most: int, *, slug: str | None = None, state: WorkState | None = None) -> list[WorkLine]:
    """What has changed last, in a campaign or everywhere, among the RECENT works there. One statement."""
    # Picked first, by themselves: else the order of few works may cost a walk through all ideas.
    recent = select(Undertaking.id).order_by(Undertaking.changed_at.desc(), Undertaking.id.desc()).limit(RECENT)
    if slug is not None:
        recent = recent.where(
            Undertaking.campaign_id == select(Campaign.id).where(Campaign.slug == slug).scalar_subquery()
        )
    if state is not None:
        recent = recent.where(Undertaking.state == state)
    query = _lines(actor).where(Undertaking.id.in_(recent), *_chosen(Asked(campaign=slug, state=state)))
    return [_line(row) for row in db.session.execute(query.limit(most))]


@dataclass(frozen=True)
class OwnLine:
    """Work of a department, for its officials."""

    idea_id: int
    title: str
    office_id: int
    office: str
    state: WorkState
    unanswered: int


def of_official(account_id: int, most: int) -> list[OwnLine]:
    """What the departments of an official are to report on or to reply to, what has rested longest first. One statement."""
    waiting = (
        select(func.count())
        .where(Contest.undertaking_id == Undertaking.id, Contest.upheld.is_(None), is_public_contest())
        .correlate(Undertaking)
        .scalar_subquery()
    )
    mine = select(RoleGrant.office_id).where(
        RoleGrant.account_id == account_id, RoleGrant.role == Role.OFFICIAL, RoleGrant.ended_at.is_(None)
    )
    columns = (Undertaking.idea_id, Idea.title, Office.id, Office.name, Undertaking.state, waiting.label("unanswered"))
    rows = db.session.execute(
        _joined(select(*columns).select_from(Undertaking))
        .where(
            Undertaking.office_id.in_(mine),
            Contribution.state.in_(sorted(PUBLIC)),
            or_(Undertaking.state.in_([WorkState.PLANNED, WorkState.IN_PROGRESS]), waiting > 0),
        )
        .order_by((waiting > 0).desc(), Undertaking.changed_at, Undertaking.id)
        .limit(most)
    )
    return [OwnLine(*row) for row in rows]


def reported(asked: Asked) -> list[Reported]:
    """What was reported last, for everyone. One statement."""
    columns = (
        Progress.id,
        Undertaking.idea_id,
        Idea.title,
        Campaign.title.label("campaign"),
        Campaign.language,
        Office.name,
        Progress.state,
        Progress.text,
        Progress.reported_at,
    )
    query = _joined(select(*columns).join(Undertaking, Undertaking.id == Progress.undertaking_id))
    rows = db.session.execute(query.where(public(), *_chosen(asked)).order_by(Progress.id.desc()).limit(FEED))
    return [Reported(*row) for row in rows]


def _key(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def _place() -> tuple[Any, ...]:
    return Territory.id, Territory.name


def _project() -> tuple[Any, ...]:
    return Campaign.slug, Campaign.title


def _joined(query: Any) -> Any:
    return (
        query.join(Office, Office.id == Undertaking.office_id)
        .join(Idea, Idea.id == Undertaking.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Contribution.campaign)
        .outerjoin(Territory, Territory.id == Idea.territory_id)
    )


def _seen(actor: Actor, query: Any) -> Any:
    """Work on ideas that are public in campaigns the actor sees."""
    is_public = Contribution.state.in_(sorted(PUBLIC))
    return _joined(query.select_from(Undertaking)).where(is_public, campaigns_visible_to(actor))


def _chosen(asked: Asked) -> list[ColumnElement[bool]]:
    chosen = {
        Undertaking.office_id: asked.office_id,
        Idea.territory_id: asked.territory_id,
        Undertaking.state: asked.state,
        Campaign.slug: asked.campaign,
    }
    return [column == value for column, value in chosen.items() if value is not None]


def _lines(actor: Actor) -> Any:
    own, shown = Undertaking.id, aliased(Progress)
    milestones = select(func.count()).where(Milestone.undertaking_id == own)
    last = select(func.substr(Progress.text, 1, EXCERPT)).where(Progress.undertaking_id == own)
    pictured = select(func.max(Progress.id)).where(Progress.undertaking_id == own, Progress.upload_id.is_not(None))
    waiting = select(func.count()).where(Contest.undertaking_id == own, Contest.upheld.is_(None), is_public_contest())
    query = select(
        Undertaking,
        Idea.number,
        Idea.title,
        Contribution.language,
        Campaign.title.label("campaign"),
        Campaign.slug,
        Campaign.language.label("campaign_language"),
        Campaign.time_zone,
        Office.name.label("office"),
        func.coalesce(Territory.name, "").label("territory"),
        _beside(last.order_by(Progress.id.desc()).limit(1), "latest"),
        _beside(milestones, "milestones"),
        _beside(milestones.where(Milestone.reached_at.is_not(None)), "reached"),
        _beside(waiting, "unanswered"),
        shown.id.label("picture_of"),
        shown.caption,
        Upload.name.label("file"),
        Upload.digest,
        Upload.width,
        Upload.height,
    )
    return (
        _seen(actor, query)
        .outerjoin(shown, shown.id == pictured.correlate(Undertaking).scalar_subquery())
        .outerjoin(Upload, Upload.id == shown.upload_id)
        .order_by(Undertaking.changed_at.desc(), Undertaking.id.desc())
    )


def _beside(query: Any, name: str) -> Any:
    return query.correlate(Undertaking).scalar_subquery().label(name)


def _key_of(word: str | None) -> tuple[datetime, int] | None:
    parts = unpack(word, int, int)
    if parts is None:
        return None
    try:
        return EPOCH + timedelta(microseconds=parts[0]), parts[1]
    except OverflowError:
        return None


def _line(row: Any) -> WorkLine:
    work: Undertaking = row.Undertaking
    size = (row.width or 1, row.height or 1)
    return WorkLine(
        idea_id=work.idea_id,
        number=row.number,
        title=row.title,
        language=row.language,
        campaign=row.campaign,
        slug=row.slug,
        campaign_language=row.campaign_language,
        zone=row.time_zone,
        office=row.office,
        territory=row.territory,
        state=work.state,
        due_on=work.due_on,
        changed_at=work.changed_at,
        latest=row.latest or "",
        milestones=row.milestones,
        reached=row.reached,
        unanswered=row.unanswered,
        picture_of=row.picture_of if row.digest else None,
        picture=PictureRead(row.caption, row.file, row.digest, *size) if row.digest else None,
    )
