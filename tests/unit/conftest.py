"""A frame for what needs settings, a clock and a language, and nothing of the rooms."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from app.config import Settings
from app.web import filters
from tests.support.clocks import MovingClock


@pytest.fixture
def frame(tmp_path: Path) -> Iterator[Flask]:
    """A bare application with its context: no room, no database. Noon UTC of 4 November 2026."""
    bare = Flask("frame", static_folder=None)
    bare.extensions["veche.settings"] = Settings(
        VECHE_INSTANCE=tmp_path,
        SECRET_KEY="a secret of the tests",
        SITE_NAME="Вече",
        PUBLIC_URL="https://veche.example",
    )
    bare.extensions["veche.clock"] = MovingClock()
    Babel(bare, default_locale="en", default_timezone=str(UTC))
    filters.connect(bare)
    with bare.app_context():
        yield bare
