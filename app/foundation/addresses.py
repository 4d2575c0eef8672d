"""Addresses inside this site."""

from urllib.parse import urlsplit


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
