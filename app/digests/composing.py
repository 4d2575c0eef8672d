"""A frozen body made into the one tree that every format reads, in the language that holds at the moment."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.digests import words
from app.digests.models import Snapshot
from app.digests.outline import Block, Document
from app.digests.reader import Address, Reader
from app.digests.sections import (
    contested,
    discussion,
    front,
    ideas,
    method,
    minority,
    moderation,
    participation,
    problems,
    services,
    summary,
)
from app.digests.words import LeftOut, Sentences
from campaigns.plan import days

MODULES = (
    summary,
    front,
    minority,
    contested,
    problems,
    discussion,
    services,
    ideas,
    participation,
    moderation,
    method,
)
SENTENCES: Sentences = {code: say for module in MODULES for code, say in module.SENTENCES.items()}
LEFT_OUT: LeftOut = {code: say for module in MODULES for code, say in module.LEFT_OUT.items()}
# In the order of reading; a section with nothing in it is absent.
SECTIONS: tuple[Callable[[Reader], Iterator[Block]], ...] = (
    summary.blocks,
    front.top_blocks,
    minority.blocks,
    contested.blocks,
    problems.blocks,
    discussion.blocks,
    services.blocks,
    ideas.blocks,
    front.cut_blocks,
    participation.blocks,
    moderation.blocks,
    method.course_blocks,
)


def compose(snapshot: Snapshot, titles: Mapping[str, str], address: Address) -> Document:
    """The document of a snapshot. `titles` are the words of what it cites that may be shown, by key; `address` gives whole addresses
    in files and those within the site on pages."""
    body = snapshot.body
    reader = Reader(body, titles, address, SENTENCES)
    return Document(
        kind="round",
        title=body["campaign"]["title"],
        over=_over(body),
        lead=body["campaign"]["question"],
        organiser=body["campaign"]["organiser"],
        language=str(get_locale()),
        on=_day_of(body),
        day=words.day(_day_of(body)),
        address=address("digests.show_digest", id=snapshot.id),
        fingerprint=snapshot.fingerprint,
        blocks=tuple(_blocks(reader, snapshot.fingerprint)),
    )


def _blocks(reader: Reader, fingerprint: str) -> Iterator[Block]:
    for section in SECTIONS:
        yield from section(reader)
    yield from method.method_blocks(reader, LEFT_OUT, fingerprint)


def _over(body: Mapping[str, Any]) -> str:
    closed_at = words.instant(body["round"]["closed_at"], body["campaign"]["time_zone"])
    return str(_("Digest of round %(number)s, closed on %(when)s", number=body["round"]["number"], when=closed_at))


def _day_of(body: Mapping[str, Any]) -> date:
    return days.local(words.moment(body["round"]["closed_at"]), body["campaign"]["time_zone"]).date()
