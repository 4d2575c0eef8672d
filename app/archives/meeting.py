"""Shared things of an archive and those of this installation: which are the same, and which number each has here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, bindparam, func, select, update

from app.archives import belonging
from app.archives.columns import Row
from app.archives.loading import Loading, put_in
from app.foundation.db import db
from app.foundation.unit_of_work import step, writing

AT_ONCE = 250
Numbers = dict[str, dict[int, int]]


@dataclass
class Meeting:
    """`known` are the numbers here of what is here already, `taken` those of the rest that something else has here."""

    known: Numbers = field(default_factory=dict)
    taken: dict[str, set[int]] = field(default_factory=dict)

    def moved(self, table: str, ids: set[int]) -> list[int]:
        """Those of the numbers that something else has, or will have, in this installation."""
        known = self.known.get(table, {})
        return sorted(id for id in ids if known.get(id, id) != id or id in self.taken.get(table, set()))


def meet(loading: Loading) -> Meeting:
    """Looks for shared things by what they are called; writes nothing."""
    found = Meeting()
    with db.engine.connect() as connection:
        for table in belonging.shared_in_order():
            rows = [row for _weight, row in loading.rows_of(table)]
            found.known[table.name] = known = _known(connection, table, rows)
            found.taken[table.name] = ids_here(connection, table, [row["id"] for row in rows if row["id"] not in known])
    return found


def bring(loading: Loading) -> Numbers:
    """Brings those that are missing, in short steps, and returns the number that each has here. Told again, it brings nothing."""
    numbers: Numbers = {}
    there = Loading(loading.archive, loading.arrived_at, numbers)
    for table in belonging.shared_in_order():
        rows = [row for _weight, row in loading.rows_of(table)]
        with db.engine.connect() as connection:
            known = _known(connection, table, rows)
        for some in _some([row for row in rows if row["id"] not in known]):
            with step():
                _bring(writing(), table, some, there)
        with db.engine.connect() as connection:
            numbers[table.name] = _known(connection, table, rows)
        _set_parents(table, [row for row in rows if row["id"] not in known], numbers[table.name])
    return numbers


def ids_here(connection: Connection, table: Table, ids: Sequence[int]) -> set[int]:
    """Those of the numbers that rows of this installation have."""
    found: set[int] = set()
    for some in _some(ids):
        found |= set(connection.scalars(select(table.c.id).where(table.c.id.in_(some))))
    return found


def catch_up(connection: Connection, table: Table, highest: int = 0) -> None:
    """PostgreSQL counts on from the highest number; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        counter = func.pg_get_serial_sequence(table.name, "id")
        here = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(counter, func.greatest(highest, here, func.nextval(counter) - 1, 1))))


def _known(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[int, int]:
    column = table.columns[belonging.SHARED[table.name]]
    by_name: dict[str, int] = {}
    for some in _some([row[column.name] for row in rows]):
        by_name |= dict(connection.execute(select(column, table.c.id).where(column.in_(some))).all())
    return {row["id"]: by_name[row[column.name]] for row in rows if row[column.name] in by_name}


def _bring(connection: Connection, table: Table, rows: Sequence[Row], loading: Loading) -> None:
    taken = ids_here(connection, table, [row["id"] for row in rows])
    fitted = []
    for row in rows:
        whole = {**loading.fit(table, row), **({"parent_id": None} if "parent_id" in row else {})}
        if row["id"] in taken:
            del whole["id"]
        fitted.append(whole)
    # Those that keep their number first: a new one must not take it.
    put_in(connection, table, [row for row in fitted if "id" in row])
    catch_up(connection, table)
    put_in(connection, table, [row for row in fitted if "id" not in row])


def _set_parents(table: Table, rows: Sequence[Row], numbers: Mapping[int, int]) -> None:
    if "parent_id" not in table.columns:
        return
    pairs = [
        {"the_id": numbers[row["id"]], "the_parent": numbers[row["parent_id"]]}
        for row in rows
        if row["parent_id"] is not None
    ]
    statement = update(table).where(table.c.id == bindparam("the_id")).values(parent_id=bindparam("the_parent"))
    for some in _some(pairs):
        with step():
            writing().execute(statement, some)


def _some(rows: Sequence[Row] | Sequence[int] | Sequence[str]) -> Iterator[list]:  # type: ignore[type-arg]
    for start in range(0, len(rows), AT_ONCE):
        yield list(rows[start : start + AT_ONCE])
