"""What every template may use."""

from typing import Any

from flask import Flask, current_app, g, request

from app.accounts.roles import GUEST, Role
from app.accounts.sessions import current_actor
from app.foundation import clock, site
from app.foundation.release import VERSION
from app.notifications.queries import unread_of
from app.web import display


class Person:
    """The one who looks at the page, as the top bar needs them; counts are read only where they are shown."""

    def __init__(self) -> None:
        self._actor = GUEST if g.get("bare") else current_actor()

    @property
    def is_guest(self) -> bool:
        return self._actor.is_guest

    @property
    def name(self) -> str:
        return self._actor.name

    @property
    def is_administrator(self) -> bool:
        return self._actor.is_administrator

    @property
    def may_moderate(self) -> bool:
        return any(grant.role in {Role.MODERATOR, Role.OWNER} for grant in self._actor.grants)

    @property
    def is_owner(self) -> bool:
        return self.is_administrator or any(grant.role == Role.OWNER for grant in self._actor.grants)

    @property
    def reads_digests(self) -> bool:
        return self.is_owner or any(grant.role == Role.OFFICIAL for grant in self._actor.grants)

    @property
    def unread(self) -> int:
        if "unread" not in g:
            g.unread = 0 if self._actor.id is None else unread_of(self._actor.id)
        return int(g.unread)


class Site:
    """The installation."""

    def __init__(self) -> None:
        settings = current_app.extensions["veche.settings"]
        self.name = site.name()
        self.organiser = settings.SITE_ORGANISER
        self.contacts = settings.SITE_CONTACTS
        self.source_url = settings.SOURCE_URL
        self.public_url = settings.public_url
        self.licence_name, self.licence_url = settings.licence
        self.version = VERSION
        self.keeps_letters = not settings.SMTP_URL and settings.DEMO_PAGES


def _context() -> dict[str, Any]:
    here = request.full_path.rstrip("?") if request else "/"
    return {"actor": Person(), "site": Site(), "display": display.current(), "here": here, "now": clock.now()}


def connect(app: Flask) -> None:
    """Gives the templates their context."""
    app.context_processor(_context)
