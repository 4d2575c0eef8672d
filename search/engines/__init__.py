"""The engines behind the seam, and which of them this copy uses."""

from typing import cast

from flask import current_app

from search.engine import Engine
from search.engines.whoosh import WhooshEngine

ENGINES = {"whoosh": WhooshEngine}


def current() -> Engine:
    """The engine that the setting SEARCH_ENGINE names."""
    kept = current_app.extensions
    if "veche.search" not in kept:
        settings = kept["veche.settings"]
        kept["veche.search"] = ENGINES[settings.SEARCH_ENGINE](settings.VECHE_INSTANCE / "index")
    return cast(Engine, kept["veche.search"])
