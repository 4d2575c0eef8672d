"""Which digests there are, and one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, lazyload

from app.accounts.roles import Actor
from app.digests.models import ReportEdition, Snapshot, SnapshotKind
from app.digests.permissions import readable_by
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round

PAGE = 20
Later = aliased(ReportEdition)


@dataclass(frozen=True)
class Line:
    """A digest in the list: of a round with its number and its close, of a week with its days, or an edition of a final report."""

    id: int
    campaign: str
    kind: SnapshotKind
    taken_at: datetime
    period_from: date | None
    period_to: date | None
    round: int | None
    closed_at: datetime | None
    published_at: datetime | None
    superseded_at: datetime | None
    edition: int | None
    has_later: bool

    @property
    def is_public(self) -> bool:
        return self.kind != SnapshotKind.ROUND or self.published_at is not None

    @property
    def is_superseded(self) -> bool:
        return self.has_later or self.superseded_at is not None


@dataclass(frozen=True)
class Read:
    """A digest with its campaign. `later_id` is a newer edition of the same report."""

    snapshot: Snapshot
    campaign: Campaign
    result: Result | None
    edition: ReportEdition | None
    later_id: int | None

    @property
    def is_public(self) -> bool:
        return self.result is None or self.result.published_at is not None

    @property
    def is_superseded(self) -> bool:
        return self.later_id is not None or (self.result is not None and self.result.superseded_at is not None)


def page(actor: Actor, key: str | None) -> Page[Line]:
    """The digests that the actor may read, newest first."""
    columns = (
        Snapshot.id,
        Campaign.title,
        Snapshot.kind,
        Snapshot.taken_at,
        Snapshot.period_from,
        Snapshot.period_to,
        Round.number,
        Round.closed_at,
        Result.published_at,
        Result.superseded_at,
        ReportEdition.number,
        exists().where(Later.campaign_id == Snapshot.campaign_id, Later.number > ReportEdition.number),
    )
    query = _joined(select(*columns)).outerjoin(Round, Round.id == Result.round_id).where(readable_by(actor))
    query = query.order_by(Snapshot.id.desc()).limit(PAGE + 1)
    after = unpack(key, int)
    if after:
        query = query.where(Snapshot.id < after[0])
    rows = [Line(*row) for row in db.session.execute(query)]
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, is_first=after is None)


def _joined(query: Any) -> Any:
    return (
        query.select_from(Snapshot)
        .join(Campaign, Campaign.id == Snapshot.campaign_id)
        .outerjoin(Result, Result.id == Snapshot.result_id)
        .outerjoin(ReportEdition, ReportEdition.snapshot_id == Snapshot.id)
    )


def digest_or_missing(id: int, actor: Actor) -> Read:
    """The digest. Raises Missing where it is not there or not the actor's to read."""
    later = (
        select(Later.snapshot_id)
        .where(Later.campaign_id == ReportEdition.campaign_id, Later.number > ReportEdition.number)
        .order_by(Later.number.desc())
        .limit(1)
        .correlate(ReportEdition)
        .scalar_subquery()
    )
    row = db.session.execute(
        _joined(select(Snapshot, Campaign, Result, ReportEdition, later))
        .where(Snapshot.id == id, readable_by(actor))
        .options(lazyload(Campaign.windows))
    ).one_or_none()
    if row is None:
        raise Missing
    return Read(*row)


def snapshot_or_missing(id: int, actor: Actor) -> tuple[Snapshot, Result | None, Campaign]:
    """The digest with its result and its campaign. Raises Missing where it is not there or not the actor's to read."""
    read = digest_or_missing(id, actor)
    return read.snapshot, read.result, read.campaign


def stands(id: int) -> bool:
    """Whether everyone in the audience of the campaign may read the digest, and no newer one has taken its place."""
    newer = exists().where(Later.campaign_id == Snapshot.campaign_id, Later.number > ReportEdition.number)
    query = _joined(select(Snapshot.id)).where(
        Snapshot.id == id,
        or_(Snapshot.kind != SnapshotKind.ROUND, Result.published_at.is_not(None)),
        Result.superseded_at.is_(None),
        ~newer,
    )
    return db.session.scalar(query) is not None


def by_fingerprint(fingerprint: str, actor: Actor) -> int:
    """The digest whose body has this checksum. Raises Missing."""
    query = _joined(select(Snapshot.id)).where(Snapshot.fingerprint == fingerprint, readable_by(actor))
    id = db.session.scalar(query.order_by(Snapshot.id).limit(1))
    if id is None:
        raise Missing
    return int(id)


def with_report(result_id: int) -> tuple[int, int | None] | None:
    """The digest of a result, where it is taken already, and the newest edition of its campaign's final report. One statement."""
    newest = (
        select(ReportEdition.snapshot_id)
        .where(ReportEdition.campaign_id == Snapshot.campaign_id)
        .order_by(ReportEdition.number.desc())
        .limit(1)
        .correlate(Snapshot)
        .scalar_subquery()
    )
    row = db.session.execute(select(Snapshot.id, newest).where(Snapshot.result_id == result_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def id_of(result_id: int) -> int | None:
    """The digest of a result, where it is taken already."""
    return db.session.scalar(select(Snapshot.id).where(Snapshot.result_id == result_id))


def still_public(ids: Iterable[int]) -> frozenset[int]:
    """Which of the texts are public now: words of others are not shown any more."""
    wanted: Sequence[int] = sorted(ids)
    query = select(Contribution.id).where(Contribution.id.in_(wanted), Contribution.state.in_(sorted(PUBLIC)))
    return frozenset(db.session.scalars(query))
