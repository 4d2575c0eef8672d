"""Changes of the index: documents in and out, and in how many of them each lexeme is."""

import math
from collections.abc import Iterable

from search.engine import Document
from search.engines.postgresql import lexemes
from search.engines.postgresql.tables import Cursor, Tables

# Counts of whole populations stand among those of lexemes, under names that no lexeme has.
DOCUMENTS, LENGTH, TITLE_LENGTH = "#documents", "#length", "#title"
NEVER = -math.inf
CHANGED = "veche_search_changed"


class Batch:
    """Changes within a transaction. Of new tables everything is counted once, when they are full."""

    def __init__(self, cursor: Cursor, tables: Tables, is_new: bool) -> None:
        self._cursor, self._tables, self._is_new = cursor, tables, is_new
        if not is_new:
            cursor.execute(
                f'CREATE TEMPORARY TABLE {CHANGED} (lexeme text COLLATE "C", titled bigint, remarks bigint) ON COMMIT DROP'
            )

    def index(self, documents: Iterable[Document]) -> None:
        """Puts documents in, in the place of those with the same ids."""
        taken = list(documents)
        entries = [(document, lexemes.entry(document)) for document in taken]
        ids = [document.id for document in taken]
        self.remove(ids)
        with self._cursor.copy(f"COPY {self._tables.documents} FROM STDIN") as copy:
            for document, entry in entries:
                published = document.published_at.timestamp() if document.published_at else NEVER
                lengths = (entry.title_words, entry.title_length, entry.length)
                copy.write_row((document.id, published, entry.is_remark, *lengths, entry.facets, entry.vector))
        with self._cursor.copy(f"COPY {self._tables.texts} FROM STDIN") as copy:
            for document in taken:
                # Letters keep their places: what is marked goes by them.
                shown = (document.title.replace("\0", " "), document.text.replace("\0", " "))
                copy.write_row((document.id, document.kind, *shown, document.source_id))
        if not self._is_new:
            self._count(f"SELECT * FROM {self._tables.documents} WHERE id = ANY(%s)", ids, 1)

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out."""
        unwanted = list(ids)
        if self._is_new or not unwanted:
            return
        self._cursor.execute(f"DELETE FROM {self._tables.texts} WHERE id = ANY(%s)", (unwanted,))
        self._count(f"DELETE FROM {self._tables.documents} WHERE id = ANY(%s) RETURNING *", unwanted, -1)

    def close(self) -> None:
        """Counts. Has to be called before the transaction ends."""
        words = self._tables.words
        if self._is_new:
            query = _counts(f"SELECT * FROM {self._tables.documents}", 1, words)
            self._cursor.execute(query)
            return
        self._cursor.execute(
            f"INSERT INTO {words} AS known SELECT lexeme, sum(titled), sum(remarks) FROM {CHANGED} GROUP BY lexeme "
            "HAVING sum(titled) <> 0 OR sum(remarks) <> 0 ORDER BY lexeme "
            "ON CONFLICT (lexeme) DO UPDATE SET titled = known.titled + excluded.titled, remarks = known.remarks + excluded.remarks"
        )
        self._cursor.execute(
            f"DELETE FROM {words} WHERE titled = 0 AND remarks = 0 AND lexeme IN (SELECT lexeme FROM {CHANGED})"
        )

    def _count(self, documents: str, ids: list[int], sign: int) -> None:
        self._cursor.execute(_counts(documents, sign, CHANGED), (ids,))


def _counts(documents: str, sign: int, into: str) -> str:
    """The statement that puts into a table in how many of the documents each lexeme is, or takes them away."""
    totals = ", ".join(
        f"('{name}', {one})" for name, one in ((DOCUMENTS, "1"), (LENGTH, "length"), (TITLE_LENGTH, "title_length"))
    )
    return (
        f"WITH chosen AS ({documents}) INSERT INTO {into} (lexeme, titled, remarks) "
        f"SELECT name, {sign} * coalesce(sum(times) FILTER (WHERE NOT is_remark), 0), "
        f"{sign} * coalesce(sum(times) FILTER (WHERE is_remark), 0) FROM ("
        "SELECT name, is_remark, count(*) AS times FROM chosen, unnest(tsvector_to_array(vector)) AS name GROUP BY name, is_remark "
        f"UNION ALL SELECT name, is_remark, sum(times) FROM chosen, LATERAL (VALUES {totals}) AS total (name, times) "
        "GROUP BY name, is_remark) AS counted GROUP BY name"
    )
