"""A frozen body made into the one tree that every format reads, in the language that holds at the moment."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.digests import brief, words
from app.digests.models import Snapshot, SnapshotKind
from app.digests.outline import Block, Document
from app.digests.reader import Address, Reader
from app.digests.sections import (
    answers,
    assessed,
    contested,
    discussion,
    frame,
    front,
    ideas,
    method,
    minority,
    moderation,
    participation,
    problems,
    services,
    summary,
    themes,
    voting,
    week,
    works,
)
from app.digests.words import LeftOut, Sentences
from campaigns.plan import days

MODULES = (
    summary,
    week,
    front,
    voting,
    minority,
    contested,
    problems,
    discussion,
    services,
    themes,
    ideas,
    assessed,
    participation,
    answers,
    works,
    moderation,
)
SENTENCES: Sentences = {code: say for module in MODULES for code, say in module.SENTENCES.items()}
LEFT_OUT: LeftOut = {code: say for module in MODULES for code, say in module.LEFT_OUT.items()}

Section = Callable[[Reader], Iterator[Block]]
# In the order of reading; a section with nothing in it is absent.
OF_ROUND: tuple[Section, ...] = (
    frame.foreword_blocks,
    summary.blocks,
    front.top_blocks,
    voting.blocks,
    minority.blocks,
    contested.blocks,
    answers.blocks,
    works.blocks,
    frame.picture_blocks,
    problems.blocks,
    discussion.blocks,
    services.blocks,
    themes.blocks,
    assessed.blocks,
    ideas.blocks,
    front.cut_blocks,
    participation.blocks,
    moderation.blocks,
    method.course_blocks,
)
OF_WEEK: tuple[Section, ...] = (
    summary.blocks,
    week.blocks,
    answers.blocks,
    works.blocks,
    participation.blocks,
    week.ahead_blocks,
)


def compose(snapshot: Snapshot, titles: Mapping[str, str], address: Address, most_told: int = brief.MOST) -> Document:
    """The document of a snapshot. `titles` are the words of what it cites that may be shown, by key; `address` gives whole addresses
    in files and those within the site on pages; a letter tells `most_told` findings."""
    own = address("digests.show_digest", id=snapshot.id)
    return compose_body(snapshot.body, titles, address, own, snapshot.fingerprint, most_told)


def compose_body(
    body: Mapping[str, Any],
    titles: Mapping[str, str],
    address: Address,
    own: str,
    fingerprint: str,
    most_told: int = brief.MOST,
) -> Document:
    """The same of a body that may not be kept yet: then it has neither an address of its own nor a fingerprint."""
    kind, on, campaign = kind_of(body), _day_of(body), body["campaign"]
    reader = Reader(body, titles, address, SENTENCES)
    return Document(
        kind=kind.value,
        title=campaign["title"],
        over=title_of(body),
        lead=campaign["question"],
        organiser=campaign["organiser"],
        language=str(get_locale()),
        on=on,
        day=words.day(on),
        address=own,
        fingerprint=fingerprint,
        blocks=tuple(_blocks(reader, kind, fingerprint)),
        brief=tuple(reader.said(found) for found in brief.chosen(body["findings"], most_told)),
    )


def kind_of(body: Mapping[str, Any]) -> SnapshotKind:
    """What the body tells of; bodies of earlier releases tell of rounds."""
    return SnapshotKind(body.get("kind", SnapshotKind.ROUND.value))


def title_of(body: Mapping[str, Any]) -> str:
    """Which document it is, in a line."""
    match kind_of(body):
        case SnapshotKind.FINAL:
            on = words.day(_day_of(body))
            if body["edition"] == 1:
                return str(_("Final report of %(when)s", when=on))
            return str(_("Final report of %(when)s, edition %(number)s", when=on, number=body["edition"]))
        case SnapshotKind.WEEKLY:
            return str(_("Digest of the week %(when)s", when=words.days_of(**body["period"])))
        case SnapshotKind.ROUND:
            closed_at = words.instant(body["round"]["closed_at"], body["campaign"]["time_zone"])
            number = body["round"]["number"]
            return str(_("Digest of round %(number)s, closed on %(when)s", number=number, when=closed_at))


def _blocks(reader: Reader, kind: SnapshotKind, fingerprint: str) -> Iterator[Block]:
    for section in OF_WEEK if kind == SnapshotKind.WEEKLY else OF_ROUND:
        yield from section(reader)
    yield from method.method_blocks(reader, LEFT_OUT, fingerprint)
    yield from frame.approval_blocks(reader)


def _day_of(body: Mapping[str, Any]) -> date:
    match kind_of(body):
        case SnapshotKind.FINAL:
            return date.fromisoformat(body["on"])
        case SnapshotKind.WEEKLY:
            return date.fromisoformat(body["period"]["to"])
        case SnapshotKind.ROUND:
            return days.local(words.moment(body["round"]["closed_at"]), body["campaign"]["time_zone"]).date()
