"""The tables of the index: a schema of its own, a set of tables a shelf and generation, and which of them is searched.

Alembic knows nothing of them: an index is derived, made when it is first built, and can always be built again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog

from search.engine import Busy, Shelf, Unready

SCHEMA = "veche_search"
# Moves whenever the tables or the analysis do: an index of another shape is built anew by itself.
SHAPE = 3
LOCK = 0x5EA2C4
SHARED = 0
MILLISECONDS = 2000
# No such table, column or schema; damaged data or a damaged index of it.
UNREADABLE = {"42P01", "42703", "3F000", "XX001", "XX002"}
LOCKED = "55P03"
LARGEST_ROW = 8160
COLUMNS = "id, published, is_remark, title_words, title_length, length, facets"
log = structlog.get_logger("search")

Cursor = Any


class Tables:
    """The tables of one generation of one shelf."""

    def __init__(self, shelf: Shelf, generation: int) -> None:
        self.generation = generation
        # Readers take them in this order, and so does who drops them.
        self.words, self.documents, self.texts = self.all = tuple(
            f"{SCHEMA}.{kind}_{shelf.value}_{generation}" for kind in ("words", "documents", "texts")
        )

    def make(self, cursor: Cursor) -> None:
        """Empty tables, without the indexes: those are quicker made afterwards."""
        cursor.execute(
            f'CREATE TABLE {self.words} (lexeme text COLLATE "C" NOT NULL, titled bigint NOT NULL, remarks bigint NOT NULL)'
        )
        cursor.execute(
            f"CREATE TABLE {self.documents} (id bigint NOT NULL, published double precision NOT NULL, is_remark boolean NOT NULL, "
            "title_words int NOT NULL, title_length int NOT NULL, length int NOT NULL, facets text NOT NULL, "
            f"vector tsvector NOT NULL) WITH (toast_tuple_target = {LARGEST_ROW})"
        )
        # Within the row and as it is: a query looks into thousands, and taking them out of a compression is the dearest of all.
        cursor.execute(f"ALTER TABLE {self.documents} ALTER vector SET STORAGE EXTERNAL")
        cursor.execute(
            f"CREATE TABLE {self.texts} (id bigint NOT NULL, kind text NOT NULL, title text NOT NULL, text text NOT NULL, source text)"
        )

    def read(self, cursor: Cursor) -> None:
        """Reads a little of everything."""
        cursor.execute(f"SELECT lexeme, titled, remarks FROM {self.words} LIMIT 1")
        cursor.execute(f"SELECT {COLUMNS}, vector FROM {self.documents} LIMIT 1")
        cursor.execute(f"SELECT id, kind, title, text, source FROM {self.texts} LIMIT 1")

    def finish(self, cursor: Cursor) -> None:
        """The indexes, and what the planner has to know."""
        cursor.execute(f"ALTER TABLE {self.words} ADD PRIMARY KEY (lexeme)")
        cursor.execute(f"ALTER TABLE {self.documents} ADD PRIMARY KEY (id)")
        cursor.execute(f"ALTER TABLE {self.texts} ADD PRIMARY KEY (id)")
        cursor.execute(f"CREATE INDEX ON {self.documents} (published, id)")
        cursor.execute(f"CREATE INDEX ON {self.documents} USING gin (vector) WITH (fastupdate = on)")
        for table in self.all:
            cursor.execute(f"ANALYZE {table}")


class Generations:
    """The generations of one shelf."""

    def __init__(self, shelf: Shelf, engine: Callable[[], sa.Engine]) -> None:
        self._shelf, self._engine = shelf, engine

    @contextmanager
    def reading(self) -> Iterator[tuple[Cursor, Tables]]:
        """A transaction that sees one moment. Raises Unready."""
        with self._cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor, self._current(cursor)

    @contextmanager
    def changing(self) -> Iterator[tuple[Cursor, Tables]]:
        """A transaction of the one who may change the index. Raises Busy, Unready."""
        with self._cursor() as cursor:
            self._take_place(cursor)
            yield cursor, self._current(cursor)

    @contextmanager
    def renewing(self) -> Iterator[tuple[Cursor, Tables]]:
        """Empty tables, searched instead of the old ones when the block ends. Raises Busy."""
        self._prepare()
        with self._cursor() as cursor:
            self._take_place(cursor)
            (last,) = cursor.execute(f"SELECT coalesce(max(generation), 0) FROM {SCHEMA}.generations").fetchone()
            tables = Tables(self._shelf, last + 1)
            tables.make(cursor)
            yield cursor, tables
            tables.finish(cursor)
            cursor.execute(
                f"INSERT INTO {SCHEMA}.generations (shelf, generation, shape) VALUES (%s, %s, %s) "
                "ON CONFLICT (shelf) DO UPDATE SET generation = excluded.generation, shape = excluded.shape",
                (self._shelf.value, tables.generation, SHAPE),
            )
        self._sweep()

    def _prepare(self) -> None:
        with self._cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK, SHARED))
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {SCHEMA}.generations (shelf text PRIMARY KEY, generation bigint NOT NULL, shape int NOT NULL)"
            )

    def _take_place(self, cursor: Cursor) -> None:
        # Held until the transaction ends, and freed by the server when its holder dies.
        place = list(Shelf).index(self._shelf) + 1
        (is_free,) = cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (LOCK, place)).fetchone()
        if not is_free:
            raise Busy

    def _current(self, cursor: Cursor) -> Tables:
        # Compiling a statement that runs for milliseconds costs more than it gives; and nothing is ever better read whole.
        found = cursor.execute(
            "SELECT generation, shape, set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true) "
            f"FROM {SCHEMA}.generations WHERE shelf = %s",
            (self._shelf.value,),
        ).fetchone()
        if found is None or found[1] != SHAPE:
            raise Unready
        return Tables(self._shelf, found[0])

    def _sweep(self) -> None:
        """Drops what is searched no more, where nobody reads it; what stays is dropped after the next rebuild."""
        engine = self._engine()
        try:
            with self._cursor() as cursor:
                self._take_place(cursor)
                kept = self._current(cursor).all
                cursor.execute(f"SET LOCAL lock_timeout = {MILLISECONDS}")
                for table in self._left(cursor, kept):
                    cursor.execute(f"DROP TABLE {table}")
        except Busy:
            pass
        except engine.dialect.loaded_dbapi.Error as error:
            if error.sqlstate != LOCKED:
                raise
            log.info("an old generation of the index is still being read")

    def _left(self, cursor: Cursor, kept: tuple[str, ...]) -> list[str]:
        query = (
            "SELECT kind || '_' || %s || '_' || number FROM (SELECT split_part(relname, '_', 1) AS kind, "
            "split_part(relname, '_', 3)::bigint AS number FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace "
            "AND relname ~ ('^(words|documents|texts)_' || %s || '_[0-9]+$')) AS found "
            "ORDER BY number, array_position(ARRAY['words', 'documents', 'texts'], kind)"
        )
        names = cursor.execute(query, (self._shelf.value, SCHEMA, self._shelf.value)).fetchall()
        return [f"{SCHEMA}.{name}" for (name,) in names if f"{SCHEMA}.{name}" not in kept]

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        """A transaction on a connection of its own: committed when the block ends, rolled back when it raises.

        Statements are never prepared: a plan made for any word is a bad one for the commonest.
        """
        engine = self._engine()
        connection = engine.raw_connection()
        driver: Any = connection.driver_connection
        usual, driver.prepare_threshold = driver.prepare_threshold, None
        try:
            with driver.cursor() as cursor:
                yield cursor
            connection.commit()
        except engine.dialect.loaded_dbapi.Error as error:
            if error.sqlstate in UNREADABLE:
                raise Unready from error
            raise
        finally:
            driver.prepare_threshold = usual
            # What was not committed is rolled back by the pool.
            connection.close()
