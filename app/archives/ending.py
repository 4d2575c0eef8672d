"""The end of an arrival: the campaign is seen, and background work makes anew what archives leave out."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, update

from app.archives import belonging
from app.archives.loading import OF_A_ROW, Loading, Stage
from app.archives.models import Arrival
from app.audit import chain
from app.digests.models import Snapshot
from app.foundation import outbox
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round, Source
from moderation.models import Case
from search.domain import marks

ARRIVED = "campaign.arrived"


def stages(loading: Loading) -> list[Stage]:
    """What follows when all rows are in. The queue of moderators gets its cases once their texts can be seen."""
    tables = belonging.tables_by_name()

    def appear(connection: Connection, rows: list[Any]) -> None:
        _appear(loading, rows[0])

    def mark(connection: Connection, rows: list[Any]) -> None:
        marks.mark([row["id"] for row in rows], loading.arrived_at)

    def reopen(connection: Connection, rows: list[Any]) -> None:
        ids = [row["id"] for row in rows if row["closed_at"] is None]
        if ids:
            connection.execute(update(Case).where(Case.id.in_(ids)).values(closed_at=None))

    def once() -> Iterator[tuple[int, Any]]:
        yield OF_A_ROW, loading.campaign

    return [
        Stage("the campaign appears", once, appear),
        Stage("cases that wait", lambda: loading.rows_of(tables["cases"]), reopen),
        Stage("the index", lambda: loading.rows_of(tables["contributions"]), mark),
    ]


def _appear(loading: Loading, row: dict[str, Any]) -> None:
    at = {name: row[name] for name in ("launched_at", "archived_at")}
    db.session.execute(update(Campaign).where(Campaign.id == row["id"]).values(is_arriving=False, **at))
    manifest = loading.archive.manifest
    chain.log(
        ARRIVED,
        now=loading.arrived_at,
        actor_id=None,
        thing="campaign",
        thing_id=row["id"],
        campaign_id=row["id"],
        archive=manifest.digest,
        entries=manifest.log[0],
        release=manifest.release,
    )


def finish(loading: Loading, digest: str) -> None:
    """Inside a step: asks for the files of votes and digests, and says that nothing is missing any more."""
    campaign_id = loading.campaign["id"]
    published = (
        select(Result.id)
        .join(Round, Round.id == Result.round_id)
        .where(Round.campaign_id == campaign_id, Round.source == Source.BALLOTS, Result.published_at.is_not(None))
    )
    for result_id in db.session.scalars(published.order_by(Result.id)).all():
        outbox.ask("rounds.publish_files", result_id=result_id)
    snapshots = select(Snapshot.id).where(Snapshot.campaign_id == campaign_id).order_by(Snapshot.id)
    for snapshot_id in db.session.scalars(snapshots).all():
        outbox.ask("digests.make_files", snapshot_id=snapshot_id)
    db.session.execute(update(Arrival).where(Arrival.digest == digest).values(finished_at=loading.arrived_at))
