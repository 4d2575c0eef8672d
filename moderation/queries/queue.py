"""The queue: open cases, the oldest first, as one person may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import Contribution, Kind
from campaigns.ideas.queries.authors import is_along
from campaigns.plan.models import Campaign
from moderation.models import Case
from moderation.permissions import moderated_by, moderates_everywhere
from moderation.texts import texts_of

PAGE = 25
TRUE = true()


@dataclass(frozen=True)
class Filters:
    """What of the queue is looked at."""

    campaign_id: int | None = None
    with_findings: bool = False
    kind: Kind | None = None
    after: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `claimed_by` is a name, where somebody else looks at it now."""

    case_id: int
    kind: Kind
    title: str
    number: int | None
    campaign: str
    opened_at: datetime
    found: int
    held: bool
    claimed_by: str | None
    is_own: bool


@dataclass(frozen=True)
class Count:
    """How much waits in one campaign, with the longest waiting."""

    campaign_id: int
    campaign: str
    cases: int
    with_findings: int
    oldest: datetime
    kinds: Mapping[Kind, int]


def waiting(actor: Actor, filters: Filters, now: datetime) -> Page[Waiting]:
    """A page of the queue."""
    claimer = aliased(Account)
    query = (
        select(Case, Campaign.title, Contribution.kind, Contribution.author_id, claimer)
        .join(Case.contribution)
        .join(Contribution.campaign)
        .outerjoin(
            claimer, and_(claimer.id == Case.claimed_by, Case.claimed_until > now, claimer.id != (actor.id or 0))
        )
        .where(_open_to(actor), _chosen(filters), _after(filters.after))
        .order_by(Case.opened_at, Case.id)
        .limit(PAGE + 1)
    )
    rows = db.session.execute(query).all()
    shown = rows[:PAGE]
    texts = texts_of({row.Case.contribution_id: row.kind for row in shown})
    lines = [_line(row, texts, actor) for row in shown]
    last = shown[-1].Case if len(rows) > PAGE else None
    following = pack(last.opened_at.isoformat(), last.id) if last else None
    return Page(lines, following, is_first=_after(filters.after) is TRUE)


def counts(actor: Actor) -> list[Count]:
    """How much waits in each campaign the actor moderates, the one waiting longest first."""
    rows = db.session.execute(
        select(
            Campaign.id,
            Campaign.title,
            Contribution.kind,
            func.count().label("cases"),
            func.count().filter(Case.found > 0).label("with_findings"),
            func.min(Case.opened_at).label("oldest"),
        )
        .join(Case, Case.campaign_id == Campaign.id)
        .join(Case.contribution)
        .where(_open_to(actor))
        .group_by(Campaign.id, Campaign.title, Contribution.kind)
    )
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.id, []).append(row)
    return sorted((_count(group) for group in groups.values()), key=lambda one: (one.oldest, one.campaign_id))


def _count(rows: Sequence[Any]) -> Count:
    """What waits in one campaign, of its rows, one a kind."""
    return Count(
        campaign_id=rows[0].id,
        campaign=rows[0].title,
        cases=sum(row.cases for row in rows),
        with_findings=sum(row.with_findings for row in rows),
        oldest=min(row.oldest for row in rows),
        kinds={row.kind: row.cases for row in rows},
    )


def next_for(actor: Actor, filters: Filters, now: datetime) -> int | None:
    """The case that has waited longest of those the actor could decide now; None where nothing waits."""
    return db.session.scalar(
        select(Case.id)
        .join(Case.contribution)
        .where(_open_to(actor), _chosen(filters))
        .where(or_(Contribution.author_id.is_(None), Contribution.author_id != actor.id), not_(is_along(actor.id or 0)))
        .where(or_(Case.claimed_until.is_(None), Case.claimed_until <= now, Case.claimed_by == actor.id))
        .order_by(Case.opened_at, Case.id)
        .limit(1)
    )


def waiting_in(campaign_id: int) -> int:
    """How many texts of a campaign wait."""
    open_here = (Case.campaign_id == campaign_id, Case.closed_at.is_(None))
    return db.session.scalar(select(func.count()).where(*open_here)) or 0


def _open_to(actor: Actor) -> ColumnElement[bool]:
    mine = TRUE if moderates_everywhere(actor) else Case.campaign_id.in_(sorted(moderated_by(actor)))
    return and_(Case.closed_at.is_(None), mine)


def _chosen(filters: Filters) -> ColumnElement[bool]:
    campaign = TRUE if filters.campaign_id is None else Case.campaign_id == filters.campaign_id
    kind = TRUE if filters.kind is None else Contribution.kind == filters.kind
    return and_(campaign, kind, Case.found > 0 if filters.with_findings else TRUE)


def _after(word: str | None) -> ColumnElement[bool]:
    key = unpack(word, str, int)
    at = _instant(key[0]) if key else None
    return tuple_(Case.opened_at, Case.id) > tuple_(at, key[1]) if key and at else TRUE


def _instant(word: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(word)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _line(row: Any, texts: dict[int, Any], actor: Actor) -> Waiting:
    case, text = row.Case, texts[row.Case.contribution_id]
    return Waiting(
        case_id=case.id,
        kind=row.kind,
        title=text.title,
        number=text.number,
        campaign=row.title,
        opened_at=case.opened_at,
        found=case.found,
        held=case.held,
        claimed_by=row[4].public_name if row[4] else None,
        is_own=actor.id is not None and row.author_id == actor.id,
    )
