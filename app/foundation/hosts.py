"""The address of this site, as people read it and as machines write it: краудюгры.рф and xn--c1aaoqbfgie4i.xn--p1ai are one.

Everybody who writes an address of the site takes it from here. People read `read(…)` (pages, letters, documents, the words under
a QR code). Machines get `link(…)` (href, feeds, canonical, QR codes, redirects that a provider compares) and `host()` (names of
cookies' and passkeys' owners, Message-ID).
"""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import idna
from flask import current_app, request

LOOPBACK_NAME = "localhost"


def for_machines(url: str) -> str:
    """The address with its host in ASCII. Raises ValueError where no such host can be."""
    return _with_host(urlsplit(url), ascii_host)


def for_people(url: str) -> str:
    """The address with its host in letters. Raises ValueError where no such host can be."""
    return _with_host(urlsplit(url), read_host)


def ascii_host(name: str) -> str:
    """A name of a host as the domain name system has it, in small letters. Raises ValueError."""
    if is_address(name):
        return name.lower()
    bare = name.removesuffix(".").lower()
    if bare.isascii() and not any(label.startswith("xn--") for label in bare.split(".")):
        return bare
    # The names of one word, a dot of another alphabet, capital letters: as browsers read them (UTS 46).
    return idna.encode(bare, uts46=True).decode()


def read_host(name: str) -> str:
    """A name of a host in letters. Raises ValueError."""
    return name.lower() if is_address(name) else str(idna.decode(ascii_host(name)))


def is_address(name: str) -> bool:
    """Whether the name of a host is a number: an address of IPv4 or IPv6."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(name: str) -> bool:
    """Whether the name of a host means the machine itself."""
    bare = name.strip("[]").lower()
    if is_address(bare):
        return ip_address(bare).is_loopback
    return bare == LOOPBACK_NAME or bare.endswith(f".{LOOPBACK_NAME}")


def read(path: str = "") -> str:
    """The whole address of a page, as people read it. `path` begins with a slash."""
    return for_people(_own()) + path


def link(path: str = "") -> str:
    """The whole address of a page, as machines write it. `path` begins with a slash."""
    return for_machines(_own()) + path


def host() -> str:
    """The name of this site's host, as machines write it, without a port."""
    return urlsplit(link()).hostname or LOOPBACK_NAME


def is_secure() -> bool:
    """Whether people come by TLS."""
    return _own().startswith("https:")


def is_known(given: str) -> bool:
    """Whether a Host header names this site: its public host, the machine itself, another name that the operator has set.

    Where no public address is set people come by the number of the machine, too: a number is nobody's trick.
    """
    settings = current_app.extensions["veche.settings"]
    name = _name_of(given)
    if name is None:
        return False
    if is_loopback(name) or name == host():
        return True
    others = {ascii_host(other) for other in settings.OTHER_HOSTS}
    return name in others or (is_address(name) and not settings.PUBLIC_URL)


def is_known_here() -> bool:
    """Whether the Host header of this request names this site."""
    return is_known(request.headers.get("Host", ""))


def _name_of(given: str) -> str | None:
    try:
        parts = urlsplit(f"//{given}")
        parts.port  # noqa: B018 -- raises where it is no number
        name = parts.hostname
        if not name or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
            return None
        return ascii_host(name)
    except ValueError:
        return None


def _own() -> str:
    return str(current_app.extensions["veche.settings"].public_url)


def _with_host(parts: SplitResult, write: Callable[[str], str]) -> str:
    # An address within the site has no host.
    if not parts.hostname:
        return parts.geturl()
    name = write(parts.hostname)
    shown = f"[{name}]" if ":" in name else name
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{shown}{port}").geturl()
