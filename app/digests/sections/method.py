"""How it went, by which rule it was counted, and what is not here."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.digests import words
from app.digests.outline import Block, Facts, Heading, Listing, Paragraph
from app.digests.reader import LONGEST_TITLE, Reader
from app.digests.sections.participation import channel_blocks
from app.digests.words import LeftOut, Sentences
from campaigns.plan.phases import PhaseKind
from campaigns.plan.words import PHASES
from campaigns.rounds.rules.words import sentences

SENTENCES: Sentences = {}
LEFT_OUT: LeftOut = {}


def course_blocks(reader: Reader) -> Iterator[Block]:
    """The section of how it went."""
    campaign, round_ = reader.campaign, reader.part("round")
    yield Heading(2, _("How it went"), "course")
    rows = [
        (str(PHASES[PhaseKind(window["kind"])]), words.span(window["opens_at"], window["closes_at"], reader.zone))
        for window in campaign["timeline"]
    ]
    if round_:
        rows.append((_("Round closed"), words.instant(round_["closed_at"], reader.zone)))
    if rows:
        yield Facts(tuple(rows))
    if "numbers" in reader.body:
        yield from channel_blocks(reader)
    if round_:
        yield from _notes(round_)
    if campaign["changes"]:
        yield Heading(3, _("Changes of the dates"), "changes")
        changes = campaign["changes"]
        yield Facts(tuple((words.instant(one["changed_at"], reader.zone), one["reason"]) for one in changes))


def _notes(round_: Any) -> Iterator[Block]:
    if round_["early_because"]:
        yield Paragraph(
            _(
                "The round was closed before its time. The organiser’s reason: %(reason)s",
                reason=round_["early_because"],
            )
        )
    if round_["again_because"]:
        yield Paragraph(
            _(
                "This is count %(number)s. Why it was counted again: %(reason)s",
                number=round_["edition"],
                reason=round_["again_because"],
            )
        )


def method_blocks(reader: Reader, left_out: dict[str, Any], fingerprint: str) -> Iterator[Block]:
    """The section of method and limits, with the checksums."""
    round_ = reader.part("round")
    yield Heading(2, _("Method and limits"), "method")
    said = sentences(round_["rule"], reader.zone) if round_ else []
    if reader.body.get("again_because"):
        again = _("This is edition %(number)s. Why there is a new one: %(reason)s", **_edition(reader.body))
        yield Paragraph(again)
    said += [
        _(
            "Support is counted from what each person gave, not from counters. Statements without a number of an idea "
            "speak of all ideas that took part."
        ),
        _("Participation is not a poll: those who took part chose to, and need not be like all residents."),
    ]
    if reader.has_cut:
        said.append(
            _(
                "Titles of more than %(most)s characters are cut: the whole stands on the idea’s page.",
                most=LONGEST_TITLE,
            )
        )
    yield Listing(tuple(Paragraph(str(sentence)) for sentence in said))
    vote = reader.part("vote")
    if vote:
        yield Heading(3, _("How the vote was counted"), "vote-rule")
        yield Listing(tuple(Paragraph(sentence) for sentence in sentences(vote["round"]["rule"], reader.zone)))
    if reader.body["left_out"]:
        yield Heading(3, _("What is not here"), "left-out")
        told = [str(left_out[one["code"]](one["number"])) for one in reader.body["left_out"]]
        yield Listing(tuple(Paragraph(sentence) for sentence in told))
    if fingerprint:
        yield Facts(tuple(_checksums(round_, vote, fingerprint)))


def _edition(body: Any) -> dict[str, Any]:
    return {"number": body["edition"], "reason": body["again_because"]}


def _checksums(round_: Any, vote: Any, fingerprint: str) -> Iterator[tuple[str, str]]:
    yield _("Checksum of the digest"), fingerprint
    if round_:
        yield _("Checksum of the result"), round_["result_fingerprint"]
        yield _("Checksum of the rule"), round_["rule_fingerprint"]
    if vote:
        yield _("Checksum of the vote’s result"), vote["round"]["result_fingerprint"]
