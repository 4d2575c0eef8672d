"""A poster as a PDF of one sheet: the same bytes for the same words."""

import io
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno
from flask_babel import force_locale
from flask_babel import gettext as _

from app.digests.formats.typesetting import desk, pdf
from app.outreach.calls import Call

TEMPLATE = Path(__file__).parent / "poster.typ"
MOST_STEPS = 3
# Somebody may be asked in a long sentence, and the sheet stays one.
MOST_TITLE, MOST_QUESTION, MOST_ORGANISER = 110, 190, 90
# A word of one or two letters belongs to the next one.
SHORT = re.compile(r"(?<!\S)(\w{1,2}) (?=\S)")


class Paper(StrEnum):
    """How large the sheet is."""

    A4 = "a4"
    A5 = "a5"


def render(told: Call, paper: Paper) -> bytes:
    """The file."""
    with force_locale(told.language):
        values = _values(told, paper)
    with desk(poster=values) as folder:
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        (folder / "address.svg").write_bytes(_as_code(told.link))
        return pdf(folder, TEMPLATE.name, told.on)


def _values(told: Call, paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper.value,
        "language": told.language,
        "over": told.site,
        "title": _bound(_cut(told.title, MOST_TITLE)),
        "question": _bound(_cut(told.question, MOST_QUESTION)),
        "organiser": _cut(told.organiser, MOST_ORGANISER),
        "steps": [{"what": _bound(step.what), "when": step.when} for step in told.steps[:MOST_STEPS]],
        "address": told.bare,
        "link": told.link,
        "on": [told.on.year, told.on.month, told.on.day],
        "point": _("Point the camera of a phone at the square,"),
        "type": _("or type in a browser:"),
        "scan": _("The address of the project as a QR code"),
        "help": _("No computer? Ask in a library or a service centre: they will help you to take part."),
    }


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _bound(words: str) -> str:
    """So that no line ends with a short word, and none begins with a dash."""
    return SHORT.sub("\\1\u00a0", words).replace(" —", "\u00a0—")


def _as_code(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue()
