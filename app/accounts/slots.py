"""Places that accounts offer to higher rooms, each with the shape of what is asked and given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.accounts.roles import Actor
from app.foundation.slots import Slot


@dataclass(frozen=True)
class Item:
    """A line of a section of a person's own page. `meta` is a small sentence beside it; `status` a tag in `tone`."""

    label: str
    url: str
    meta: str = ""
    status: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Section:
    """A section of a person's own page: what a higher room keeps for them. `all_url` leads to the whole list."""

    title: str
    items: Sequence[Item] = field(default_factory=tuple)
    empty: str = ""
    all_url: str = ""


@dataclass(frozen=True)
class CampaignChoice:
    """A campaign in which a role may be given."""

    id: int
    slug: str
    title: str


@dataclass(frozen=True)
class OfficeChoice:
    """A department in which a role may be given."""

    id: int
    name: str


@dataclass(frozen=True)
class OwnFile:
    """A file of a person: what it is called in their download, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True)
class Own:
    """What a room keeps of a person, as they get it themselves: a table, and files.

    `name` is a word of its own among all rooms (a member `<name>.json` of the download), `title` its heading in the language of
    the page. `rows` hold what JSON takes (times as they are: aware, they are written in UTC) and only what the person may see:
    neither secrets nor words of others. `headings` are sentences for the keys of the rows; a key without one stands as it is.
    """

    name: str
    title: str
    rows: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    headings: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[OwnFile] = field(default_factory=tuple)


class LeftTexts(StrEnum):
    """What somebody who leaves wants with what they have published."""

    NAMELESS = "nameless"
    STUBS = "stubs"


@dataclass(frozen=True)
class Leaving:
    """A person whose data goes, at a moment, and what becomes of what they have published."""

    account_id: int
    texts: LeftTexts
    now: datetime


# What a room keeps of the person with this id, for their own download. Reads only.
ACCOUNT_EXPORT: Slot[int, Sequence[Own]] = Slot("account.export")

# Called inside a write, each room in one of its own, and again after a backup was restored: what the room keeps of the
# person goes; twice is as once. The row of the account stays without anything about the person, so that what others
# wrote, counted and decided keeps whole; files and whatever takes longer are asked for by the outbox.
ACCOUNT_ERASE: Slot[Leaving, None] = Slot("account.erase")

# Called inside the write of a sign-in with the id of the account: what a guest did before becomes theirs.
SIGNED_IN: Slot[int, None] = Slot("accounts.signed-in")

# Called inside the write of a registration with the id of an account that is not confirmed yet: what a guest wrote may
# wait for its confirmation, on whatever device that happens.
REGISTERED: Slot[int, None] = Slot("accounts.registered")

# The public sentence of a rule by its code; empty where there is none. Costs no statement.
RULE_WORDS: Slot[str, str] = Slot("accounts.rule-words")

# The blocks of which a second look is left to this person, as nobody of the team of its campaign may decide it.
BLOCKS_LEFT_TO: Slot[Actor, frozenset[int]] = Slot("accounts.blocks-left-to")

# How many programs act in the name of the person with this id, without being signed in anywhere.
PROGRAMS: Slot[int, int] = Slot("accounts.programs")

# Called inside a write: no program acts in the name of this person from now on.
PROGRAMS_END: Slot[int, None] = Slot("accounts.programs-end")

# The id of the account whose page is shown; None where a room has nothing to say.
ACCOUNT_SECTIONS: Slot[int, Section | None] = Slot("accounts.sections")

# All campaigns and all departments, for the one who gives roles.
CAMPAIGN_CHOICES: Slot[None, Sequence[CampaignChoice]] = Slot("accounts.campaign-choices")
OFFICE_CHOICES: Slot[None, Sequence[OfficeChoice]] = Slot("accounts.office-choices")


def campaigns() -> list[CampaignChoice]:
    """All campaigns in which a role may be given."""
    return [choice for given in CAMPAIGN_CHOICES.fill(None) for choice in given]


def offices() -> list[OfficeChoice]:
    """All departments in which a role may be given."""
    return [choice for given in OFFICE_CHOICES.fill(None) for choice in given]


# Whether something names a territory by its id without a key of the database, as the rule of a vote does.
TERRITORY_NAMED: Slot[int, bool] = Slot("accounts.territory-named")
