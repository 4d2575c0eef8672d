"""The engines behind the seam, and which of them this copy uses."""

from typing import cast

from flask import current_app

from search.engine import Engine, Shelf
from search.engines.whoosh import WhooshEngine

FOLDERS = {Shelf.PUBLIC: "index", Shelf.STAFF: "index-of-staff"}


def of(shelf: Shelf) -> Engine:
    """The engine of the shelf, of the kind that the setting SEARCH_ENGINE names."""
    kept = current_app.extensions.setdefault("veche.search", {})
    if shelf not in kept:
        kept[shelf] = WhooshEngine(current_app.extensions["veche.settings"].VECHE_INSTANCE / FOLDERS[shelf])
    return cast(Engine, kept[shelf])
