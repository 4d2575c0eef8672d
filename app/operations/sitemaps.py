"""Which pages search engines are shown: those a guest may see, by their keys, so that a part costs the same however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.roles import GUEST
from app.foundation.db import db
from app.foundation.letters import link
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_visible_to
from campaigns.services.models import Service

# Keys in a part; fifty thousand addresses are the most that a part may have.
IN_A_PART = 10_000
ALONE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("web.home", {}),
    ("plan.list_campaigns", {}),
    ("services.list_services", {}),
    ("answers.show_board", {}),
    ("implementation.show_board", {}),
    ("web.page", {"name": "how-it-works"}),
    ("web.page", {"name": "rules"}),
    ("web.page", {"name": "data-policy"}),
    ("web.page", {"name": "accessibility"}),
    ("web.page", {"name": "contacts"}),
)


@dataclass(frozen=True)
class Place:
    """A page: its whole address as machines write it, and when its words changed last, where that is known."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """A part of the map: pages of one kind whose keys are in a range."""

    kind: str
    number: int


def _of_texts(kind: Kind, leads: Callable[[int, str], str]) -> Callable[[int, int], list[Place]]:
    def places(first: int, after: int) -> list[Place]:
        rows = db.session.execute(
            select(Contribution.id, Campaign.slug, Contribution.published_at)
            .join(Campaign, Campaign.id == Contribution.campaign_id)
            .where(Contribution.id >= first, Contribution.id < after, Contribution.kind == kind, public())
            # What goes on elsewhere is found there.
            .where(Contribution.state == State.PUBLISHED)
            .order_by(Contribution.id)
        )
        return [Place(leads(row.id, row.slug), row.published_at) for row in rows]

    return places


def _campaigns(first: int, after: int) -> list[Place]:
    within = (Campaign.id >= first, Campaign.id < after, campaigns_visible_to(GUEST))
    rows = db.session.execute(select(Campaign.slug, Campaign.launched_at).where(*within).order_by(Campaign.id))
    return [Place(link("plan.show_campaign", slug=row.slug), row.launched_at) for row in rows]


def _services(first: int, after: int) -> list[Place]:
    within = (Service.id >= first, Service.id < after, Service.ended_at.is_(None))
    ids = db.session.scalars(select(Service.id).where(*within).order_by(Service.id))
    return [Place(link("services.show_service", service_id=number)) for number in ids]


def _alone(_first: int, _after: int) -> list[Place]:
    return [Place(link(endpoint, **values)) for endpoint, values in ALONE]


def _idea(number: int, _slug: str) -> str:
    return link("ideas.show_idea", idea_id=number)


def _topic(number: int, slug: str) -> str:
    return link("discussion.show_topic", slug=slug, topic_id=number)


def _news(number: int, _slug: str) -> str:
    return link("news.show_news", news_id=number)


@dataclass(frozen=True)
class Sort:
    """Pages of one kind: which column counts them and how those of a range of keys are read."""

    places: Callable[[int, int], list[Place]]
    key: InstrumentedAttribute[int] | None = None
    only: Callable[[], ColumnElement[bool]] | None = None


SORTS: dict[str, Sort] = {
    "pages": Sort(_alone),
    "projects": Sort(_campaigns, Campaign.id),
    "services": Sort(_services, Service.id),
    "ideas": Sort(_of_texts(Kind.IDEA, _idea), Contribution.id, lambda: Contribution.kind == Kind.IDEA),
    "topics": Sort(_of_texts(Kind.TOPIC, _topic), Contribution.id, lambda: Contribution.kind == Kind.TOPIC),
    "news": Sort(_of_texts(Kind.NEWS, _news), Contribution.id, lambda: Contribution.kind == Kind.NEWS),
}


def parts() -> list[Part]:
    """The parts there are, by the last key of each kind."""
    found = []
    for kind, sort in SORTS.items():
        last = _last(sort)
        found += [Part(kind, number) for number in range(last // IN_A_PART + 1)] if last is not None else []
    return found


def _last(sort: Sort) -> int | None:
    if sort.key is None:
        return 0
    asked: Any = select(func.max(sort.key))
    last: int | None = db.session.scalar(asked.where(sort.only()) if sort.only else asked)
    return last


def places_of(part: Part) -> Sequence[Place] | None:
    """The pages of a part; None where there is no such kind."""
    sort = SORTS.get(part.kind)
    if sort is None:
        return None
    first = part.number * IN_A_PART
    return sort.places(first, first + IN_A_PART)
