"""What a list of addresses would do to the list of those who are invited, told before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.guards.typos import suggestion
from campaigns.plan import addresses
from campaigns.plan.models import Campaign
from campaigns.plan.queries import members


@dataclass(frozen=True)
class Refused:
    """A line that adds nobody: its number, what stands there, and why."""

    number: int
    words: str
    why: str


@dataclass(frozen=True)
class Look:
    """A list that was looked at. `sound` are all its addresses by their keys, `new` those that are not on the list of the campaign;
    `broken` are the lines without an address, as they were typed; `slips` are new addresses with what was probably meant.
    """

    sound: Mapping[str, str]
    new: Mapping[str, str]
    refused: Sequence[Refused]
    broken: Sequence[str]
    slips: Sequence[tuple[str, str]]


def look(campaign: Campaign, text: str) -> Look:
    """What the list would do. One statement for each few hundred addresses."""
    listed = addresses.read(text)
    there = members.listed(campaign.id, list(listed.addresses))
    new = {key: address for key, address in listed.addresses.items() if key not in there}
    refused = [
        *(Refused(number, words, _("this is no e-mail address")) for number, words in listed.broken),
        *(
            Refused(number, words, _("stands in line %(number)s already", number=first))
            for number, words, first in listed.twice
        ),
        *(
            Refused(listed.lines[key], address, _("was invited before"))
            for key, address in listed.addresses.items()
            if key in there
        ),
    ]
    slips = [(address, meant) for address in new.values() if (meant := suggestion(address))]
    return Look(
        listed.addresses,
        new,
        sorted(refused, key=lambda one: one.number),
        [words for _number, words in listed.broken],
        slips,
    )
