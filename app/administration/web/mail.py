"""Does mail leave this site? A letter to oneself, and what the server said."""

import secrets
import smtplib
import ssl
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import emails, permissions
from app.accounts.factors import fresh
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.accounts.web.lookups import own_account
from app.foundation import hosts, letters, mail
from app.foundation.db import db

PAGE = "administration/mail.html"


def show_mail() -> Response:
    """How letters leave, with a button that sends one."""
    permissions.require(require_person(), Act.KEEP_SITE)
    return _page()


def try_mail() -> ResponseReturnValue:
    """Sends a letter to the one who asks, at once, and tells what happened. Nothing is written."""
    permissions.require(require_person(), Act.KEEP_SITE)
    fresh.require()
    account = own_account()
    to, language, name = emails.deliverable(account.email), account.language, account.given_name
    subject, text = letters.write("administration_trial.txt", language, name=name, url=hosts.read())
    letter = mail.compose(to=to, subject=subject, text=text, key=f"trial-{secrets.token_hex(8)}", language=language)
    # The server may take its time: no transaction waits meanwhile.
    db.session.rollback()
    try:
        mail.deliver(letter)
    except (OSError, smtplib.SMTPException) as error:
        return _page(502, problem=_fault(error), to=to)
    return _page(sent=True, to=to)


def _fault(error: Exception) -> str:
    """What went wrong, and where to look."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return str(_("The mail server does not accept the name or the password. Look at SMTP_URL."))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, said),) = error.recipients.values()
        return str(_("The mail server refuses your address: %(said)s", said=_said(code, said)))
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_("The mail server refuses the letter: %(said)s", said=_said(error.smtp_code, error.smtp_error)))
    if isinstance(error, ssl.SSLError):
        return str(_("No secure connection to the mail server: its certificate or its port is not what SMTP_URL says."))
    if isinstance(error, TimeoutError):
        return str(
            _("The mail server does not answer. Look at the host and the port in SMTP_URL, and at the firewall.")
        )
    return str(_("The mail server cannot be reached: %(fault)s. Look at SMTP_URL.", fault=type(error).__name__))


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())[:300]}"


def _page(status: int = 200, *, problem: str = "", sent: bool = False, to: str = "") -> Response:
    settings = current_app.extensions["veche.settings"]
    parts = urlsplit(settings.SMTP_URL)
    server = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    page = render_template(
        PAGE,
        server=server if settings.SMTP_URL else "",
        is_secure=parts.scheme in {"smtps", "smtp+starttls"},
        sender=settings.MAIL_FROM,
        problem=problem,
        sent=sent,
        to=to,
    )
    return make_response(page, status)
