"""Where a link leads and where a visitor comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from flask import current_app, request

from app.foundation import hosts

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


def visitor() -> IPv4Address | IPv6Address | None:
    """The address that this request comes from; None where nobody can tell."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def from_this_machine() -> bool:
    """Whether the visitor of this request sits at the machine itself, not behind a proxy that nobody told us of.

    Where people come by a public address and no proxy was told of (TRUSTED_PROXIES), nobody does: one on this machine that adds no
    header looks like a visitor at its keyboard.
    """
    settings = current_app.extensions["veche.settings"]
    is_untold = not settings.TRUSTED_PROXIES
    if is_untold and (any(name in request.headers for name in FORWARDED) or not hosts.is_loopback(_public_host())):
        return False
    address = visitor()
    return address is not None and address.is_loopback and _asks_this_machine()


def _public_host() -> str:
    return hosts.host() if current_app.extensions["veche.settings"].PUBLIC_URL else hosts.LOOPBACK_NAME


def _asks_this_machine() -> bool:
    # By another name it is a proxy that passes names on, or a foreign page whose name was made to lead here.
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False


def network() -> str:
    """The network that the visitor of this request comes from: an IPv4 address, or the /64 of an IPv6 one."""
    address = visitor()
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "unknown")
