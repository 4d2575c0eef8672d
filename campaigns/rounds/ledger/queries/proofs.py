"""Proofs from the kept tree: they read the roots of tiles and the leaves of two tiles at most, whatever the size."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.rounds.ledger import merkle
from campaigns.rounds.ledger.models import Entry, Tile

TILE = 1024


class StoredTree:
    """The tree of a round at a size, as far as a proof asks for it."""

    def __init__(self, round_id: int, size: int) -> None:
        self._round_id, self._size = round_id, size
        tiles = select(Tile.place, Tile.root).where(Tile.round_id == round_id, Tile.place < size // TILE)
        self._tiles: dict[int, str] = dict(db.session.execute(tiles).all())
        self._leaves: dict[int, dict[int, str]] = {}

    def inclusion(self, index: int) -> list[str]:
        """The proof that the entry at `index` is in the tree."""
        return merkle.inclusion(index, self._size, self._root)

    def consistency(self, first: int) -> list[str]:
        """The proof that the tree began as that of the first size."""
        return merkle.consistency(first, self._size, self._root)

    def _root(self, start: int, end: int) -> str:
        if end - start == TILE and start // TILE in self._tiles:
            return self._tiles[start // TILE]
        if end - start == 1:
            return self._leaf(start)
        return merkle.root(start, end, self._root)

    def _leaf(self, index: int) -> str:
        place = index // TILE
        if place not in self._leaves:
            start = place * TILE
            within = (Entry.round_id == self._round_id, Entry.seq >= start, Entry.seq < start + TILE)
            self._leaves[place] = dict(db.session.execute(select(Entry.seq, Entry.leaf).where(*within)).all())
        return self._leaves[place][index]
