"""Checks of how the site looks from outside: its address, TLS, and whether its letters are believed."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
import requests
from flask import current_app

from app.foundation import clock, hosts
from app.foundation.checks import Check, failure, fine, warning
from app.operations import belongings
from app.operations.checks.own import is_public

SECONDS = 5
OFF = timedelta(minutes=2)
# What mailing programs call their keys where their operator says nothing.
USUAL = ("default", "mail", "dkim", "s1", "selector1", "google", "k1", "mx", "veche")
RESOLVER = "veche.resolver"

# What asks the domain name system: the texts of a name, none where it has none. Raises OSError where nobody answers.
LookUp = Callable[[str], Sequence[str]]


def address() -> Sequence[Check]:
    """The address that people use leads here, by TLS."""
    if not is_public():
        return [fine("address", f"{hosts.read()} is for this machine alone")]
    found = list(_address())
    return found or [fine("address", f"{hosts.read()} answers")]


def _address() -> Iterator[Check]:
    if not hosts.is_secure():
        yield failure("address", f"{hosts.read()} has no TLS: passwords go open; set up https and PUBLIC_URL with it")
    try:
        answer = requests.get(hosts.link("/healthz"), timeout=SECONDS, allow_redirects=False)
    except requests.exceptions.SSLError as error:
        yield failure("address", f"the certificate of {hosts.read()} is not believed: {error}")
        return
    except requests.RequestException as error:
        yield failure(
            "address", f"{hosts.read()} does not answer from here ({type(error).__name__}): see the proxy and the DNS"
        )
        return
    if answer.status_code != 200 or answer.text != "ok\n":
        yield failure(
            "address", f"{hosts.read()} answers {answer.status_code}, not as Veche does: see where the proxy leads"
        )
        return
    yield from _clock(answer.headers.get("Date", ""))


def _clock(date: str) -> Iterator[Check]:
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return
    if abs(there - clock.now()) > OFF:
        yield warning("clock", f"the proxy says it is {there:%Y-%m-%d %H:%M} UTC: one of the clocks is wrong")


def mail() -> Sequence[Check]:
    """Letters from here are believed: the domain of the sender says who sends for it."""
    settings = belongings.settings()
    if not settings.SMTP_URL:
        return [fine("mail", "there is no SMTP_URL: letters are kept as files")]
    domain = hosts.ascii_host(settings.MAIL_FROM.rpartition("@")[2])
    look_up: LookUp = current_app.extensions.get(RESOLVER, texts_of)
    try:
        return [*_spf(domain, look_up), *_dkim(domain, settings.DKIM_SELECTOR, look_up), *_dmarc(domain, look_up)]
    except OSError:
        return [warning("mail", f"the domain name system does not answer about {domain}")]


def texts_of(name: str) -> Sequence[str]:
    """The TXT records of a name."""
    try:
        found = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise OSError(str(error)) from error
    return [b"".join(one.strings).decode("utf-8", "replace") for one in found]


def _spf(domain: str, look_up: LookUp) -> Iterator[Check]:
    found = [text for text in look_up(domain) if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE)]
    if not found:
        yield failure(
            "SPF", f'{domain} does not say who sends its letters: add TXT "v=spf1 mx a -all" with your server in it'
        )
    elif len(found) > 1:
        yield failure("SPF", f"{domain} has {len(found)} SPF records, so none of them counts: leave one")
    elif re.search(r"(^|\s)\+?all\b", found[0], re.IGNORECASE):
        yield failure("SPF", f"the SPF record of {domain} lets everybody send for it (+all): end it with -all")
    elif not re.search(r"[-~]all\b|redirect=", found[0], re.IGNORECASE):
        yield warning("SPF", f"the SPF record of {domain} refuses nobody: end it with -all or ~all")
    else:
        yield fine("SPF", found[0])


def _dkim(domain: str, selector: str, look_up: LookUp) -> Iterator[Check]:
    for name in (selector,) if selector else USUAL:
        for text in look_up(f"{name}._domainkey.{domain}"):
            key = re.search(r"(?:^|;)\s*p=\s*([^;]*)", text)
            if key and key[1].strip():
                yield fine("DKIM", f"{domain} has the key {name}")
                return
            if key:
                yield failure(
                    "DKIM", f"the key {name} of {domain} was taken back (p= is empty): publish the one you sign with"
                )
                return
    if selector:
        yield failure("DKIM", f"{domain} has no key {selector}: publish it, or correct DKIM_SELECTOR")
    else:
        yield warning(
            "DKIM", f"no usual key was found at {domain}: set DKIM_SELECTOR to the name of yours, or begin to sign"
        )


def _dmarc(domain: str, look_up: LookUp) -> Iterator[Check]:
    labels = domain.split(".")
    for place in range(max(len(labels) - 1, 1)):
        name = ".".join(labels[place:])
        found = [text for text in look_up(f"_dmarc.{name}") if re.match(r"v=DMARC1\s*(;|$)", text)]
        if not found:
            continue
        if len(found) > 1:
            yield failure("DMARC", f"{name} has {len(found)} DMARC records, so none of them counts: leave one")
        elif re.search(r";\s*p=(quarantine|reject)\b", found[0], re.IGNORECASE):
            yield fine("DMARC", found[0])
        else:
            yield warning(
                "DMARC", f"{name} asks for nothing where somebody else sends in its name: raise p=none to quarantine"
            )
        return
    yield failure("DMARC", f'{domain} has no DMARC record: add TXT "v=DMARC1; p=quarantine" at _dmarc.{domain}')


def server() -> Sequence[Check]:
    """The server of letters takes us, without a letter being sent."""
    url = belongings.settings().SMTP_URL
    if not url:
        return []
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    place = (parts.hostname or "localhost", parts.port or (465 if secure else 25))
    try:
        context = ssl.create_default_context()
        door = (
            smtplib.SMTP_SSL(*place, timeout=SECONDS, context=context)
            if secure
            else smtplib.SMTP(*place, timeout=SECONDS)
        )
        with door:
            if parts.scheme == "smtp+starttls":
                door.starttls(context=context)
            door.noop()
    except (OSError, smtplib.SMTPException) as error:
        return [failure("mail", f"the server of letters at {place[0]}:{place[1]} does not take us: {error}")]
    return [fine("mail", f"the server of letters at {place[0]}:{place[1]} answers")]
