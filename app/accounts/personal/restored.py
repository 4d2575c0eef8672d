"""A backup that is restored brings people back who have left since: what was decided is handed over, and done once more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.accounts.personal import erasing, register
from app.accounts.personal.register import Line
from app.accounts.slots import LeftTexts
from app.foundation import clock
from app.foundation.db import db

ERASURES = "erasures"


def kept_aside(_asked: None) -> Mapping[str, Any]:
    """The register as it stands before the restore."""
    lines = register.lines().values()
    return {ERASURES: [[one.mark, one.texts, one.erased_at.isoformat()] for one in lines]}


def erase_again(kept: Mapping[str, Any]) -> str:
    """Erases whoever has left since the backup was made. Twice is as once."""
    for mark, texts, erased_at in kept.get(ERASURES, ()):
        register.keep(Line(mark, LeftTexts(texts), datetime.fromisoformat(erased_at)))
    # Those of the backup alone are written down outside of its database, too.
    for line in register.lines().values():
        register.keep(line)
    db.session.rollback()
    again = erasing.reapply(clock.now())
    return f"people who have left since the backup was made were erased again: {again}" if again else ""
