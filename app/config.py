"""Settings of a running copy: defaults < instance/config.py < environment. What is wrong stops the start, with a sentence."""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from ipaddress import ip_network
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import idna

ROOT = Path(__file__).resolve().parent.parent
# A file is read whole for a moment, and a worker process has few hundred megabytes.
LARGEST_UPLOAD = 100 * 1024 * 1024
# What is signed comes after it in the return path, and nothing before an @ may be longer than 64 letters.
BOUNCE_NAME = re.compile(r"[A-Za-z0-9._-]{1,24}")
BOUNCE_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
HOST_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")
# Roles that are given to people, as the setting FACTOR_ROLES names them.
ROLES = frozenset({"expert", "facilitator", "moderator", "owner", "official", "observer", "assistant", "administrator"})
WRITTEN = {int: "a whole number", bool: "yes or no", tuple[Any, ...]: "a list as JSON"}
# Licences of open data that need no words of the operator: their names and where their texts stand.
LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "PDDL-1.0": ("Public Domain Dedication and License 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
}


class WrongSetting(SystemExit):
    """A setting is unknown, missing or makes no sense; the text says which and how to mend it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"veche: {text}")


@dataclass(frozen=True)
class Settings:
    """All that an operator may set. Names are those of the environment; docs/operations.md explains each."""

    VECHE_INSTANCE: Path = ROOT / "instance"
    PORT: int = 8000
    HOST: str = "127.0.0.1"
    DATABASE_URL: str = ""
    REDIS_URL: str = ""
    SEARCH_ENGINE: str = ""
    SECRET_KEY: str = ""
    PUBLIC_URL: str = ""
    SOURCE_URL: str = "https://github.com/veche-platform/veche"
    OTHER_HOSTS: tuple[str, ...] = ()
    SITE_NAME: str = ""
    SITE_ORGANISER: str = ""
    SITE_CONTACTS: str = ""
    LANGUAGES: tuple[str, ...] = ("ru", "uk", "en")
    DEFAULT_LANGUAGE: str = "ru"
    TIME_ZONE: str = "Asia/Yekaterinburg"
    WORKING_HOURS: str = "09:00-18:00"
    SMTP_URL: str = ""
    MAIL_FROM: str = "veche@localhost"
    BOUNCE_ADDRESS: str = ""
    TRUSTED_PROXIES: int = 0
    WEB_WORKERS: int = 2
    WEB_THREADS: int = 8
    JOB_LEASE: int = 60
    LOG_LEVEL: str = "INFO"
    UPLOAD_MOST_BYTES: int = 10 * 1024 * 1024
    UPLOAD_MOST_FILES: int = 5
    OPEN_DATA_LICENCE: str = "CC-BY-4.0"
    OPEN_DATA_LICENCE_URL: str = ""
    SECURITY_CONTACT: str = ""
    METRICS_NETWORKS: tuple[str, ...] = ()
    METRICS_TOKEN: str = ""
    DKIM_SELECTOR: str = ""
    DEMO_PAGES: bool = True
    WEBHOOKS_INSIDE: bool = False
    PASSWORD_MEMORY_KIB: int = 19456
    PASSWORD_TIME: int = 2
    SESSION_DAYS: int = 30
    STAFF_SESSION_HOURS: int = 12
    FACTOR_ROLES: tuple[str, ...] = ("administrator",)
    FACTOR_GRACE_DAYS: int = 14
    RECOVERY_HOURS: int = 24
    IDENTITY_PROVIDERS: tuple[Any, ...] = ()
    IDENTITY_SECRET: str = ""
    TESTING: bool = field(default=False)

    @property
    def database_url(self) -> str:
        """The database of this copy: what was set, else SQLite in the instance folder."""
        if not self.DATABASE_URL:
            return f"sqlite:///{self.VECHE_INSTANCE / 'veche.sqlite3'}"
        scheme, _, rest = self.DATABASE_URL.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.DATABASE_URL

    @property
    def search_engine(self) -> str:
        """The engine behind the search: what was set, else the one that keeps its index with the database."""
        return self.SEARCH_ENGINE or ("postgresql" if self.database == "postgresql" else "whoosh")

    @property
    def database(self) -> str:
        """What kind of database it is, by its address."""
        return self.database_url.partition(":")[0].partition("+")[0]

    @property
    def redis_url(self) -> str:
        """The queue of this copy: what was set, else the embedded Valkey's socket."""
        return self.REDIS_URL or f"unix://{self.redis_socket}"

    @property
    def redis_socket(self) -> Path:
        """Where the embedded Valkey listens. Sockets with long paths fail, so a deep instance folder gets a short one."""
        inside = self.VECHE_INSTANCE / "valkey.sock"
        if len(str(inside)) <= 100:
            return inside
        return Path("/tmp") / f"veche-{os.getuid()}-{abs(hash_of(str(self.VECHE_INSTANCE))):x}.sock"  # noqa: S108

    @property
    def public_url(self) -> str:
        """The address people use, without a slash at its end."""
        return (self.PUBLIC_URL or f"http://{self.HOST}:{self.PORT}").rstrip("/")

    @property
    def licence(self) -> tuple[str, str]:
        """The name of the licence of open data, and where its text stands."""
        name, url = LICENCES.get(self.OPEN_DATA_LICENCE, (self.OPEN_DATA_LICENCE, ""))
        return name, self.OPEN_DATA_LICENCE_URL or url

    @property
    def working_hours(self) -> tuple[time, time]:
        """When a usual working day of the office begins and ends, by the clocks of the place."""
        opens, closes = (time.fromisoformat(word.strip()) for word in self.WORKING_HOURS.split("-"))
        return opens, closes


