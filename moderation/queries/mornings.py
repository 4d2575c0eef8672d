"""What waits in the morning for those who moderate: a few statements for a hundred people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.queries import blocks
from app.accounts.reviewers import may_by_role
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation.db import db
from campaigns.plan.models import Campaign
from moderation.fallback import is_barred_for, nobody_may_decide
from moderation.models import Case
from moderation.permissions import STAFF, moderates_everywhere
from moderation.queries.for_others import barred_to

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
    """What waits for a person: a heap for each of their campaigns in which something does, the largest first.

    `block_reviews` are requests to look again at what keeps somebody from writing.
    """

    account: Account
    heaps: list[Heap]
    block_reviews: int = 0

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
    """What waits for each of these people for whom something does: what they may not decide waits for others."""
    heaps = {row.campaign_id: row for row in _waiting(now)}
    ids = {one.id for one in people}
    barred, reviews = barred_to(people, now), blocks.under_review(now)
    left_to_owners, left_over = _left_to_owners(ids), _left_over(ids, now)
    found = []
    for account in people:
        mine = _campaigns_of(account, frozenset(heaps), left_to_owners)
        left = [_without(heaps[one], barred.get((account.id, one), {})) for one in mine]
        left += [heap for heap in left_over.get(account.id, ()) if heap.campaign_id not in mine]
        left = sorted(
            (heap for heap in left if heap.cases), key=lambda one: (-one.overdue, -one.cases, one.campaign_id)
        )
        block_reviews = sum(may_by_role(actor_of(account), block) for block in reviews)
        if left or block_reviews:
            found.append(Morning(account, left, block_reviews))
    return found


def _without(heap: Any, barred: Mapping[int, bool]) -> Heap:
    """What is left of a heap without what others decide: case by case, whether it is overdue."""
    return Heap(heap.campaign_id, heap.campaign, heap.cases - len(barred), heap.overdue - sum(barred.values()))


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


def _waiting(now: datetime) -> list[Any]:
    query = (
        select(Case.campaign_id, Campaign.title.label("campaign"), func.count().label("cases"))
        .add_columns(func.count().filter(Case.due_at <= now).label("overdue"))
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(Case.closed_at.is_(None))
        .group_by(Case.campaign_id, Campaign.title)
    )
    return list(db.session.execute(query))


def _left_over(people: Collection[int], now: datetime) -> dict[int, list[Heap]]:
    """What nobody of the team may decide, for those of the people who are named for its campaign."""
    rows = db.session.execute(
        select(Campaign.reviewer_id, Campaign.id, Campaign.title, func.count().label("cases"))
        .add_columns(func.count().filter(Case.due_at <= now).label("overdue"))
        .select_from(Case)
        .join(Case.contribution)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(Case.closed_at.is_(None), Campaign.reviewer_id.in_(people), nobody_may_decide())
        .where(~is_barred_for(Campaign.reviewer_id))
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
