"""What of the queue somebody sees, and what of that they look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from app.accounts.roles import Actor
from campaigns.contributions.models import Contribution, Kind
from moderation import fallback
from moderation.models import About, Case, CaseRule
from moderation.permissions import moderated_by, moderates_everywhere

DAY = timedelta(days=1)


class Matter(StrEnum):
    """What a case is about."""

    TEXT = "text"
    REPORTS = "reports"
    REVIEW = "review"


class Waits(StrEnum):
    """How long a case has waited: a day and a night and more, or longer than was promised."""

    DAY = "day"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Filters:
    """What of the queue is looked at. `rule` is a code of the checks, `after` the key of a page."""

    campaign_id: int | None = None
    with_findings: bool = False
    kind: Kind | None = None
    after: str | None = None
    matter: Matter | None = None
    rule: str | None = None
    language: str | None = None
    waits: Waits | None = None


MATTERS: dict[Matter, ColumnElement[bool]] = {
    Matter.TEXT: and_(Case.about == About.TEXT, Case.reports == 0),
    Matter.REPORTS: and_(Case.about == About.TEXT, Case.reports > 0),
    Matter.REVIEW: Case.about == About.REVIEW,
}


def open_to(actor: Actor, campaign_id: int | None = None) -> ColumnElement[bool]:
    """The open cases that the actor sees, of one campaign where that is said. Wants the query to join contributions."""
    here = true() if campaign_id is None else Case.campaign_id == campaign_id
    theirs = _of_campaigns(actor, campaign_id)
    if fallback.campaigns_of(actor):
        theirs = or_(theirs, and_(here, fallback.left_to(actor)))
    return and_(Case.closed_at.is_(None), theirs)


def _of_campaigns(actor: Actor, campaign_id: int | None) -> ColumnElement[bool]:
    if moderates_everywhere(actor):
        return true() if campaign_id is None else Case.campaign_id == campaign_id
    mine = moderated_by(actor) if campaign_id is None else moderated_by(actor) & {campaign_id}
    if not mine:
        return false()
    # Said so, one campaign is found by an index in the order of the queue.
    return Case.campaign_id == min(mine) if len(mine) == 1 else Case.campaign_id.in_(sorted(mine))


def chosen(filters: Filters, now: datetime) -> ColumnElement[bool]:
    """The cases that are looked at, whatever their campaign. Wants the query to join contributions."""
    return and_(without_rule(filters, now), of_rule(filters.rule))


def without_rule(filters: Filters, now: datetime) -> ColumnElement[bool]:
    """The same, by whichever rule of the checks."""
    wanted = [
        Case.found > 0 if filters.with_findings else None,
        Contribution.kind == filters.kind if filters.kind else None,
        Contribution.language == filters.language if filters.language else None,
        MATTERS[filters.matter] if filters.matter else None,
        _waits(filters.waits, now) if filters.waits else None,
    ]
    return and_(true(), *(one for one in wanted if one is not None))


def of_rule(code: str | None) -> ColumnElement[bool]:
    """The cases in which a rule of the checks found something."""
    if code is None:
        return true()
    return exists().where(CaseRule.case_id == Case.id, CaseRule.code == code)


def _waits(waits: Waits, now: datetime) -> ColumnElement[bool]:
    return Case.due_at <= now if waits == Waits.OVERDUE else Case.opened_at <= now - DAY
