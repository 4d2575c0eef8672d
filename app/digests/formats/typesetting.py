"""Typesetting by typst, in a folder that is made for one file and goes with it.

Texts of people reach typst as values in a JSON file, never as source: nothing in them is read as mark-up. No font of the machine is
used and no package is fetched, so that the same document is the same bytes on any machine with the same release.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent


@contextmanager
def desk(**values: Any) -> Iterator[Path]:
    """A folder with our templates, and each of the values as a JSON file of its name."""
    with tempfile.TemporaryDirectory(prefix="veche-typst-") as name:
        folder = Path(name)
        for template in HERE.glob("*.typ"):
            (folder / template.name).write_bytes(template.read_bytes())
        for key, value in values.items():
            (folder / f"{key}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        yield folder


def pdf(folder: Path, template: str, on: date) -> bytes:
    """The template as a PDF for assistive technology (PDF/UA-1), dated by the day."""
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    kept: bytes = typst.compile(
        folder / template, root=folder, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], timestamp=made
    )
    return kept


def png(folder: Path, template: str, dots_per_inch: int) -> bytes:
    """The only page of the template as a picture."""
    kept: bytes = typst.compile(
        folder / template, root=folder, ignore_system_fonts=True, format="png", ppi=dots_per_inch
    )
    return kept