def hash_of(text: str) -> int:
    """A small number that stays the same for the same text in every process."""
    number = 0
    for letter in text.encode():
        number = (number * 131 + letter) % (1 << 48)
    return number


def _listed(text: str) -> tuple[Any, ...]:
    found = json.loads(text or "[]")
    if not isinstance(found, list):
        raise ValueError
    return tuple(found)


YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
# How a word of the environment becomes a value of each kind; others stay words.
READ: dict[Any, Callable[[str], Any]] = {
    int: int,
    bool: lambda value: YES_NO[value.lower()],
    Path: lambda value: Path(value).resolve(),
    tuple[Any, ...]: _listed,
    tuple[str, ...]: lambda value: tuple(part.strip() for part in value.split(",") if part.strip()),
}


def _typed(name: str, kind: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return READ.get(kind, str)(value)
    except (ValueError, KeyError):
        raise WrongSetting(f"the setting {name} cannot be {value!r}; write {WRITTEN[kind]}") from None


def _from_file(path: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    if not path.exists():
        return {}
    found: dict[str, Any] = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), found)  # noqa: S102
    settings = {name: value for name, value in found.items() if name.isupper()}
    for name in settings:
        if name not in known:
            raise WrongSetting(f"{path} sets {name}, which is no setting of this version; see docs/operations.md")
    return settings


def _own_secret(instance: Path, name: str) -> str:
    path, own = instance / name, instance / f"{name}.{secrets.token_hex(4)}"
    if not path.exists():
        own.touch(0o600)
        own.write_text(secrets.token_urlsafe(48))
        # Of processes that start together the first one's stands, and nobody ever reads half of it.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(own)
        own.unlink()
    return path.read_text().strip()


def load(environment: Mapping[str, str] | None = None, **over: Any) -> Settings:
    """The settings of this copy. Raises WrongSetting with a sentence that says what to mend."""
    environment = os.environ if environment is None else environment
    kinds = get_type_hints(Settings)
    asked = {f.name: environment[f.name] for f in fields(Settings) if f.name in environment}
    instance = _typed(
        "VECHE_INSTANCE", Path, over.get("VECHE_INSTANCE") or asked.get("VECHE_INSTANCE") or ROOT / "instance"
    )
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"the instance folder {instance} cannot be made: {error.strerror}") from None
    values = {**_from_file(instance / "config.py", kinds), **asked, **over, "VECHE_INSTANCE": instance}
    settings = Settings(**{name: _typed(name, kinds[name], value) for name, value in values.items()})
    _check(settings)
    for name in ("SECRET_KEY", "IDENTITY_SECRET"):
        if not getattr(settings, name):
            settings = Settings(**{**vars(settings), name: _own_secret(instance, name.lower())})
    return settings


