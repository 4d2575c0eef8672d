"""Words of the index that a word may be a slip for."""

from collections import Counter
from collections.abc import Mapping

from search import analysis, spelling
from search.engines.postgresql import lexemes
from search.engines.postgresql.tables import Cursor, Tables

FEWEST = 2


def suggestions(cursor: Cursor, tables: Tables, word: str, without: frozenset[int]) -> tuple[str, ...]:
    """What was meant most likely, of the words that stand in two documents or more, the excluded ones not counted."""
    slip = analysis.written(word)
    vocabulary = _Known(cursor, tables, without)
    if vocabulary.counts([slip]):
        return ()
    return tuple(spelling.suggest(slip, vocabulary.near, vocabulary))


class _Known:
    """The words as they are written that enough documents have."""

    def __init__(self, cursor: Cursor, tables: Tables, without: frozenset[int]) -> None:
        self._cursor, self._tables = cursor, tables
        self._excluded = self._in_documents(without) if without else {}

    def _in_documents(self, ids: frozenset[int]) -> Mapping[str, int]:
        query = (
            f"SELECT lexeme, count(*) FROM {self._tables.documents}, unnest(tsvector_to_array(vector)) AS lexeme "
            "WHERE id = ANY(%s) AND starts_with(lexeme, %s) GROUP BY lexeme"
        )
        return Counter(dict(self._cursor.execute(query, (list(ids), lexemes.SURFACE)).fetchall()))

    def __contains__(self, word: object) -> bool:
        return bool(self.counts([str(word)], FEWEST))

    def counts(self, words: list[str], fewest: int = 1) -> dict[str, int]:
        """In how many documents those of the words are that are in so many."""
        return self._left("lexeme = ANY(%s)", [[lexemes.SURFACE + word for word in words]], fewest)

    def near(self, slip: str) -> dict[str, int]:
        """Words that may be meant: about as long, with the first or the second letter where it has one of the two."""
        start = len(lexemes.SURFACE)
        shortest, longest = (start + len(slip) + by for by in (-spelling.MOST_EDITS, spelling.MOST_EDITS))
        where = (
            "lexeme >= %s AND lexeme < %s AND titled + remarks >= %s AND char_length(lexeme) BETWEEN %s AND %s "
            "AND (substr(lexeme, 2, 1) = ANY(%s) OR substr(lexeme, 3, 1) = ANY(%s))"
        )
        letters = list(slip[:2])
        end = chr(ord(lexemes.SURFACE) + 1)
        found = self._left(where, [lexemes.SURFACE, end, FEWEST, shortest, longest, letters, letters], FEWEST)
        return spelling.Vocabulary(found).near(slip)

    def _left(self, where: str, values: list[object], fewest: int) -> dict[str, int]:
        rows = self._cursor.execute(f"SELECT lexeme, titled + remarks FROM {self._tables.words} WHERE {where}", values)
        left = ((lexeme, count - self._excluded.get(lexeme, 0)) for lexeme, count in rows)
        return {lexeme.removeprefix(lexemes.SURFACE): count for lexeme, count in left if count >= fewest}
