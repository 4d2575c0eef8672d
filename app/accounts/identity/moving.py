"""Rows of one account become those of another, nothing twice. Called inside a write."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, exists, inspect, select, update

from app.accounts.identity.slots import Joining
from app.foundation.db import Base, db


def twins(model: type[Base], joining: Joining, same: Sequence[str], column: str = "account_id") -> Sequence[Any]:
    """The rows of the closed account of which the kept one has the same, by the columns named; each with those columns."""
    table = inspect(model).local_table
    other = table.alias("other")
    is_twin = and_(
        other.c[column] == joining.kept_id, *(table.c[name].is_not_distinct_from(other.c[name]) for name in same)
    )
    return db.session.execute(
        select(table).where(table.c[column] == joining.closed_id, exists(select(1).select_from(other).where(is_twin)))
    ).all()


def move(model: type[Base], joining: Joining, same: Sequence[str] = (), column: str = "account_id") -> int:
    """Gives the rows of the closed account to the kept one and returns how many; those that it has already (`same`) go."""
    if same:
        drop(model, joining, same, column)
    return move_rest(model, joining, same, column)


def drop(model: type[Base], joining: Joining, same: Sequence[str], column: str = "account_id") -> None:
    """The rows of the closed account go of which the kept one has the same."""
    table = inspect(model).local_table
    other = table.alias("other")
    is_twin = and_(
        other.c[column] == joining.kept_id, *(table.c[name].is_not_distinct_from(other.c[name]) for name in same)
    )
    twin = exists(select(1).select_from(other).where(is_twin))
    db.session.execute(
        delete(model).where(table.c[column] == joining.closed_id, twin),
        execution_options={"synchronize_session": False},
    )


def move_rest(model: type[Base], joining: Joining, same: Sequence[str] = (), column: str = "account_id") -> int:
    """The same, but leaves with the closed account what the kept one has already."""
    table = inspect(model).local_table
    mine = [table.c[column] == joining.closed_id]
    if same:
        other = table.alias("other")
        is_twin = and_(
            other.c[column] == joining.kept_id, *(table.c[name].is_not_distinct_from(other.c[name]) for name in same)
        )
        mine.append(~exists(select(1).select_from(other).where(is_twin)))
    moved = db.session.execute(
        update(model).where(*mine).values({column: joining.kept_id}), execution_options={"synchronize_session": False}
    )
    return int(moved.rowcount)  # type: ignore[attr-defined]
