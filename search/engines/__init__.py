"""The engines behind the seam, and which of them this copy uses."""

from typing import cast

from flask import current_app

from app.config import Settings
from app.foundation.db import db
from search.engine import Engine, Shelf
from search.engines.postgresql.engine import PostgresqlEngine
from search.engines.whoosh import WhooshEngine

FOLDERS = {Shelf.PUBLIC: "index", Shelf.STAFF: "index-of-staff"}


def of(shelf: Shelf) -> Engine:
    """The engine of the shelf, of the kind that the setting SEARCH_ENGINE names."""
    kept = current_app.extensions.setdefault("veche.search", {})
    if shelf not in kept:
        kept[shelf] = _made(shelf, current_app.extensions["veche.settings"])
    return cast(Engine, kept[shelf])


def _made(shelf: Shelf, settings: Settings) -> Engine:
    if settings.search_engine == "postgresql":
        return PostgresqlEngine(shelf, lambda: db.engine)
    return WhooshEngine(settings.VECHE_INSTANCE / FOLDERS[shelf])
