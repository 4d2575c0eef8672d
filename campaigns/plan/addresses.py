"""Lists of e-mail addresses and of their domains, as owners paste them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.accounts import emails

MOST = 2000
# Anybody can have an address there, so they let in everyone.
FOR_EVERYBODY = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com proton.me protonmail.com mail.ru "
    "inbox.ru list.ru bk.ru internet.ru yandex.ru ya.ru yandex.com rambler.ru ukr.net i.ua meta.ua".split()
)


# What stands between an address and its neighbours: columns of a table, the brackets and quotes of a mail program.
CELLS = re.compile(r"[,;\t|<>\"\s]+")


@dataclass(frozen=True)
class Listed:
    """What a pasted list holds: addresses by their keys, each once, and the line of each; the lines (number, words) without an
    address; and the addresses (line, address, line of the first) that stood there before.
    """

    addresses: dict[str, str]
    broken: list[tuple[int, str]]
    lines: dict[str, int] = field(default_factory=dict)
    twice: list[tuple[int, str, int]] = field(default_factory=list)


def read(text: str) -> Listed:
    """Addresses as people paste them: one a line or several with commas, alone, with a name beside them or in columns of a table.
    Empty lines are passed over.
    """
    listed = Listed({}, [])
    for number, line in enumerate(text.split("\n"), 1):
        found = [cell for cell in CELLS.split(line) if "@" in cell and emails.is_address(cell)]
        if not found and line.strip():
            listed.broken.append((number, line.strip()))
        for address in found:
            _take(listed, number, address)
    return listed


def _take(listed: Listed, number: int, address: str) -> None:
    key = emails.key_of(address)
    if key in listed.addresses:
        listed.twice.append((number, address, listed.lines[key]))
        return
    listed.addresses[key], listed.lines[key] = address, number


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
