"""Keeping a snapshot, and taking words out of it that stand nowhere any more."""

from datetime import datetime

from sqlalchemy import select

from app.audit import chain
from app.digests.keys import texts_of
from app.digests.models import Snapshot
from app.digests.snapshot import Draft
from app.foundation import outbox
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.slots import Rewriting


def keep(campaign_id: int, result_id: int, draft: Draft, fingerprint: str, now: datetime) -> Snapshot:
    """Keeps the snapshot of a result; the one that is there already stays."""
    kept = db.session.scalar(select(Snapshot).where(Snapshot.result_id == result_id))
    if kept is not None:
        return kept
    snapshot = Snapshot(
        campaign_id=campaign_id,
        result_id=result_id,
        taken_at=now,
        fingerprint=fingerprint,
        body=draft.body,
        titles=draft.titles,
    )
    db.session.add(snapshot)
    db.session.flush()
    chain.log(
        "digest.taken",
        now=now,
        actor_id=None,
        thing="digest",
        thing_id=snapshot.id,
        campaign_id=campaign_id,
        result_id=result_id,
        fingerprint=fingerprint,
    )
    outbox.ask("digests.make_files", snapshot_id=snapshot.id)
    return snapshot


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
