"""Background work of the API."""

from datetime import timedelta

from sqlalchemy import delete, select

from app.api.models import KeptReply
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step

KEPT_FOR = timedelta(hours=24)
AT_ONCE = 500


def forget_replies() -> None:
    """Answers that were kept for a day go."""
    before = clock.now() - KEPT_FOR
    old = select(KeptReply.id).where(KeptReply.made_at < before).order_by(KeptReply.made_at).limit(AT_ONCE)
    while True:
        with step():
            gone = db.session.execute(delete(KeptReply).where(KeptReply.id.in_(old))).rowcount  # type: ignore[attr-defined]
        if gone < AT_ONCE:
            return
