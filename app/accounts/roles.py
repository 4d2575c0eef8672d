"""Roles and where they hold. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """Where a role holds."""

    PLATFORM = "platform"
    CAMPAIGN = "campaign"
    OFFICE = "office"


class Role(StrEnum):
    """What a person may be. Everyone signed in is a resident; the rest is given."""

    GUEST = "guest"
    RESIDENT = "resident"
    EXPERT = "expert"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    OWNER = "owner"
    OFFICIAL = "official"
    OBSERVER = "observer"
    ASSISTANT = "assistant"
    ADMINISTRATOR = "administrator"


SCOPES: dict[Role, frozenset[Scope]] = {
    Role.EXPERT: frozenset({Scope.CAMPAIGN}),
    Role.FACILITATOR: frozenset({Scope.CAMPAIGN}),
    Role.MODERATOR: frozenset({Scope.CAMPAIGN, Scope.PLATFORM}),
    Role.OWNER: frozenset({Scope.CAMPAIGN}),
    Role.OFFICIAL: frozenset({Scope.OFFICE}),
    Role.OBSERVER: frozenset({Scope.CAMPAIGN}),
    Role.ASSISTANT: frozenset({Scope.OFFICE, Scope.PLATFORM}),
    Role.ADMINISTRATOR: frozenset({Scope.PLATFORM}),
}


@dataclass(frozen=True)
class Place:
    """Where a role is given: in one campaign, in one office, or (neither) on the platform."""

    campaign_id: int | None = None
    office_id: int | None = None

    @property
    def scope(self) -> Scope:
        if self.campaign_id is not None:
            return Scope.CAMPAIGN
        return Scope.PLATFORM if self.office_id is None else Scope.OFFICE

    @property
    def word(self) -> str:
        """The place in a word: platform, campaign:3, office:2."""
        number = self.office_id if self.campaign_id is None else self.campaign_id
        return self.scope.value if number is None else f"{self.scope.value}:{number}"


@dataclass(frozen=True)
class Grant:
    """A role given to a person: on the platform, in one campaign or in one office."""

    role: Role
    campaign_id: int | None = None
    office_id: int | None = None


@dataclass(frozen=True)
class Barred:
    """Somebody may not write for now: in one campaign or (without one) anywhere; for good where there is no `until`."""

    facts: str
    until: datetime | None = None
    campaign_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a guest, a person with their roles, or the platform itself (imports, jobs, commands).

    `is_verified`: it was verified who they are; `resident_of` then holds the territory they were verified to live in, with all it
    is a part of. `helper_id` is the assistant who writes in their name. `resting` are roles that wait for a second factor.
    `years` is the age they say to have reached. `owes_consent`: its words have changed, and they have not agreed to them yet.
    """

    id: int | None = None
    name: str = ""
    language: str = ""
    territory_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    is_system: bool = False
    barred: tuple[Barred, ...] = ()
    is_verified: bool = False
    resident_of: frozenset[int] = frozenset()
    helper_id: int | None = None
    resting: frozenset[Grant] = frozenset()
    years: int = 0
    owes_consent: bool = False

    @property
    def is_guest(self) -> bool:
        return self.id is None and not self.is_system

    @property
    def is_administrator(self) -> bool:
        return Grant(Role.ADMINISTRATOR) in self.grants

    def roles_in(self, campaign_id: int | None = None) -> frozenset[Role]:
        """The roles this person has in a campaign, those of the whole platform and of offices included."""
        if self.is_guest:
            return frozenset({Role.GUEST})
        given = {g.role for g in self.grants if g.campaign_id is None or g.campaign_id == campaign_id}
        return frozenset(given | {Role.RESIDENT, Role.GUEST})

    def barred_in(self, campaign_id: int | None) -> Barred | None:
        """What keeps this person from writing in a campaign (or outside of any), the longest first; None where nothing does."""
        there = [one for one in self.barred if one.campaign_id is None or one.campaign_id == campaign_id]
        return min(
            there, key=lambda one: (one.until is not None, -one.until.timestamp() if one.until else 0), default=None
        )

    def campaigns_as(self, *roles: Role) -> frozenset[int]:
        """Ids of the campaigns in which this person has one of the roles by a grant for that campaign."""
        return frozenset(g.campaign_id for g in self.grants if g.role in roles and g.campaign_id is not None)


GUEST = Actor()
SYSTEM = Actor(is_system=True)
