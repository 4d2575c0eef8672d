"""Rows that somebody else may be making in the same moment: INSERT … ON CONFLICT as the database in use has it."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.foundation.db import Base, db

Row = TypeVar("Row", bound=Base)
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def upsert(table: Any, dialect: str = "") -> Any:
    """An INSERT into a model or a table which knows `on_conflict_do_nothing` and `on_conflict_do_update`.

    `dialect` is of the database in use where none is given.
    """
    return _INSERT[dialect or db.session.get_bind().dialect.name](table)


def held(model: type[Row], fresh: dict[str, Any], **key: Any) -> Row:
    """The row with this key, held until the end of the step and as it is after the wait; made of `key` and `fresh` where it is missing.

    No row above it is held to make it: whoever holds this one may need that one for what points at it, and each would wait
    for the other.
    """
    query = select(model).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        db.session.execute(upsert(model).values(**key, **fresh).on_conflict_do_nothing())
        row = db.session.scalars(query).one()
    return row
