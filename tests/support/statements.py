"""How many statements a stretch of work sends to the database, and how the database goes about them."""

from collections.abc import Callable, Iterator
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


def plans_of(work: Callable[[], Any]) -> list[tuple[str, str]]:
    """The SELECTs that the work sends, each with the plan of the database for it, a step a line."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_rest: Any) -> None:
        if text.startswith(("SELECT", "WITH")):
            sent.append((text, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    is_sqlite = db.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    plans = [db.session.connection().exec_driver_sql(explain + text, values).all() for text, values in sent]
    return [
        (text, "\n".join(str(row[3] if is_sqlite else row[0]) for row in plan))
        for (text, _), plan in zip(sent, plans, strict=True)
    ]
