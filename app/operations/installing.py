"""Making a real installation: an operator, a first administrator, no demo people. Safe to do again."""

import secrets
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import exists, inspect, or_, select

from app.accounts import emails, links, passwords
from app.accounts.domain import registration, roles
from app.accounts.domain.registration import Newcomer
from app.accounts.models import Account
from app.accounts.queries import people
from app.accounts.queries import roles as given
from app.accounts.roles import SYSTEM, Place, Role
from app.audit import chain
from app.foundation import clock, hosts, letters, mail, schema, site
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.operations import belongings, rows
from campaigns.plan.models import Campaign

DEMO = (
    "this installation holds the demonstration, whose people are invented: a real one begins empty. Set VECHE_INSTANCE to another "
    "folder (and DATABASE_URL to another database), or empty this one"
)


class NotInstalled(Exception):
    """The installation was not made; the text says why and what to do."""


@dataclass(frozen=True)
class Installed:
    """What stands now. `link` sets the administrator's password, once, within two hours; empty where there is one already."""

    administrator: str
    is_new: bool
    link: str
    letter: str


def require_no_demo() -> None:
    """Raises NotInstalled on top of a demonstration, whole or half loaded."""
    told = ("demo-sign-ins.json", "demo-loading.json")
    if any((belongings.instance() / name).exists() for name in told) or _has_demo_rows():
        raise NotInstalled(DEMO)


def _has_demo_rows() -> bool:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("accounts"):
            return False
        found = or_(exists().where(Account.is_demo), exists().where(Campaign.is_demo))
        return bool(connection.scalar(select(found)))


def migrate() -> bool:
    """Brings the database up to this release. Returns whether it was empty. Raises NotInstalled where it cannot be done."""
    found = schema.standing()
    if found.state in {schema.State.SILENT, schema.State.AHEAD}:
        raise NotInstalled(found.sentence)
    if not found.fits:
        rows.migrate(db.engine)
    return found.state == schema.State.EMPTY


def install(asked: Mapping[str, Any]) -> Installed:
    """Migrates, makes the first administrator and sends the test letter. Raises NotInstalled."""
    migrate()
    require_no_demo()
    email, language = str(asked["email"]).strip(), str(asked["language"])
    if not emails.is_address(email):
        raise NotInstalled(f"{email!r} is no e-mail address")
    account_id, is_new = _administrator(email, str(asked["name"]).strip(), str(asked["family"]).strip(), language)
    account = db.session.get_one(Account, account_id)
    has_password = account.session_epoch > 0
    link = letters.address("accounts.show_reset", word=links.reset(account))
    link = "" if has_password and not asked.get("new_link") else link
    db.session.rollback()
    letter = trial_letter(email, language) if asked.get("letter") else ""
    return Installed(email, is_new, link, letter)


def _administrator(email: str, name: str, family: str, language: str) -> tuple[int, bool]:
    known = people.by_email_key(emails.key_of(email))
    if known is not None and known.ended_at is not None:
        raise NotInstalled(f"the account of {email} is ended; name another address")
    # Nobody knows it: the link is the only way in.
    unknown = passwords.hash_of(secrets.token_urlsafe(48))
    with step():
        account = known or registration.add(Newcomer(email, name, family, unknown, language), clock.now())
        if known is None:
            chain.log("person.add", now=clock.now(), actor_id=None, thing="account", thing_id=account.id)
        registration.confirm(account, clock.now())
        if given.find(account.id, Role.ADMINISTRATOR, Place()) is None:
            roles.give(SYSTEM, account.id, Role.ADMINISTRATOR, Place(), clock.now())
        return account.id, known is None


def trial_letter(to: str, language: str) -> str:
    """Sends a letter that says that letters arrive. Returns what came of it, empty where it has left."""
    with force_locale(language):
        subject = _("Letters from %(name)s arrive", name=site.name(language))
        text = _(
            "This is a trial letter from %(address)s. Its operator asked for it to see that letters arrive. Nothing is to be done.",
            address=hosts.read(),
        )
    key = f"trial-{secrets.token_hex(8)}"
    letter = mail.compose(to=emails.deliverable(to), subject=subject, text=f"{text}\n", key=key, language=language)
    try:
        mail.deliver(letter)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return ""
