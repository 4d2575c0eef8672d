"""The providers that an operator has set: who they are, what they say of people, and how sure that is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app

from app.accounts.identity import numbers
from app.accounts.identity.levels import Level
from app.config import WrongSetting

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REQUIRED = ("name", "title", "issuer", "client_id")


@dataclass(frozen=True)
class Provider:
    """A provider of OpenID Connect. docs/identity.md explains each word.

    `identifier` is the claim with what tells one person from all others, `kind` what that is (two providers that give the same
    kind of identifier know the same people). `territory` is the claim with where the person lives, `territories` what its values
    mean here; values that are not named there are names or codes of territories. Claims within claims are written with a dot.
    """

    name: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: str = "openid profile email"
    discovery: str = ""
    identifier: str = "sub"
    kind: str = ""
    territory: str = ""
    territories: Mapping[str, str] = field(default_factory=dict, hash=False)
    level: Level = Level.EMAIL
    token_auth: str = "client_secret_basic"  # noqa: S105

    @property
    def discovery_url(self) -> str:
        """Where the provider tells its addresses."""
        return self.discovery or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    @property
    def identifier_kind(self) -> str:
        """Within which identifiers a person's is the only one: those of this provider, where no kind is set."""
        return self.kind or f"provider:{self.issuer}"


def all_of() -> tuple[Provider, ...]:
    """The providers in the order in which the operator has set them."""
    return tuple(current_app.extensions["veche.providers"].values())


def find(name: str) -> Provider | None:
    """The provider of this name."""
    found: Provider | None = current_app.extensions["veche.providers"].get(name)
    return found


def verifies() -> bool:
    """Whether any provider tells who somebody is, beyond signing them in."""
    return any(provider.level != Level.EMAIL for provider in all_of())


def connect(app: Flask) -> None:
    """Reads the setting. Raises WrongSetting with a sentence that says what to mend."""
    settings = app.extensions["veche.settings"]
    read = [_read(given) for given in settings.IDENTITY_PROVIDERS]
    if len({provider.name for provider in read}) < len(read):
        raise WrongSetting("IDENTITY_PROVIDERS names one provider twice")
    app.extensions["veche.providers"] = {provider.name: provider for provider in read}
    app.jinja_env.globals.update(identity_providers=all_of, sign_in_number=numbers.shown)


@cache
def _words() -> frozenset[str]:
    return frozenset(one.name for one in fields(Provider)) | {"client_secret_file"}


def _read(given: Any) -> Provider:
    if not isinstance(given, Mapping):
        raise WrongSetting("each of IDENTITY_PROVIDERS is a set of words and values; see docs/identity.md")
    name = str(given.get("name", ""))
    unknown = sorted(set(given) - _words())
    missing = [word for word in REQUIRED if not given.get(word)]
    if unknown or missing:
        raise WrongSetting(f"the provider {name!r} of IDENTITY_PROVIDERS {_fault(unknown, missing)}")
    if not NAME.fullmatch(name):
        raise WrongSetting(f"the provider {name!r} needs a name of small letters, digits and hyphens")
    words = {**given, "client_secret": _secret(given), "level": _level(name, given.get("level", Level.EMAIL))}
    words.pop("client_secret_file", None)
    provider = Provider(**words)
    for address in (provider.issuer, provider.discovery_url):
        if not is_safe(address):
            raise WrongSetting(f"the provider {name!r} has the address {address!r}; https:// is needed")
    if "openid" not in provider.scopes.split():
        raise WrongSetting(f"the scopes of the provider {name!r} lack openid")
    return provider


def _fault(unknown: list[str], missing: list[str]) -> str:
    return f"lacks {', '.join(missing)}" if missing else f"sets {', '.join(unknown)}, which is no word of it"


def _secret(given: Mapping[str, Any]) -> str:
    path = given.get("client_secret_file")
    if not path:
        return str(given.get("client_secret", ""))
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"the client_secret_file {path} cannot be read: {error.strerror}") from None


def _level(name: str, word: Any) -> Level:
    try:
        return Level(word)
    except ValueError:
        levels = ", ".join(Level)
        raise WrongSetting(f"the provider {name!r} gives the level {word!r}; {levels} are known") from None


def is_safe(address: str) -> bool:
    """Whether what is said at this address can be trusted to come from there: over TLS, or from this machine."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        return False
