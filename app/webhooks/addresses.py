"""Which addresses are sent to: public ones alone. Whoever runs a project must not be able to ask, through us, what only our own
network can be asked.

A name is looked up once, every answer is judged, and the connection goes to the very address that was judged: a name that leads
elsewhere a moment later (DNS rebinding) leads nowhere.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.urls import iri_to_uri

from app.foundation import hosts
from app.foundation.errors import Invalid, Reason

LONGEST = 500
PORTS = {"https": 443, "http": 80}
NUMERIC = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII)
# Names that mean something inside a network alone (RFC 6761, 6762, 8375, 9476, and what clouds and containers use).
INSIDE = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "localdomain",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
)
# Addresses of IPv6 that carry one of IPv4 in them: through a gateway they lead to it.
CARRIERS = tuple(ip_network(net) for net in ("2002::/16", "2001::/32"))
# Outside of this nothing of IPv6 is given to anybody (RFC 4291, IANA): gateways of all kinds have their addresses there. 3fff::/20 is
# for documentation alone (RFC 9637).
GIVEN, FOR_EXAMPLES = ip_network("2000::/3"), ip_network("3fff::/20")

NOT_AN_ADDRESS = Reason(
    "webhook.address", _l("Write the whole address of the other program: https://example.org/hooks/veche.")
)
NOT_SECURE = Reason(
    "webhook.not-secure", _l("The address must begin with https://: what is sent is signed, but not hidden.")
)
WITH_SECRET = Reason("webhook.userinfo", _l("No name and password in the address: what is sent is signed instead."))
INTERNAL = Reason("webhook.internal", _l("This address lies inside a network. Webhooks go to public addresses only."))


class Refused(Exception):
    """Nothing is sent to this address: `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Place:
    """Where to connect to: `host` is whom the certificate must name, `address` the number that was judged."""

    scheme: str
    host: str
    address: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """The host as the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def may_be_inside() -> bool:
    """Whether internal addresses are sent to: for development and tests alone, when the operator says so."""
    return bool(current_app.extensions["veche.settings"].WEBHOOKS_INSIDE)


def checked(url: str) -> str:
    """The address as it is kept. Raises Invalid where nothing would ever be sent to it; names are looked up when it is sent."""
    parts = _parts(url)
    if parts is None:
        raise Invalid(NOT_AN_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise Invalid(WITH_SECRET)
    # As machines write it: a number in other digits is one, too.
    host = hosts.ascii_host(parts.hostname or "")
    if not may_be_inside():
        if parts.scheme != "https":
            raise Invalid(NOT_SECURE)
        if _is_number_in_disguise(host) or _is_inside_by_name(host) or (hosts.is_address(host) and not is_public(host)):
            raise Invalid(INTERNAL)
    return iri_to_uri(hosts.for_machines(parts._replace(fragment="").geturl()))


def _parts(url: str) -> SplitResult | None:
    if len(url) > LONGEST or any(ord(letter) < 33 or letter in "\\\x7f" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        is_whole = (
            parts.scheme in PORTS and all((parts.hostname or "").removesuffix(".").split(".")) and parts.port != 0
        )
        hosts.ascii_host(parts.hostname or "")
    except ValueError:
        return None
    return parts if is_whole else None


def _is_inside_by_name(host: str) -> bool:
    if hosts.is_address(host):
        return False
    name = hosts.ascii_host(host)
    return "." not in name or any(name == inside or name.endswith(f".{inside}") for inside in INSIDE)


def _is_number_in_disguise(host: str) -> bool:
    """Whether systems would read the name as a number of IPv4: 127.1, 0x7f.1, 2130706433. No name ends so."""
    return not hosts.is_address(host) and bool(NUMERIC.fullmatch(host.removesuffix(".").rpartition(".")[2]))


def is_public(number: str) -> bool:
    """Whether everyone can reach this address: not the machine itself, no private net, no link-local (where clouds keep their
    metadata), nothing reserved, and none of these inside an address of IPv6."""
    try:
        address = ip_address(number.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public_v4(address.ipv4_mapped)
        if address not in GIVEN or address in FOR_EXAMPLES or any(address in net for net in CARRIERS):
            return False
        return address.is_global
    return _is_public_v4(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def place_of(url: str) -> Place:
    """Where a kept address leads at this moment. Looks its name up, once. Raises Refused, OSError."""
    parts = _parts(url)
    if parts is None:
        raise Refused("address")
    host, scheme = parts.hostname or "", parts.scheme
    port = parts.port or PORTS[scheme]
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not may_be_inside() and (scheme != "https" or not found or not all(is_public(number) for number in found)):
        raise Refused("internal")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(scheme, host, found[0], port, target)
