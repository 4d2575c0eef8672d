"""How many statements a stretch of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from app.foundation.db import db


@dataclass
class Statements:
    """What was sent, in order, without the bounds of transactions and savepoints."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def counted() -> Iterator[Statements]:
    """`with counted() as sent: ...; len(sent)`. Wants an application context; counts every session of this process."""
    sent = Statements()

    def note(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if not text.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.texts.append(text)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
