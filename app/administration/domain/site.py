"""What an administrator sets about the site: its name, languages, words for residents, colour and logo."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.permissions import Act
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import site
from app.foundation.db import db
from app.foundation.errors import Invalid, Reason
from app.site import colours, present
from app.site.models import SitePicture

HEIGHT, WIDEST = 32, 160
NO_COLOUR = Reason("colour-unknown", _l("Write the colour as # and six letters or digits, like #0b5c63."))
PALE = _l(
    "Words in %(colour)s cannot be read well on light pages: %(contrast)s to 1, and 4.5 are needed. The nearest that can: %(nearest)s."
)
NO_LANGUAGE = Reason("languages-none", _l("Leave at least one language."))
OTHER_DEFAULT = Reason("language-default", _l("The main language must be among those that are offered."))


@dataclass(frozen=True)
class Names:
    """What the site is called and who answers for it; empty words leave what the environment says."""

    name: str
    organiser: str
    contacts: str
    languages: Sequence[str]
    default_language: str


def call(actor: Actor, names: Names, now: datetime) -> None:
    """Keeps names and languages. Raises NotAllowed, or Invalid where no language is left or the main one is not offered."""
    permissions.require(actor, Act.KEEP_SITE)
    known = current_app.extensions["veche.settings"].LANGUAGES
    languages = [code for code in known if code in names.languages]
    if not languages:
        raise Invalid(NO_LANGUAGE)
    if names.default_language not in languages:
        raise Invalid(OTHER_DEFAULT)
    _keep(
        actor,
        "site.call",
        now,
        name=names.name,
        organiser=names.organiser,
        contacts=names.contacts,
        languages=languages,
        default_language=names.default_language,
    )


def call_residents(actor: Actor, words: Mapping[str, Sequence[str]], now: datetime) -> None:
    """Keeps what residents are called, by language: one, a few, many, all of them. A language without words has the usual ones."""
    permissions.require(actor, Act.KEEP_SITE)
    _keep(actor, "site.residents", now, residents={code: list(said) for code, said in words.items() if all(said)})


def paint(actor: Actor, words: str, now: datetime) -> None:
    """Keeps the main colour; without words the platform's own holds again.

    Raises NotAllowed, or Invalid where it is no colour, or where words in it cannot be read: then it says which nearest can.
    """
    permissions.require(actor, Act.KEEP_SITE)
    if not words:
        _keep(actor, "site.paint", now, colour=None)
        return
    colour = colours.read(words)
    if colour is None:
        raise Invalid(NO_COLOUR)
    if not colours.passes(colour):
        told = {
            "colour": colour,
            "contrast": format_decimal(round(colours.least_by_day(colour), 1)),
            "nearest": colours.nearest(colour),
        }
        raise Invalid(Reason("colour-pale", PALE, told))
    _keep(actor, "site.paint", now, colour=colour)


@dataclass(frozen=True)
class Logo:
    """A picture, drawn anew already; `shape` is how many times wider than high it is."""

    body: bytes
    media_type: str
    shape: float

    @property
    def width(self) -> int:
        """How wide it stands beside the name."""
        return max(16, min(WIDEST, round(HEIGHT * self.shape)))


def put_logo(actor: Actor, logo: Logo, now: datetime) -> None:
    """Keeps a picture beside the name. Raises NotAllowed."""
    permissions.require(actor, Act.KEEP_SITE)
    digest = hashlib.sha256(logo.body).hexdigest()[:32]
    if db.session.scalar(select(SitePicture.id).where(SitePicture.digest == digest)) is None:
        db.session.add(SitePicture(digest=digest, media_type=logo.media_type, body=logo.body, kept_at=now))
    _keep(actor, "site.logo", now, logo=digest, logo_width=logo.width)


def remove_logo(actor: Actor, now: datetime) -> None:
    """The platform's own picture stands beside the name again. Raises NotAllowed."""
    permissions.require(actor, Act.KEEP_SITE)
    _keep(actor, "site.no_logo", now, logo=None, logo_width=None)


def _keep(actor: Actor, act: str, now: datetime, **chosen: Any) -> None:
    before = site.chosen()
    old = {name: _plain(getattr(before, name)) for name in chosen}
    present.changed(now, actor.id, **chosen)
    chain.log(act, now=now, actor_id=actor.id, thing="site", thing_id=None, now_is=chosen, was=old)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: list(words) for key, words in value.items()}
    return list(value) if isinstance(value, tuple) else value
