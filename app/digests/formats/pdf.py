"""A digest as a PDF: tagged, in its language, with numbered pages, its fingerprint and the way to its page."""

import io
from pathlib import Path

import segno

from app.digests.formats import plain
from app.digests.formats.typesetting import desk, pdf
from app.digests.outline import Document, Picture
from app.uploads import store


def render(document: Document) -> bytes:
    """The file."""
    with desk(document=plain.of_document(document)) as folder:
        _add_pictures(document, folder)
        (folder / "address.svg").write_bytes(_as_code(document.address))
        return pdf(folder, "report.typ", document.on)


def _add_pictures(document: Document, folder: Path) -> None:
    for block in document.blocks:
        if isinstance(block, Picture) and block.digest:
            (folder / block.digest).write_bytes(store.path_of(block.digest).read_bytes())


def _as_code(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue()
