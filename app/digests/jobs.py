"""Background work of digests."""

from sqlalchemy import select

from app.digests import domain
from app.digests.models import Snapshot
from app.digests.snapshot import draft
from app.foundation import canonical, clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds.models import Result, Round


def take(result_id: int) -> None:
    """Takes the snapshot of a frozen result, once: read and fingerprinted before the write begins."""
    result = db.session.get_one(Result, result_id)
    if result.counted_at is None or db.session.scalar(select(Snapshot.id).where(Snapshot.result_id == result_id)):
        return
    campaign_id = db.session.get_one(Round, result.round_id).campaign_id
    made = draft(result)
    fingerprint = canonical.fingerprint(made.body)
    with step():
        domain.keep(campaign_id, result_id, made, fingerprint, clock.now())
