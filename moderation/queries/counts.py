"""How much waits, for each filter: two statements, however much it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, case, false, func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.models import Campaign
from moderation.models import Case, CaseRule
from moderation.queries.filters import DAY, MATTERS, Filters, Matter, Waits, chosen, of_rule, open_to


@dataclass(frozen=True)
class Group:
    """Open cases that are alike in all that is filtered by."""

    campaign_id: int
    campaign: str
    kind: Kind
    language: str
    matter: Matter
    with_findings: bool
    by_rule: bool
    is_overdue: bool
    over_a_day: bool
    cases: int
    oldest: datetime

    def is_in(self, filters: Filters) -> bool:
        """Whether these are looked at; the rule among the filters is the one they were counted for, or none."""
        return (
            filters.campaign_id in {None, self.campaign_id}
            and filters.kind in {None, self.kind}
            and filters.language in {None, self.language}
            and filters.matter in {None, self.matter}
            and (self.with_findings or not filters.with_findings)
            and (self.by_rule or filters.rule is None)
            and (self.is_overdue or filters.waits != Waits.OVERDUE)
            and (self.over_a_day or filters.waits != Waits.DAY)
        )


@dataclass(frozen=True)
class Counts:
    """What waits, by groups, and by the rules of the checks in what is looked at."""

    groups: Sequence[Group]
    rules: Mapping[str, int]

    @property
    def campaigns(self) -> dict[int, str]:
        """The campaigns in which something waits, by id, the one waiting longest first."""
        first: dict[int, Group] = {}
        for group in sorted(self.groups, key=lambda one: (one.oldest, one.campaign_id)):
            first.setdefault(group.campaign_id, group)
        return {id: group.campaign for id, group in first.items()}

    @property
    def languages(self) -> list[str]:
        """The languages in which something waits."""
        return sorted({group.language for group in self.groups})

    @property
    def all(self) -> int:
        """How much waits for this person, whatever the filters."""
        return sum(group.cases for group in self.groups)

    @property
    def overdue(self) -> int:
        """How much of it is overdue."""
        return sum(group.cases for group in self.groups if group.is_overdue)

    @property
    def oldest(self) -> datetime:
        """Since when something waits."""
        return min(group.oldest for group in self.groups)

    def of(self, filters: Filters, **other: Any) -> int:
        """How many cases there would be with these filters and another value of one of them."""
        asked = replace(filters, **other)
        return sum(group.cases for group in self.groups if group.is_in(asked))


def counts(actor: Actor, filters: Filters, now: datetime) -> Counts:
    """How much waits, by everything the queue is filtered by. Two statements."""
    rows = _cases(actor, filters, now)
    alike = [column for column in rows.c if column.name != "opened_at"]
    groups = db.session.execute(
        select(*alike, func.count().label("cases"), func.min(rows.c.opened_at).label("oldest")).group_by(*alike)
    )
    return Counts([Group(**group) for group in groups.mappings()], _rules(actor, filters, now))


def _cases(actor: Actor, filters: Filters, now: datetime) -> Subquery:
    """What of each open case is filtered by."""
    matter = case(*((condition, matter.value) for matter, condition in MATTERS.items()), else_=Matter.TEXT.value)
    return (
        select(
            Case.campaign_id,
            Campaign.title.label("campaign"),
            Contribution.kind,
            Contribution.language,
            matter.label("matter"),
            (Case.found > 0).label("with_findings"),
            of_rule(filters.rule).label("by_rule"),
            func.coalesce(Case.due_at <= now, false()).label("is_overdue"),
            (Case.opened_at <= now - DAY).label("over_a_day"),
            Case.opened_at,
        )
        .join(Case.contribution)
        .join(Campaign, Campaign.id == Case.campaign_id)
        .where(open_to(actor))
        .subquery()
    )


def _rules(actor: Actor, filters: Filters, now: datetime) -> Counter[str]:
    rows = db.session.execute(
        select(CaseRule.code, func.count().label("times"))
        .join(Case, Case.id == CaseRule.case_id)
        .join(Case.contribution)
        .where(open_to(actor, filters.campaign_id), chosen(replace(filters, rule=None), now))
        .group_by(CaseRule.code)
    )
    return Counter({row.code: row.times for row in rows})
