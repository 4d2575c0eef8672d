"""Keeping a snapshot."""

from datetime import datetime

from sqlalchemy import select

from app.audit import chain
from app.digests.models import Snapshot
from app.digests.snapshot import Draft
from app.foundation.db import db


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
    return snapshot
