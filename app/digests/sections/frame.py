"""What the organiser puts around a final report: a foreword before it, pictures in it, the block of approval after it."""

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.digests.findings import Part
from app.digests.outline import Block, Heading, Paragraph, Picture, Signature
from app.digests.reader import Reader
from app.digests.rows import PictureRow
from app.digests.words import LeftOut, Sentences

PICTURE = "picture-"
BREAK = re.compile(r"\n\s*\n")
SENTENCES: Sentences = {}
LEFT_OUT: LeftOut = {}


def pictures(rows: Sequence[PictureRow]) -> tuple[list[Part], dict[str, str], dict[str, int]]:
    """The pictures in the organiser's order, the words under them by key, and the ideas on which these stand: on 0 those that stand on
    nobody's text."""
    told = [
        {
            "source": row.source,
            "id": row.id,
            "idea": row.idea_id,
            "digest": row.digest,
            "media_type": row.media_type,
            "width": row.width,
            "height": row.height,
            "name": row.name,
        }
        for row in rows
    ]
    words, stands_on = dict[str, str](), dict[str, int]()
    for place, row in enumerate(rows):
        caption, alt = keys_of(place)
        words |= {caption: row.caption, **({alt: row.alt} if row.alt else {})}
        stands_on |= dict.fromkeys((caption, alt) if row.alt else (caption,), row.idea_id or 0)
    return told, words, stands_on


def keys_of(place: int) -> tuple[str, str]:
    """The keys of what stands under a picture, and of what is to be seen in one of the organiser's own."""
    return f"{PICTURE}{place}", f"{PICTURE}{place}-seen"


def foreword_blocks(reader: Reader) -> Iterator[Block]:
    """The foreword, a paragraph for each that was typed."""
    foreword = (reader.part("report") or {}).get("foreword")
    if foreword:
        yield Heading(2, _("Foreword"), "foreword")
        for paragraph in BREAK.split(foreword.strip()):
            yield Paragraph(paragraph)


def picture_blocks(reader: Reader) -> Iterator[Block]:
    """The pictures with what they show; one that may not be shown any more leaves a line."""
    told = (reader.part("report") or {}).get("pictures")
    if not told:
        return
    yield Heading(2, _("In pictures"), "pictures")
    for place, one in enumerate(told):
        caption, seen = (reader.words(key) for key in keys_of(place))
        yield _picture(reader, one, caption, seen)


def _picture(reader: Reader, one: Part, caption: str | None, seen: str | None) -> Picture:
    url = _address(reader, one)
    ideas = (reader.cited(one["idea"]),) if one["idea"] else ()
    if caption is None:
        gone = _("A picture that is no longer shown")
        return Picture(None, one["media_type"], 0, 0, gone, gone, "", ideas)
    shape = (one["media_type"], one["width"], one["height"])
    return Picture(one["digest"], *shape, seen or caption, caption, url, ideas)


def _address(reader: Reader, one: Part) -> str:
    address = reader.address
    if one["source"] == "idea":
        return address("ideas.show_file", idea_id=one["idea"], file_id=one["id"], name=one["name"])
    if one["source"] == "own":
        return address("digests.show_own_picture", picture_id=one["id"], name=one["name"])
    return address("implementation.show_report_picture", progress_id=one["id"], name=one["name"])


def approval_blocks(reader: Reader) -> Iterator[Block]:
    """The block in which the report is approved."""
    rows = (reader.part("report") or {}).get("approval")
    if rows:
        yield Heading(2, _("Approval"), "approval")
        named = tuple((one["post"], one["name"]) for one in rows)
        yield Signature(_("Approved by"), named, _("Date"))
