"""Letters: composed and sent by jobs, never in a request. Without SMTP_URL they are .eml files in the instance folder."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.foundation import clock, site
from app.foundation.mailboxes import PausedMailbox

SECONDS = 20


def compose(
    *, to: str, subject: str, text: str, key: str, language: str = "", headers: dict[str, str] | None = None
) -> EmailMessage:
    """A plain-text letter in a language. `key` makes the Message-ID: the same letter sent twice has the same one."""
    settings = current_app.extensions["veche.settings"]
    host = (urlsplit(settings.public_url).hostname or "localhost").encode("idna").decode()
    letter = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    letter["Message-ID"] = f"<{key}@{host}>"
    letter["Date"] = format_datetime(clock.now())
    letter["From"] = _address(settings.MAIL_FROM, site.name(language))
    letter["To"] = _address(to)
    letter["Subject"] = " ".join(subject.split())
    letter["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        letter[name] = value
    letter.set_content(text)
    return letter


def _address(spec: str, name: str = "") -> Address:
    # Given as a whole, an address with a Cyrillic name before the @ is taken for a mistake.
    local, _, domain = spec.rpartition("@")
    return Address(name, local, domain)


def folder() -> Path:
    """Where letters lie while no SMTP server is set."""
    return Path(current_app.extensions["veche.settings"].VECHE_INSTANCE) / "mail"


def send(letter: EmailMessage) -> None:
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
        server.send_message(letter)
