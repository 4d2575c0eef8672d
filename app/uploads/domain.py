"""The rows of files."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.foundation import outbox
from app.foundation.db import db
from app.uploads.models import Upload
from app.uploads.store import Brought


def keep(account_id: int, brought: Brought, now: datetime) -> Upload:
    """Makes the row of a file that this person brought."""
    upload = Upload(
        account_id=account_id,
        digest=brought.digest,
        media_type=brought.media_type,
        name=brought.name,
        size=brought.size,
        width=brought.width,
        height=brought.height,
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def remove(ids: Sequence[int]) -> None:
    """Removes rows. Each file goes soon after, unless somebody else has the same."""
    if not ids:
        return
    digests = sorted(set(db.session.scalars(select(Upload.digest).where(Upload.id.in_(ids)))))
    db.session.execute(delete(Upload).where(Upload.id.in_(ids)))
    for digest in digests:
        outbox.ask("uploads.drop", digest=digest)


def kept_among(digests: Sequence[str]) -> set[str]:
    """Those of the digests that some row names."""
    return set(db.session.scalars(select(Upload.digest).where(Upload.digest.in_(digests))))
