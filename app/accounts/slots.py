"""Places that accounts offer to higher rooms, each with the shape of what is asked and given."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


# Called inside the write of a sign-in with the id of the account: what a guest did before becomes theirs.
SIGNED_IN: Slot[int, None] = Slot("accounts.signed-in")

# Called inside the write of a registration with the id of an account that is not confirmed yet: what a guest wrote may
# wait for its confirmation, on whatever device that happens.
REGISTERED: Slot[int, None] = Slot("accounts.registered")

# The public sentence of a rule by its code; empty where there is none. Costs no statement.
RULE_WORDS: Slot[str, str] = Slot("accounts.rule-words")

# The blocks of which a second look is left to this person, as nobody of the team of its campaign may decide it.
BLOCKS_LEFT_TO: Slot[Actor, frozenset[int]] = Slot("accounts.blocks-left-to")

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
