"""The letters that a copy without a mail server keeps as files: for those who build and try it, on the machine itself."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Response, current_app, render_template

from app.foundation import mail
from app.foundation.addresses import from_this_machine
from app.foundation.errors import Missing

MOST = 100
NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True)
class Kept:
    """A letter as the page shows it."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


def list_letters() -> Response:
    """The letters kept, the latest first."""
    _require_here()
    paths = sorted(mail.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return _for_one_alone(render_template("pages/letters.html", letters=[_read(path) for path in paths[:MOST]]))


def show_letter(name: str) -> Response:
    """One letter with its links."""
    _require_here()
    path = mail.folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Missing
    return _for_one_alone(render_template("pages/letter.html", letter=_read(path)))


def _for_one_alone(page: str) -> Response:
    # Nobody is signed in here, and yet the links in letters open accounts.
    return Response(page, headers={"Cache-Control": "private, no-store"}, content_type="text/html; charset=utf-8")


def _require_here() -> None:
    if current_app.extensions["veche.settings"].SMTP_URL or not from_this_machine():
        raise Missing


def _read(path: Path) -> Kept:
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    at = parsedate_to_datetime(str(letter["Date"]))
    return Kept(path.stem, str(letter["To"]), str(letter["Subject"]), at, _text(letter))


def _text(letter: EmailMessage) -> str:
    try:
        body = letter.get_body(("plain",))
        return str(body.get_content()) if body else ""
    except (MessageError, LookupError):
        return ""
