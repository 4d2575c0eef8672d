"""Real data, read from where they lie; never copied here."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("VECHE_TEST_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")


def real(name: str) -> Path:
    """The file of real data. The test is skipped, with a sentence, where it is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"real data are absent: {name}; set VECHE_TEST_DATA to their folder")
    return path