def _check(settings: Settings) -> None:
    if settings.database not in {"sqlite", "postgresql"}:
        raise WrongSetting(f"DATABASE_URL begins with {settings.database!r}; sqlite:/// and postgresql:// are known")
    if settings.search_engine not in {"whoosh", "postgresql"}:
        raise WrongSetting(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; whoosh and postgresql are known")
    if settings.search_engine == "postgresql" != settings.database:
        raise WrongSetting("SEARCH_ENGINE 'postgresql' needs a DATABASE_URL of postgresql://; whoosh works with any")
    if settings.DEFAULT_LANGUAGE not in settings.LANGUAGES:
        raise WrongSetting(f"DEFAULT_LANGUAGE is {settings.DEFAULT_LANGUAGE!r}, which is not among LANGUAGES")
    _check_address(settings)
    _check_sign_in(settings)
    if not 0 < settings.PORT < 65536:
        raise WrongSetting(f"PORT cannot be {settings.PORT}; choose 1 to 65535")
    if not 0 < settings.UPLOAD_MOST_BYTES <= LARGEST_UPLOAD:
        raise WrongSetting(f"UPLOAD_MOST_BYTES cannot be {settings.UPLOAD_MOST_BYTES}; choose 1 to {LARGEST_UPLOAD}")
    local, _, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if settings.BOUNCE_ADDRESS and not (BOUNCE_NAME.fullmatch(local) and BOUNCE_HOST.fullmatch(domain)):
        raise WrongSetting(
            f"BOUNCE_ADDRESS cannot be {settings.BOUNCE_ADDRESS!r}; write an address as bounces@example.org, "
            "with at most 24 letters before the @"
        )
    if settings.UPLOAD_MOST_FILES < 0:
        raise WrongSetting(f"UPLOAD_MOST_FILES cannot be {settings.UPLOAD_MOST_FILES}; choose 0 or more")
    if not settings.licence[1].startswith(("https://", "http://")):
        known = ", ".join(LICENCES)
        raise WrongSetting(
            f"OPEN_DATA_LICENCE is {settings.OPEN_DATA_LICENCE!r}; {known} are known, for any other set OPEN_DATA_LICENCE_URL to "
            "the address of its text"
        )
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(
            f"TIME_ZONE {settings.TIME_ZONE!r} is no zone of the tz database; write Europe/Kyiv, for example"
        ) from None
    try:
        opens, closes = settings.working_hours
        sound = opens.tzinfo is None and closes.tzinfo is None and opens < closes
    except ValueError:
        sound = False
    if not sound:
        raise WrongSetting(
            f"WORKING_HOURS cannot be {settings.WORKING_HOURS!r}; write when a working day begins and ends, as 09:00-18:00"
        )


def _check_address(settings: Settings) -> None:
    try:
        parts = urlsplit(settings.PUBLIC_URL)
        is_whole = parts.scheme in {"http", "https"} and can_be_host(parts.hostname or "") and parts.port != 0
        is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or "@" in parts.netloc)
    except ValueError:
        is_whole = is_bare = False
    if settings.PUBLIC_URL and not (is_whole and is_bare):
        raise WrongSetting(
            f"PUBLIC_URL cannot be {settings.PUBLIC_URL!r}; write the address without a path, as https://ideas.example.org"
        )
    for network in settings.METRICS_NETWORKS:
        try:
            ip_network(network)
        except ValueError:
            raise WrongSetting(f"METRICS_NETWORKS names {network!r}; write networks as 10.0.0.0/8,::1") from None
    for name in settings.OTHER_HOSTS:
        if not can_be_host(name):
            raise WrongSetting(f"OTHER_HOSTS names {name!r}, which is no name of a host; write ideas.example.org")


def can_be_host(name: str) -> bool:
    """Whether a host may be called so, in any alphabet."""
    try:
        is_plain = name.isascii() and "xn--" not in name.lower()
        return bool(HOST_NAME.fullmatch(name if is_plain else idna.encode(name, uts46=True).decode()))
    except ValueError:
        return False


def _check_sign_in(settings: Settings) -> None:
    strange = [role for role in settings.FACTOR_ROLES if role not in ROLES]
    if strange:
        raise WrongSetting(f"FACTOR_ROLES names {strange[0]!r}; the roles are {', '.join(sorted(ROLES))}")
    for name, least in (
        ("SESSION_DAYS", 1),
        ("STAFF_SESSION_HOURS", 1),
        ("FACTOR_GRACE_DAYS", 0),
        ("RECOVERY_HOURS", 0),
    ):
        if getattr(settings, name) < least:
            raise WrongSetting(f"{name} cannot be {getattr(settings, name)}; choose {least} or more")
