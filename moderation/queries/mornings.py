"""What waits in the morning for those who moderate: a few statements for a hundred people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation.db import db
from campaigns.contributions.models import Contribution
from campaigns.plan.models import Campaign
from moderation.fallback import nobody_may_decide
from moderation.models import Case
from moderation.permissions import STAFF, moderates_everywhere

AT_ONCE = 100


@dataclass(frozen=True)
class Heap:
    """How much waits in a campaign, and how much of it longer than was promised."""

    campaign_id: int
    campaign: str
    cases: int
    overdue: int


@dataclass(frozen=True)
class Morning:
    """What waits for a person: a heap for each of their campaigns in which something does, the largest first."""

    account: Account
    heaps: list[Heap]

    @property
    def cases(self) -> int:
        return sum(heap.cases for heap in self.heaps)

    @property
    def overdue(self) -> int:
        return sum(heap.overdue for heap in self.heaps)


def next_people(after: int) -> list[Account]:
    """Those who may moderate somewhere and can be reached by mail, a hundred by id."""
    given = exists().where(
        RoleGrant.account_id == Account.id, RoleGrant.ended_at.is_(None), RoleGrant.role.in_(sorted(STAFF))
    )
    named = exists().where(Campaign.reviewer_id == Account.id)
    reachable = (Account.ended_at.is_(None), Account.email_confirmed_at.is_not(None))
    query = select(Account).where(Account.id > after, or_(given, named), *reachable).order_by(Account.id).limit(AT_ONCE)
    return list(db.session.scalars(query))


def mornings_of(people: Collection[Account], now: datetime) -> list[Morning]:
    """What waits for each of these people for whom something does: what they wrote themselves waits for others."""
    heaps = {row.campaign_id: row for row in _waiting(now, Case.campaign_id, Campaign.title.label("campaign"))}
    own = {
        (row.author_id, row.campaign_id): row
        for row in _waiting(now, Contribution.author_id, Case.campaign_id, of={one.id for one in people})
    }
    left_to_owners = _left_to_owners({one.id for one in people})
    left_over = _left_over({one.id for one in people}, now)
    found = []
    for account in people:
        mine = _campaigns_of(account, frozenset(heaps), left_to_owners)
        left = [_without(heaps[one], own.get((account.id, one))) for one in mine]
        left += [heap for heap in left_over.get(account.id, ()) if heap.campaign_id not in mine]
        left = sorted(
            (heap for heap in left if heap.cases), key=lambda one: (-one.overdue, -one.cases, one.campaign_id)
        )
        if left:
            found.append(Morning(account, left))
    return found


def _without(heap: Any, own: Any) -> Heap:
    """What is left of a heap without one's own texts."""
    less, less_overdue = (own.cases, own.overdue) if own else (0, 0)
    return Heap(heap.campaign_id, heap.campaign, heap.cases - less, heap.overdue - less_overdue)


@dataclass(frozen=True)
class _LeftToOwners:
    """Campaigns without a moderator of their own, and (owner, campaign) where an owner has decided something."""

    moderated: frozenset[int]
    decided: frozenset[tuple[int | None, int]]

    def includes(self, account_id: int, campaign_id: int) -> bool:
        return campaign_id not in self.moderated or (account_id, campaign_id) in self.decided


def _campaigns_of(account: Account, waiting: frozenset[int], left_to_owners: _LeftToOwners) -> frozenset[int]:
    actor = actor_of(account)
    if moderates_everywhere(actor):
        return waiting
    owned = {one for one in actor.campaigns_as(Role.OWNER) if left_to_owners.includes(account.id, one)}
    return (actor.campaigns_as(Role.MODERATOR) | owned) & waiting


def _waiting(now: datetime, *by: Any, of: Collection[int] = ()) -> list[Any]:
    query = (
        select(*by, func.count().label("cases"), func.count().filter(Case.due_at <= now).label("overdue"))
        .select_from(Case)
        .join(Case.contribution)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(Case.closed_at.is_(None))
        .group_by(*by)
    )
    return list(db.session.execute(query.where(Contribution.author_id.in_(of)) if of else query))


def _left_over(people: Collection[int], now: datetime) -> dict[int, list[Heap]]:
    """What nobody of the team may decide, for those of the people who are named for its campaign."""
    rows = db.session.execute(
        select(Campaign.reviewer_id, Campaign.id, Campaign.title, func.count().label("cases"))
        .add_columns(func.count().filter(Case.due_at <= now).label("overdue"))
        .select_from(Case)
        .join(Case.contribution)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(Case.closed_at.is_(None), Campaign.reviewer_id.in_(people), nobody_may_decide())
        .where(or_(Contribution.author_id.is_(None), Contribution.author_id != Campaign.reviewer_id))
        .group_by(Campaign.reviewer_id, Campaign.id, Campaign.title)
    )
    found: dict[int, list[Heap]] = {}
    for row in rows:
        found.setdefault(row.reviewer_id, []).append(Heap(row.id, row.title, row.cases, row.overdue))
    return found


def _left_to_owners(people: Collection[int]) -> _LeftToOwners:
    moderated = select(RoleGrant.campaign_id).where(
        RoleGrant.role == Role.MODERATOR, RoleGrant.campaign_id.is_not(None), RoleGrant.ended_at.is_(None)
    )
    decided = select(Case.decided_by, Case.campaign_id).where(Case.decided_by.in_(people)).distinct()
    return _LeftToOwners(
        frozenset(db.session.scalars(moderated)), frozenset((row[0], row[1]) for row in db.session.execute(decided))
    )
