"""Lists of e-mail addresses and of their domains, as owners paste them."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from app.accounts import emails

MOST = 2000
# Anybody can have an address there, so they let in everyone.
FOR_EVERYBODY = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com proton.me protonmail.com mail.ru "
    "inbox.ru list.ru bk.ru internet.ru yandex.ru ya.ru yandex.com rambler.ru ukr.net i.ua meta.ua".split()
)


@dataclass(frozen=True)
class Listed:
    """What a pasted list holds: addresses by their keys, each once, and the lines (number, words) that are no address."""

    addresses: dict[str, str]
    broken: list[tuple[int, str]]


def read(text: str) -> Listed:
    """One address a line; `Name <address>` and a comma at the end are understood, empty lines passed over."""
    addresses: dict[str, str] = {}
    broken = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip().rstrip(",;").strip()
        if not words:
            continue
        address = parseaddr(words)[1] if words.endswith(">") else words
        if emails.is_address(address):
            addresses.setdefault(emails.key_of(address), address)
        else:
            broken.append((number, words))
    return Listed(addresses, broken)


def domain_of(email_key: str) -> str:
    """The domain of a key of an address, in its ASCII form."""
    return email_key.rpartition("@")[2]


def read_domain(words: str) -> str | None:
    """A domain in its ASCII form, small letters, written with or without the @; None where it is none."""
    address = f"somebody@{words.strip().lstrip('@').rstrip('.')}"
    return domain_of(emails.key_of(address)) if emails.is_address(address) else None


def read_domains(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """The domains among the words, each once, and the words that are none."""
    found: dict[str, None] = {}
    broken = []
    for word in words:
        domain = read_domain(word)
        if domain is None:
            broken.append(word)
        else:
            found[domain] = None
    return list(found), broken
