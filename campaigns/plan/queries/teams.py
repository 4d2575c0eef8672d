"""Who has which role where a campaign is concerned: what the checks before a launch ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.plan.models import Campaign

# Who may look a second time at what one of them has decided.
REVIEWERS = frozenset({Role.MODERATOR, Role.OWNER})


@dataclass(frozen=True)
class Held:
    """A role that a living person holds in the campaign, or (not `here`) on the whole platform."""

    role: Role
    account_id: int
    name: str
    here: bool


@dataclass(frozen=True)
class Team:
    """Everybody whose role counts in a campaign."""

    held: tuple[Held, ...]

    def has(self, *roles: Role) -> bool:
        """Whether anybody has one of the roles."""
        return bool(self.people(roles))

    def people(self, roles: Iterable[Role]) -> frozenset[int]:
        """Ids of the people who have one of the roles."""
        wanted = frozenset(roles)
        return frozenset(one.account_id for one in self.held if one.role in wanted)

    @property
    def here(self) -> list[Held]:
        """The roles that were given for this campaign alone."""
        return [one for one in self.held if one.here]


def team_of(campaign: Campaign) -> Team:
    """The roles that count in the campaign, in the order in which they were given."""
    everywhere = and_(RoleGrant.campaign_id.is_(None), RoleGrant.office_id.is_(None))
    rows = db.session.execute(
        select(RoleGrant.role, RoleGrant.campaign_id, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
        .where(or_(RoleGrant.campaign_id == campaign.id, everywhere))
        .order_by(RoleGrant.id)
    )
    return Team(tuple(Held(role, person.id, person.public_name, place is not None) for role, place, person in rows))
