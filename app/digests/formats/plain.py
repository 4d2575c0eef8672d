"""A document as plain values (what JSON can hold), words and all, for templates that are no part of a page."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _

from app.digests import outline, words
from app.digests.outline import Document


def of_document(document: Document) -> dict[str, Any]:
    """What stands on every sheet, and the blocks: each with its sort as `is`. Cells are words already."""
    return {
        "kind": document.kind,
        "title": document.title,
        "over": document.over,
        "lead": document.lead,
        "organiser": document.organiser,
        "language": document.language,
        "on": [document.on.year, document.on.month, document.on.day],
        "day": document.day,
        "address": document.address,
        "read_address": document.read_address,
        "fingerprint": document.fingerprint,
        "blocks": [of_block(block) | {"leads": leads} for block, leads in _with_next(document.blocks)],
        "labels": {
            "address": _("On the site"),
            "fingerprint": _("Fingerprint of the snapshot (SHA-256)"),
            "scan": _("The address of this report as a QR code"),
            "signature": _("Signature"),
        },
    }


def _with_next(blocks: Sequence[outline.Block]) -> Iterator[tuple[outline.Block, bool]]:
    """The blocks, each with whether it leads to the table or the chart after it: then it stands on the same sheet."""
    for block, following in zip_longest(blocks, blocks[1:]):
        yield block, isinstance(block, outline.Paragraph) and isinstance(following, outline.Table | outline.Chart)


def of_block(block: outline.Block) -> dict[str, Any]:
    """One block."""
    kinds: dict[type, tuple[str, Callable[[Any], dict[str, Any]]]] = {
        outline.Heading: ("heading", _heading),
        outline.Paragraph: ("paragraph", _paragraph),
        outline.Listing: ("listing", lambda it: {"entries": [_paragraph(entry) for entry in it.entries]}),
        outline.Figures: ("figures", lambda it: {"rows": [[words.number(value), text] for value, text in it.rows]}),
        outline.Facts: ("facts", lambda it: {"rows": [list(row) for row in it.rows]}),
        outline.Table: ("table", _table),
        outline.Chart: ("chart", chart),
        outline.Picture: ("picture", _picture),
        outline.Signature: ("signature", _signature),
    }
    kind, made = kinds[type(block)]
    return {"is": kind, **made(block)}


def chart(block: outline.Chart) -> dict[str, Any]:
    """A chart with the values of its points beside their words."""
    points = [
        {"label": point.label, "value": point.value, "said": words.number(point.value), "tone": point.tone}
        for point in block.points
    ]
    return {
        "shape": block.shape.value,
        "title": block.title,
        "description": block.description,
        "points": points,
        "table": _table(block.table) if block.table else None,
    }


def _heading(block: outline.Heading) -> dict[str, Any]:
    return {"level": block.level, "text": block.text, "opens_page": block.opens_page}


def _signature(block: outline.Signature) -> dict[str, Any]:
    return {"title": block.title, "rows": [list(row) for row in block.rows], "place_for_date": block.place_for_date}


def _paragraph(block: outline.Paragraph) -> dict[str, Any]:
    return {
        "text": block.text,
        "tone": block.tone.value,
        "ideas": [_cited(idea, with_title=block.names_titles) for idea in block.ideas],
    }


def _cited(idea: outline.Cited, *, with_title: bool) -> dict[str, str]:
    title = (_("“%(title)s”", title=idea.title) if idea.title else _("no longer shown")) if with_title else ""
    return {"label": idea.label, "title": str(title), "url": idea.url}


def _table(block: outline.Table) -> dict[str, Any]:
    rows = [
        [
            {"text": words.cell(cell, column.kind), "url": getattr(cell, "url", "")}
            for cell, column in zip(row, block.columns, strict=True)
        ]
        for row in block.rows
    ]
    return {
        "caption": block.caption,
        "columns": [
            {"title": column.title, "numeric": column.kind.is_numeric, "kind": column.kind.value}
            for column in block.columns
        ],
        "rows": rows,
        "note": block.note,
        "head": block.head,
    }


def _picture(block: outline.Picture) -> dict[str, Any]:
    return {
        "digest": block.digest or "",
        "alt": block.alt,
        "caption": block.caption,
        "ideas": [_cited(idea, with_title=False) for idea in block.ideas],
    }
