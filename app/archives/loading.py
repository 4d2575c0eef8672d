"""The rows of an archive as stages that follow each other, for whichever database they go into."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from app.archives import belonging, columns, values
from app.archives.columns import Row
from app.archives.container import Damaged, Unpacking
from app.audit.models import Chain, Entry, Opening

# Beside its length in the file each row costs about as much as so many letters.
OF_A_ROW = 200
Weighed = tuple[int, Any]
Put = Callable[[Connection, list[Any]], None]


@dataclass(frozen=True)
class Stage:
    """Rows that go in one after another, each with its weight, and how some of them are put into the database."""

    name: str
    rows: Callable[[], Iterator[Weighed]]
    put: Put


@dataclass
class Loading:
    """An archive on its way in. `numbers` are those that shared things have here where they are others than in the archive."""

    archive: Unpacking
    arrived_at: datetime
    numbers: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def stages(self) -> list[Stage]:
        """All after the shared things and the campaign itself, up to the moment at which it can be seen."""
        found: list[Stage] = []
        for table in belonging.in_order():
            if table.name == "results":
                found += self._results()
            elif table.name not in {belonging.ROOT, "result_rows", *belonging.LAST}:
                found.append(self._stage(table))
        found.append(Stage("log", lambda: self.raw("audit_entries"), self._put_log))
        for name, later in columns.LATER.items():
            if name not in {belonging.ROOT, "results"}:
                found.append(self._later(belonging.tables_by_name()[name], later))
        return found + [self._stage(belonging.tables_by_name()[name]) for name in belonging.LAST]

    def rows_of(self, table: Table) -> Iterator[Weighed]:
        """The rows as they stand in the archive, each looked at. Raises Damaged."""
        wanted = set(columns.going(table))
        for number, (weight, raw) in enumerate(self.raw(table.name), 1):
            where = f"tables/{table.name}.jsonl, line {number}"
            if not isinstance(raw, dict) or raw.keys() != wanted:
                raise Damaged(f"{where}: these are not the columns of the table")
            try:
                yield weight, {name: values.read(table.columns[name], value) for name, value in raw.items()}
            except values.Unfit as fault:
                raise Damaged(f"{where}: {fault}") from None

    def raw(self, name: str) -> Iterator[Weighed]:
        """The rows as they stand in the archive, each with its weight."""
        return ((OF_A_ROW + length, raw) for length, raw in self.archive.lines(f"tables/{name}.jsonl"))

    @cached_property
    def campaign(self) -> Row:
        """The row of the campaign itself."""
        found: list[Row] = [row for _weight, row in self.rows_of(belonging.tables_by_name()[belonging.ROOT])]
        if len(found) != 1 or found[0]["slug"] != self.archive.manifest.slug:
            raise Damaged("it does not hold the one campaign of which its manifest speaks")
        return found[0]

    def fit(self, table: Table, row: Row) -> Row:
        """A row as it is put in: with the numbers of this place, and with what stands for that which stayed behind."""
        told = {**row, "arrived_at": self.arrived_at}
        fitted = {**row, **{name: given(told) for name, given in columns.BEHIND.get(table.name, {}).items()}}
        for key in belonging.keys_of(table):
            if key.target in self.numbers and fitted[key.column] is not None:
                fitted[key.column] = self.numbers[key.target].get(fitted[key.column], fitted[key.column])
        return fitted

    def put(self, table: Table) -> Put:
        """What puts rows into a table; as they are until everything is in."""
        later = columns.LATER.get(table.name)
        meanwhile = later.meanwhile if later else {}
        until_seen = columns.UNTIL_SEEN.get(table.name, _as_it_is)

        def put(connection: Connection, rows: list[Row]) -> None:
            fitted = (self.fit(table, row) for row in rows)
            put_in(connection, table, [{**row, **meanwhile, **until_seen(row)} for row in fitted])

        return put

    def _stage(self, table: Table) -> Stage:
        return Stage(table.name, lambda: self.rows_of(table), self.put(table))

    def _results(self) -> list[Stage]:
        """One result after another: the database takes no row into one that is frozen, and one that is not only once a round."""
        results, rows = (belonging.tables_by_name()[name] for name in ("results", "result_rows"))
        found = []
        for weight, result in self.rows_of(results):
            own = self._rows_of_result(rows, result["id"])
            alone = self._alone(weight, result)
            found += [
                Stage(f"result {result['id']}", alone, self.put(results)),
                Stage(f"rows of result {result['id']}", own, self.put(rows)),
                Stage(f"result {result['id']} is frozen", alone, self._put_later(results, columns.LATER["results"])),
            ]
        return found

    def _rows_of_result(self, table: Table, result_id: int) -> Callable[[], Iterator[Weighed]]:
        return lambda: ((weight, row) for weight, row in self.rows_of(table) if row["result_id"] == result_id)

    @staticmethod
    def _alone(weight: int, row: Row) -> Callable[[], Iterator[Weighed]]:
        return lambda: iter([(weight, row)])

    def _later(self, table: Table, later: columns.Later) -> Stage:
        return Stage(f"{table.name}, later", lambda: self.rows_of(table), self._put_later(table, later))

    def _put_later(self, table: Table, later: columns.Later) -> Put:
        names = sorted(later.meanwhile)
        changes = {name: bindparam(f"new_{name}", type_=table.columns[name].type) for name in names}
        statement = update(table).where(table.c.id == bindparam("the_id")).values(changes)

        def put(connection: Connection, rows: list[Row]) -> None:
            fitted = [self.fit(table, row) for row in rows]
            wanted = [
                {"the_id": row["id"], **{f"new_{name}": row[name] for name in names}}
                for row in fitted
                if any(row[name] != later.meanwhile[name] for name in names)
            ]
            if wanted:
                connection.execute(statement, wanted)

        return put

    def _put_log(self, connection: Connection, entries: list[Any]) -> None:
        """Entries as they were. What one opens to is erased where it speaks of a person who has another number here."""
        campaign_id = self.campaign["id"]
        chain_id = connection.scalar(select(Chain.id).where(Chain.campaign_id == campaign_id))
        if chain_id is None:
            connection.execute(insert(Chain), [{"campaign_id": campaign_id, "length": 0, "head": ""}])
            chain_id = connection.execute(select(Chain.id).where(Chain.campaign_id == campaign_id)).scalar_one()
        rows = [{**read_entry(one), "chain_id": chain_id} for one in entries]
        connection.execute(insert(Entry), rows)
        of_these = (Entry.chain_id == chain_id, Entry.number >= rows[0]["number"])
        ids = dict(connection.execute(select(Entry.number, Entry.id).where(*of_these)).all())
        openings = [
            {"entry_id": ids[row["number"]], **one["opening"]}
            for row, one in zip(rows, entries, strict=True)
            if one["opening"] is not None and not self._is_about_moved(one)
        ]
        if openings:
            connection.execute(insert(Opening), openings)
        head = {"length": rows[-1]["number"], "head": rows[-1]["digest"]}
        connection.execute(update(Chain).where(Chain.id == chain_id).values(head))

    def _is_about_moved(self, entry: Mapping[str, Any]) -> bool:
        moved = self.numbers.get("accounts", {})
        return any(moved.get(id, id) != id for id in people_of(entry))


def _as_it_is(_row: Row) -> Row:
    return {}


def people_of(entry: Mapping[str, Any]) -> set[int]:
    """The numbers of the people of whom an entry of the log speaks."""
    opening = entry["opening"] or {}
    found = {opening.get("actor_id"), entry["thing_id"] if entry["thing"] == "account" else None}
    for name, value in (opening.get("details") or {}).items():
        if "account" in name:
            found |= set(value if isinstance(value, list) else [value])
    return {id for id in found if isinstance(id, int)}


def read_entry(raw: Any) -> Row:
    """An entry of the log without what it opens to. Raises Damaged."""
    table = belonging.tables_by_name()["audit_entries"]
    opening = belonging.tables_by_name()["audit_openings"]
    names = {column.name for column in table.columns} - {"id", "chain_id"}
    if not isinstance(raw, dict) or raw.keys() != {*names, "opening"}:
        raise Damaged("tables/audit_entries.jsonl: these are no entries of a log")
    try:
        if raw["opening"] is not None:
            for name in ("salt", "actor_id", "details"):
                values.read(opening.columns[name], raw["opening"][name])
        return {name: values.read(table.columns[name], raw[name]) for name in names}
    except (values.Unfit, KeyError, TypeError):
        raise Damaged("tables/audit_entries.jsonl: these are no entries of a log") from None


def put_in(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Inserts rows; an empty JSON is nothing, not the word `null`."""
    by_names: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        told = {name: value for name, value in row.items() if value is not None or not _is_json(table, name)}
        by_names.setdefault(tuple(sorted(told)), []).append(told)
    for some in by_names.values():
        connection.execute(insert(table), some)


def _is_json(table: Table, name: str) -> bool:
    return bool(getattr(table.columns[name].type, "should_evaluate_none", False))
