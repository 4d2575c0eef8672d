"""Where a link leads and where a visitor comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from flask import current_app, request

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


def local(address: str | None, fallback: str = "/") -> str:
    """The address if it leads into this site, else the fallback: nobody is sent elsewhere by our links."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return fallback
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in address):
        return fallback
    try:
        parts = urlsplit(address)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else address


def _visitor() -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def from_this_machine() -> bool:
    """Whether the visitor of this request sits at the machine itself, not behind a proxy that nobody told us of."""
    settings = current_app.extensions["veche.settings"]
    if not settings.TRUSTED_PROXIES and any(name in request.headers for name in FORWARDED):
        return False
    visitor = _visitor()
    return visitor is not None and visitor.is_loopback and _asks_this_machine()


def _asks_this_machine() -> bool:
    # By another name it is a proxy that passes names on, or a foreign page whose name was made to lead here.
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False


def network() -> str:
    """The network that the visitor of this request comes from: an IPv4 address, or the /64 of an IPv6 one."""
    visitor = _visitor()
    if isinstance(visitor, IPv6Address):
        return str(ip_network((visitor, 64), strict=False))
    return str(visitor or "unknown")
