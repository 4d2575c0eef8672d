"""What may be used once: the database decides which of two that come at the same moment is the first."""

from typing import Any, cast

from sqlalchemy import CursorResult, Update

from app.foundation.db import db


def used(update: Update) -> bool:
    """Whether this changed its one row: where it does not, somebody else was quicker, or it was used long ago."""
    done = db.session.execute(update.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount == 1
