"""Reports that a letter did not arrive: read as mail servers write them, believed where they prove that they are about a letter of ours.

RFC 3464 and, where a server only says so in words, the header that names the mailboxes which failed. Everything in a report is written
by strangers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from itertools import product

from app.foundation import clock, mailboxes, proofs
from app.foundation.mail import STATUS
from app.foundation.unit_of_work import step

# A report may bring the whole letter back; what it says stands at its beginning.
MOST_BYTES = 1024 * 1024
MOST_PARTS, MOST_ADDRESSES, MOST_LETTERS = 50, 20, 5
FAILED, DELAYED, ARRIVED = "failed", "delayed", frozenset({"delivered", "relayed", "expanded"})
# Where servers write to which address a report was sent.
ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
MAILBOX = re.compile(r"[^\s<>;,()]+@[^\s<>;,()]+")
# As servers answer in a letter that is no RFC 3464: 550 before the words.
ANSWER = re.compile(r"(?m)(?:^|\s)([45])\d\d[ -]")
MESSAGE_ID = re.compile(r"(?im)^Message-ID:\s*(<[^<>\s]+>)")
PROOF = re.compile(rf"(?im)^{proofs.HEADER}:\s*([0-9a-f]{{{proofs.DIGITS}}})\b")
TO = re.compile(r"(?im)^To:(.*(?:\r?\n[ \t].*)*)")


@dataclass(frozen=True)
class Report:
    """What a report says, unproved: the status of the failure, the mailboxes it may be about, and what of the letter came back."""

    status: str
    mailboxes: tuple[str, ...]
    paths: tuple[str, ...]
    message_ids: tuple[str, ...]
    proofs: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """What became of a report: `said` is a word for the operator."""

    said: str
    is_paused: bool = False


NO_REPORT, NOT_OURS = Taken("no report"), Taken("not a letter of ours")


def take(raw: bytes) -> Taken:
    """Believes a report about a letter of ours and pauses its mailbox where it says enough. Told again, the same changes nothing."""
    try:
        report = read(raw[:MOST_BYTES])
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError):
        # The parser of the standard library trips over some of what is written to trip it.
        report = None
    if report is None:
        return NO_REPORT
    found = _proved(report)
    if found is None:
        return NOT_OURS
    mailbox, letter = found
    with step():
        is_paused = mailboxes.bounced(mailbox, letter, report.status, clock.now())
    return Taken("paused" if is_paused else "counted", is_paused)


def read(raw: bytes) -> Report | None:
    """What the message says of a letter that did not arrive; None where it says of none."""
    message = message_from_bytes(raw, policy=policy.compat32)
    parts = list(_parts(message))
    blocks = [
        block for part in parts if part.get_content_type() == "message/delivery-status" for block in _blocks(part)
    ]
    status = _worst(blocks) if blocks else _said_in_words(message, parts)
    if status is None:
        return None
    enclosed = "\n".join(_headers_of(part) for part in parts if part is not message) + _words(parts)
    named = [
        _mailbox(str(block.get(name, ""))) for block in blocks for name in ("Original-Recipient", "Final-Recipient")
    ]
    named += [_mailbox(one) for one in str(message.get("X-Failed-Recipients", "")).split(",")]
    sent_to = [address for to in TO.findall(enclosed) for _name, address in getaddresses([to])]
    candidates = [mailboxes.key_of(one) for one in [*sent_to, *named] if one and "@" in one]
    return Report(
        status,
        tuple(dict.fromkeys(candidates))[:MOST_ADDRESSES],
        tuple(_paths(message)),
        tuple(MESSAGE_ID.findall(enclosed))[:MOST_LETTERS],
        tuple(PROOF.findall(enclosed))[:MOST_LETTERS],
    )


def _proved(report: Report) -> tuple[str, str] | None:
    """The mailbox and a name of the letter, where the report proves to be about one of ours."""
    for mailbox in report.mailboxes:
        for message_id, proof in product(report.message_ids, report.proofs):
            if proofs.proves_letter(proof, message_id, mailbox):
                return mailbox, message_id
        for path in report.paths:
            if proofs.proves_path(path, mailbox):
                return mailbox, path
    return None


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a delivery status that are about a mailbox."""
    given = part.get_payload()
    return [one for one in given if isinstance(one, Message) and one.get("Action")] if isinstance(given, list) else []


def _worst(blocks: Iterable[Message]) -> str | None:
    """The status of the failure that lasts longest; None where the letter has arrived somewhere, or nothing failed."""
    found: list[str] = []
    for block in list(blocks)[:MOST_ADDRESSES]:
        action = str(block["Action"]).strip().lower()
        if action in ARRIVED:
            return None
        status = _status_of(block)
        if action == DELAYED:
            found.append(status if status.startswith("4") else "4.0.0")
        elif action == FAILED:
            found.append(status or "5.0.0")
    bad = [status for status in found if status[0] in "45"]
    return max(bad, key=mailboxes.is_lasting) if bad else None


def _status_of(block: Message) -> str:
    """The status of a mailbox: that of the answer of its server, where the other says only of which class it is."""
    given, said = (STATUS.search(str(block.get(name, ""))) for name in ("Status", "Diagnostic-Code"))
    if said and (given is None or given[1] == f"{said[1][0]}.0.0"):
        return said[1]
    return given[1] if given else ""


def _said_in_words(message: Message, parts: Iterable[Message]) -> str | None:
    """The status in a letter that is no RFC 3464 but names the mailboxes which failed in a header, as Exim does."""
    if not message.get("X-Failed-Recipients"):
        return None
    words = _words(parts)
    status, answer = STATUS.search(words), ANSWER.search(words)
    if status:
        return status[1] if status[1][0] in "45" else None
    return f"{answer[1]}.0.0" if answer else "5.0.0"


def _headers_of(part: Message) -> str:
    return "".join(f"{name}: {value}\n" for name, value in part.items())


def _words(parts: Iterable[Message]) -> str:
    """The text parts, and the headers of the letter where they came back as a text."""
    found = []
    for part in parts:
        if part.get_content_maintype() == "text":
            given = part.get_payload(decode=True)
            found.append(given.decode("utf-8", "replace") if isinstance(given, bytes) else "")
    return "\n".join(found)


def _paths(message: Message) -> Iterator[str]:
    for name in ENVELOPE:
        for value in message.get_all(name, [])[:MOST_ADDRESSES]:
            for address in MAILBOX.findall(str(value))[:MOST_ADDRESSES]:
                word = proofs.word_of(address)
                if word:
                    yield word


def _mailbox(field: str) -> str:
    """The address in a field as «rfc822; anna@example.org»."""
    found = MAILBOX.search(field.partition(";")[2] or field)
    return found[0] if found else ""
