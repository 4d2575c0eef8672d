"""Checks of the copy itself: settings, keys, disk, backup, and people of the demonstration that outsiders could reach."""

import json
import shutil
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, inspect, or_, select

from app.accounts.models import Account
from app.foundation import clock, hosts
from app.foundation.checks import Check, failure, fine, warning
from app.foundation.db import db
from app.operations import belongings
from app.operations.backing_up import LAST
from campaigns.plan.models import Campaign

SHORTEST_KEY = 32
LITTLE, VERY_LITTLE = 2 << 30, 256 << 20
FRESH, OLD = timedelta(hours=26), timedelta(days=8)


def is_public() -> bool:
    """Whether people from elsewhere are meant to come: by the address, or by where the server listens."""
    return not hosts.is_loopback(hosts.host()) or not hosts.is_loopback(belongings.settings().HOST)


def settings() -> Sequence[Check]:
    """Settings that make sense each, and together leave something open."""
    found = list(_settings())
    return found or [fine("settings", "the settings make sense together")]


def _settings() -> Iterator[Check]:
    now = belongings.settings()
    if not is_public():
        return
    if not now.PUBLIC_URL:
        yield failure("settings", "PUBLIC_URL is not set: links in letters lead nowhere; run `flask setup`")
    if hosts.is_secure() and not now.TRUSTED_PROXIES:
        yield warning(
            "settings",
            "TRUSTED_PROXIES is 0 though something before us ends TLS: all visitors count as one network; set it to 1, and let "
            "the proxy set X-Forwarded-For itself",
        )
    if now.DEMO_PAGES:
        yield warning("settings", "DEMO_PAGES is on: pages for those who build the site are open; set it to no")
    if not now.SMTP_URL:
        yield failure("settings", "SMTP_URL is not set: letters stay on this machine, nobody can confirm an address")
    elif now.MAIL_FROM.endswith("@localhost"):
        yield failure(
            "settings", f"MAIL_FROM is {now.MAIL_FROM}: servers refuse letters from there; set an address of yours"
        )
    if not now.SITE_ORGANISER:
        yield warning("settings", "SITE_ORGANISER is empty: people do not learn who runs this site")
    if not now.SITE_CONTACTS:
        yield warning("settings", "SITE_CONTACTS is empty: people do not learn how to reach you")


def secret_key() -> Sequence[Check]:
    """The keys are long, and nobody else on the machine reads them."""
    found = []
    for name in belongings.KEYS:
        key, path = str(getattr(belongings.settings(), name.upper())), belongings.instance() / name
        if len(key) < SHORTEST_KEY:
            found.append(
                failure("secret key", f"{name.upper()} is shorter than {SHORTEST_KEY} letters: it can be guessed")
            )
        elif path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(failure("secret key", f"others on this machine may read {path}: run `chmod 600 {path}`"))
    config = belongings.instance() / "config.py"
    if config.exists() and config.stat().st_mode & stat.S_IRWXO:
        found.append(warning("secret key", f"others on this machine may read {config}: run `chmod 600 {config}`"))
    return found or [fine("secret key", "the secret keys are long and readable for this user alone")]


def disk() -> Sequence[Check]:
    """Room for what people bring."""
    free = shutil.disk_usage(belongings.instance()).free
    told = f"{free / (1 << 30):.1f} GB are free where {belongings.instance()} is"
    if free < VERY_LITTLE:
        return [failure("disk", f"{told}: writing will fail soon; make room now")]
    return [warning("disk", f"{told}: make room")] if free < LITTLE else [fine("disk", told)]


def backup() -> Sequence[Check]:
    """When the last backup was taken."""
    path = belongings.instance() / LAST
    if not path.exists():
        how = "`flask backup FILE` makes one; let a timer do it every night"
        return [(failure if is_public() else warning)("backup", f"there has been no backup yet: {how}")]
    told = json.loads(path.read_text("utf-8"))
    age = clock.now() - datetime.fromisoformat(told["taken_at"])
    hours = int(age.total_seconds() // 3600)
    said = f"the last backup is {hours} hours old ({told['file']})"
    if age > OLD:
        return [failure("backup", f"{said}: see why the timer of backups does not run")]
    return [warning("backup", f"{said}: one every night is usual")] if age > FRESH else [fine("backup", said)]


def demo() -> Sequence[Check]:
    """People of the demonstration, whose passwords are printed, must not be where others come."""
    told = ("demo-sign-ins.json", "demo-loading.json")
    is_told = any((belongings.instance() / name).exists() for name in told)
    if not is_told and not _has_demo_rows():
        return [fine("demo", "there are no people of the demonstration")]
    if not is_public():
        return [fine("demo", "the demonstration is loaded, and this copy is for this machine alone")]
    return [
        failure(
            "demo",
            f"people of the demonstration, whose passwords are in {told[0]}, are in a copy that others reach "
            f"({hosts.read()}, listening at {belongings.settings().HOST}): make the real installation in an empty folder, "
            "`flask setup`",
        )
    ]


def _has_demo_rows() -> bool:
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("accounts"):
            return False
        return bool(connection.scalar(select(or_(exists().where(Account.is_demo), exists().where(Campaign.is_demo)))))
