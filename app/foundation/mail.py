"""Letters: composed and sent by jobs, never in a request. Without SMTP_URL they are .eml files in the instance folder."""

import re
import smtplib
import ssl
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app

from app.foundation import clock, hosts, mailboxes, proofs, site
from app.foundation import headers as headers_of_words
from app.foundation.db import db
from app.foundation.unit_of_work import step

SECONDS = 20
# Whom a letter is for who has no address: it is sent nowhere.
NOBODY = "undisclosed-recipients:;"
# What a server says besides its three digits (RFC 3463): 5.1.1, for a mailbox that is not there.
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
log = structlog.get_logger("mail")


class _Whole:
    """A header that is never divided: half an address is none. What `email` wants of a kind of header."""

    max_count = 1

    @staticmethod
    def parse(value: str, kwds: dict[str, Any]) -> None:
        UnstructuredHeader.parse(value, kwds)

    def fold(self: Any, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]
_headers.map_to_type("subject", headers_of_words.Subject)  # type: ignore[arg-type]
_headers.map_to_type("from", headers_of_words.Sender)  # type: ignore[arg-type]


def compose(
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    language: str = "",
    stop: str = "",
    headers: dict[str, str] | None = None,
) -> EmailMessage:
    """A plain-text letter in a language. `key` makes the Message-ID: the same letter sent twice has the same one.

    `stop` is the address on which such letters are stopped by one click of the mail program (RFC 8058), where they can be.
    """
    settings = current_app.extensions["veche.settings"]
    policy = SMTP if to.isascii() else SMTPUTF8
    letter = EmailMessage(policy=policy.clone(header_factory=_headers))
    letter["Message-ID"] = f"<{key}@{hosts.host()}>"
    letter["Date"] = format_datetime(clock.now())
    letter["From"] = _sender(settings.MAIL_FROM, site.name(language))
    letter["To"] = _address(to) if to else NOBODY
    letter["Subject"] = " ".join(subject.split())
    letter["Auto-Submitted"] = "auto-generated"
    letter[proofs.HEADER] = proofs.of_letter(letter["Message-ID"], mailboxes.key_of(to))
    if stop:
        letter["List-Unsubscribe"] = f"<{stop}>"
        if stop.startswith("https:"):
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in (headers or {}).items():
        letter[name] = value
    letter.set_content(text)
    if language:
        letter["Content-Language"] = language
    return letter


def _sender(spec: str, name: str) -> Address:
    # Servers know a Cyrillic domain by its ASCII name, and every one of them takes that.
    local, _, domain = spec.rpartition("@")
    return Address(name, local, hosts.ascii_host(domain))


def _address(spec: str, name: str = "") -> Address:
    # Given as a whole, an address with a Cyrillic name before the @ is taken for a mistake.
    local, _, domain = spec.rpartition("@")
    return Address(name, local, domain)


def folder() -> Path:
    """Where letters lie while no SMTP server is set."""
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "mail"


def send(letter: EmailMessage, *, is_asked_for: bool = False) -> bool:
    """Sends a letter and tells whether it has left. Raises OSError or SMTPException where it should be tried again.

    A mailbox that letters do not reach gets none, but for what its owner asks for now; one that the server refuses is such a one
    from now on. Called outside of any step.
    """
    if not letter["To"].addresses:
        log.info("not sent: the person has no address", letter=letter["Message-ID"])
        return False
    (to,) = letter["To"].addresses
    if not is_asked_for and mailboxes.pause_of(to.addr_spec) is not None:
        db.session.rollback()
        log.info("not sent: its mailbox is paused", letter=letter["Message-ID"])
        return False
    db.session.rollback()
    try:
        deliver(letter)
    except smtplib.SMTPRecipientsRefused as refusal:
        ((code, said),) = refusal.recipients.values()
        if code < 500:
            raise
        found = STATUS.search(said.decode("ascii", "replace"))
        with step():
            mailboxes.bounced(
                mailboxes.key_of(to.addr_spec), letter["Message-ID"], found[1] if found else "5.0.0", clock.now()
            )
        log.warning("a mailbox was refused", letter=letter["Message-ID"], code=code)
        return False
    return True


def deliver(letter: EmailMessage) -> None:
    """Hands a letter to the SMTP server, or keeps it as a file named by its Message-ID. Raises OSError or SMTPException."""
    url = current_app.extensions["veche.settings"].SMTP_URL
    if url:
        _send_by_smtp(letter, url)
        return
    folder().mkdir(parents=True, exist_ok=True)
    name = letter["Message-ID"].strip("<>").partition("@")[0]
    (folder() / f"{name}.eml").write_bytes(letter.as_bytes())


def _send_by_smtp(letter: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    host, port = parts.hostname or "localhost", parts.port or (465 if secure else 25)
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
        if secure
        else smtplib.SMTP(host, port, timeout=SECONDS)
    )
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        (to,) = letter["To"].addresses
        server.send_message(letter, from_addr=proofs.return_path(mailboxes.key_of(to.addr_spec)) or None)
