"""What every template may use."""

from typing import Any

from flask import Flask, current_app, g, request

from app.accounts.roles import GUEST, Role
from app.accounts.sessions import current_actor
from app.foundation import clock, hosts, site
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
    def is_helped(self) -> bool:
        """An assistant writes in this person's name."""
        return self._actor.helper_id is not None

    @property
    def is_assistant(self) -> bool:
        return any(grant.role == Role.ASSISTANT for grant in self._actor.grants)

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
        chosen = site.chosen()
        self.name = site.name()
        self.organiser, self.contacts = chosen.organiser, chosen.contacts
        self.colour, self.look = chosen.colour, chosen.version
        self.logo, self.logo_width = chosen.logo, chosen.logo_width
        self.own_style = current_app.extensions["veche.own_style"]
        self.source_url = settings.SOURCE_URL
        self.public_url = hosts.read()
        self.machine_url = hosts.link()
        self.licence_name, self.licence_url = settings.licence
        self.version = VERSION
        self.keeps_letters = not settings.SMTP_URL and settings.DEMO_PAGES


def _context() -> dict[str, Any]:
    here = request.full_path.rstrip("?") if request else "/"
    return {"actor": Person(), "site": Site(), "display": display.current(), "here": here, "now": clock.now()}


def connect(app: Flask) -> None:
    """Gives the templates their context."""
    app.context_processor(_context)
    words = {
        "a_resident": site.a_resident,
        "all_residents": site.all_residents,
        "counted_residents": site.counted_residents,
        "of_residents": site.of_residents,
    }
    app.jinja_env.globals.update(words)
