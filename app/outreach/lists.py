"""A list of addresses as an owner brings it: what it holds, and who of it will be written to."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.accounts import emails
from app.accounts.models import Account
from app.foundation.db import db
from app.guards.counters import digest
from app.guards.typos import suggestion
from app.outreach.models import InvitingLetter, Unwanted
from campaigns.plan.models import Audience, Campaign, Invitation

MOST = 2_000
CELLS = re.compile(r"[,;\t|<>\"\s]+")
A_STEP = 400


@dataclass(frozen=True)
class Brought:
    """Addresses by their keys, each once; how many stood there more than once; the lines (number, words) without one."""

    addresses: Mapping[str, str]
    twice: int
    broken: list[tuple[int, str]]


@dataclass(frozen=True)
class Sorted:
    """Who of a list will be written to, and who will not. `slips` are addresses with what was probably meant; they are written to."""

    new: Mapping[str, str]
    before: int
    unwanted: int
    closed: int
    twice: int
    broken: list[tuple[int, str]]
    slips: list[tuple[str, str]] = field(default_factory=list)


def read(text: str) -> Brought:
    """One person a line, in any columns: the first address of a line counts. Empty lines and a head are passed over."""
    addresses: dict[str, str] = {}
    found: Counter[str] = Counter()
    broken = []
    for number, line in enumerate(text.split("\n"), 1):
        cells = [cell for cell in CELLS.split(line.strip()) if cell]
        address = next((cell for cell in cells if "@" in cell and emails.is_address(cell)), None)
        if address is None:
            if cells and not (number == 1 and "@" not in line):
                broken.append((number, line.strip()))
            continue
        key = emails.key_of(address)
        addresses.setdefault(key, address)
        found[key] += 1
    return Brought(addresses, sum(times - 1 for times in found.values()), broken)


def print_of(email_key: str) -> str:
    """What is kept of an address."""
    return digest(("invitation", email_key))


def sort(campaign: Campaign, brought: Brought) -> Sorted:
    """Who of a list is new. Some statements for each few hundred addresses."""
    prints = {print_of(key): key for key in brought.addresses}
    unwanted = {prints[one] for one in _among(Unwanted.print, list(prints))}
    before = _written_before(campaign, prints) - unwanted
    ended = set(_among(Account.email_key, list(brought.addresses), Account.ended_at.is_not(None))) - unwanted - before
    new = {key: address for key, address in brought.addresses.items() if key not in unwanted | before | ended}
    slips = [(address, meant) for address in new.values() if (meant := suggestion(address))]
    return Sorted(new, len(before), len(unwanted), len(ended), brought.twice, brought.broken, slips)


def _written_before(campaign: Campaign, prints: Mapping[str, str]) -> set[str]:
    if campaign.audience == Audience.INVITED:
        return set(_among(Invitation.email_key, list(prints.values()), Invitation.campaign_id == campaign.id))
    own = InvitingLetter.campaign_id == campaign.id
    return {prints[one] for one in _among(InvitingLetter.print, list(prints), own)}


def _among(column: object, values: list[str], *more: object) -> Collection[str]:
    found: list[str] = []
    for at in range(0, len(values), A_STEP):
        query = select(column).where(column.in_(values[at : at + A_STEP]), *more)  # type: ignore[attr-defined, call-overload]
        found += db.session.scalars(query)
    return found
