"""Which digests there are, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.accounts.roles import Actor
from app.digests.models import Snapshot
from app.digests.permissions import readable_by
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round

PAGE = 20


@dataclass(frozen=True)
class Line:
    """A digest in the list."""

    id: int
    campaign: str
    round: int
    closed_at: datetime | None
    published_at: datetime | None
    superseded_at: datetime | None


def page(actor: Actor, key: str | None) -> Page[Line]:
    """The digests that the actor may read, newest first."""
    query = (
        select(Snapshot.id, Campaign.title, Round.number, Round.closed_at, Result.published_at, Result.superseded_at)
        .join(Result, Result.id == Snapshot.result_id)
        .join(Round, Round.id == Result.round_id)
        .join(Campaign, Campaign.id == Snapshot.campaign_id)
        .where(readable_by(actor))
        .order_by(Snapshot.id.desc())
        .limit(PAGE + 1)
    )
    after = unpack(key, int)
    if after:
        query = query.where(Snapshot.id < after[0])
    rows = [Line(*row) for row in db.session.execute(query)]
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, is_first=after is None)


def snapshot_or_missing(id: int, actor: Actor) -> tuple[Snapshot, Result, Campaign]:
    """The digest with its result and its campaign. Raises Missing where it is not there or not the actor's to read."""
    row = db.session.execute(
        select(Snapshot, Result, Campaign)
        .join(Result, Result.id == Snapshot.result_id)
        .join(Campaign, Campaign.id == Snapshot.campaign_id)
        .where(Snapshot.id == id, readable_by(actor))
        .options(lazyload(Campaign.windows))
    ).one_or_none()
    if row is None:
        raise Missing
    return row[0], row[1], row[2]


def id_of(result_id: int) -> int | None:
    """The digest of a result, where it is taken already."""
    return db.session.scalar(select(Snapshot.id).where(Snapshot.result_id == result_id))


def still_public(ids: Iterable[int]) -> frozenset[int]:
    """Which of the texts are public now: words of others are not shown any more."""
    query = select(Contribution.id).where(Contribution.id.in_(sorted(ids)), Contribution.state.in_(sorted(PUBLIC)))
    return frozenset(db.session.scalars(query))
