"""Keeping a snapshot, and taking words out of it that stand nowhere any more."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.audit import chain
from app.digests import telling
from app.digests.keys import texts_of
from app.digests.models import Snapshot, SnapshotKind
from app.digests.snapshot import Draft
from app.foundation import outbox
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.slots import Rewriting

LOGGED = {
    SnapshotKind.ROUND: "digest.taken",
    SnapshotKind.FINAL: "report.frozen",
    SnapshotKind.WEEKLY: "digest.week",
}


@dataclass(frozen=True)
class About:
    """What a snapshot is of: a result, a week by its first and last day, or, with neither, the whole campaign."""

    campaign_id: int
    result_id: int | None = None
    period: tuple[date, date] | None = None

    @property
    def kind(self) -> SnapshotKind:
        if self.result_id is not None:
            return SnapshotKind.ROUND
        return SnapshotKind.FINAL if self.period is None else SnapshotKind.WEEKLY


def keep(about: About, draft: Draft, fingerprint: str, now: datetime, actor_id: int | None = None) -> Snapshot:
    """Keeps a snapshot; that of the same result or week that is there already stays. One that everyone may read is told."""
    kept = _there_already(about)
    if kept is not None:
        return kept
    first, last = about.period or (None, None)
    snapshot = Snapshot(
        campaign_id=about.campaign_id,
        kind=about.kind,
        result_id=about.result_id,
        period_from=first,
        period_to=last,
        taken_at=now,
        fingerprint=fingerprint,
        body=draft.body,
        titles=draft.titles,
    )
    db.session.add(snapshot)
    db.session.flush()
    chain.log(
        LOGGED[about.kind],
        now=now,
        actor_id=actor_id,
        thing="digest",
        thing_id=snapshot.id,
        campaign_id=about.campaign_id,
        result_id=about.result_id,
        fingerprint=fingerprint,
    )
    outbox.ask("digests.make_files", snapshot_id=snapshot.id)
    telling.tell(snapshot)
    return snapshot


def _there_already(about: About) -> Snapshot | None:
    query = select(Snapshot).where(Snapshot.campaign_id == about.campaign_id, Snapshot.kind == about.kind)
    match about.kind:
        case SnapshotKind.ROUND:
            return db.session.scalar(query.where(Snapshot.result_id == about.result_id))
        case SnapshotKind.WEEKLY:
            return db.session.scalar(query.where(Snapshot.period_from == (about.period or (None,))[0]))
        case SnapshotKind.FINAL:
            return None


def rewrite(asked: Rewriting) -> None:
    """Puts other words in the place of those of a text beside the bodies of snapshots: no fingerprint breaks by that."""
    campaign_id = db.session.get_one(Contribution, asked.contribution_id).campaign_id
    for snapshot in db.session.scalars(
        select(Snapshot).where(Snapshot.campaign_id == campaign_id).order_by(Snapshot.id)
    ):
        texts = texts_of(snapshot)
        if asked.contribution_id in texts.values():
            snapshot.titles = {
                key: asked.change(f"snapshot:{snapshot.id}:{key}", words)
                if texts[key] == asked.contribution_id
                else words
                for key, words in snapshot.titles.items()
            }
    db.session.flush()
