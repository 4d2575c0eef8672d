"""What the values of facets that are numbers of rows are called, as far as guests may know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from app.accounts.roles import GUEST
from app.foundation.db import db
from app.foundation.paging import LARGEST
from app.territories.models import Territory
from campaigns.plan.models import Campaign, Track
from campaigns.plan.visibility import campaigns_visible_to
from campaigns.services.models import Service
from search.engine import Facet

NAMED = (Facet.CAMPAIGN, Facet.TRACK, Facet.TERRITORY, Facet.SERVICE)
Names = Mapping[Facet, Mapping[str, "Name"]]


@dataclass(frozen=True)
class Name:
    """A name; `slug` is that of the project, or of the project that a track is in, `parent` the place around a place."""

    text: str
    slug: str = ""
    parent: str | None = None


def names_of(values: Mapping[Facet, Collection[str]]) -> Names:
    """The names of these values, and of all places around places. One statement."""
    return _named(_of_values(), {facet.value: _numbers(values.get(facet, ())) for facet in NAMED})


@cache
def _of_values() -> Executable:
    """The names of what stands in parameters called like their facets: put together once, for each page of results asks it."""
    return union_all(
        _campaigns(Campaign.id.in_(_given(Facet.CAMPAIGN))),
        _tracks(Track.id.in_(_given(Facet.TRACK))),
        _services(Service.id.in_(_given(Facet.SERVICE))),
        _places_around(_given(Facet.TERRITORY)),
    )


def _given(facet: Facet) -> BindParameter[Any]:
    return bindparam(facet.value, expanding=True)


def chosen(values: Mapping[Facet, str]) -> Names:
    """The names of values as addresses have them: a project by its slug. One statement; none where nothing is chosen."""
    numbers = {facet: _numbers([value]) for facet, value in values.items() if facet in NAMED}
    parts = {
        Facet.CAMPAIGN: _campaigns(Campaign.slug == values.get(Facet.CAMPAIGN)),
        Facet.TRACK: _tracks(Track.id.in_(numbers.get(Facet.TRACK, ()))),
        Facet.SERVICE: _services(Service.id.in_(numbers.get(Facet.SERVICE, ()))),
        Facet.TERRITORY: _places(Territory.id.in_(numbers.get(Facet.TERRITORY, ()))),
    }
    asked = [part for facet, part in parts.items() if facet in values]
    return _read(*asked) if asked else {}


def everything(facets: Collection[Facet]) -> Names:
    """All names of these facets. One statement; none where no facet among them has names of rows."""
    parts = {
        Facet.CAMPAIGN: _campaigns(),
        Facet.TRACK: _tracks(),
        Facet.SERVICE: _services(),
        Facet.TERRITORY: _places(),
    }
    asked = [part for facet, part in parts.items() if facet in facets]
    return _read(*asked) if asked else {}


def with_beneath(territory_ids: Collection[str]) -> frozenset[str]:
    """The places and all that lie in them. One statement."""
    within = select(Territory.id).where(Territory.id.in_(_numbers(territory_ids))).cte("within", recursive=True)
    # A union drops what it has found before: a circle of places ends, too.
    within = within.union(select(Territory.id).where(Territory.parent_id == within.c.id))
    return frozenset(str(id) for id in db.session.scalars(select(within.c.id)))


def visible_campaigns() -> frozenset[int]:
    """The projects that guests may see. One statement."""
    return frozenset(db.session.scalars(select(Campaign.id).where(campaigns_visible_to(GUEST))))


def _read(*parts: Select[Any]) -> Names:
    return _named(union_all(*parts))


def _named(query: Executable, given: Mapping[str, Any] | None = None) -> Names:
    names: dict[Facet, dict[str, Name]] = {}
    for facet, id, text, slug, parent in db.session.execute(query, given):
        names.setdefault(Facet(facet), {})[str(id)] = Name(text, slug, str(parent) if parent else None)
    return names


def _columns(facet: Facet, id: Any, text: Any, slug: Any, parent: Any) -> Select[Any]:
    return select(literal(facet.value, String).label("facet"), id, text, slug, parent)


def _campaigns(*which: ColumnElement[bool]) -> Select[Any]:
    nowhere = cast(null(), Integer)
    columns = _columns(Facet.CAMPAIGN, Campaign.id, Campaign.title, Campaign.slug, nowhere)
    return columns.where(campaigns_visible_to(GUEST), *which)


def _tracks(*which: ColumnElement[bool]) -> Select[Any]:
    columns = _columns(Facet.TRACK, Track.id, Track.name, Campaign.slug, cast(null(), Integer))
    return columns.join(Campaign, Campaign.id == Track.campaign_id).where(campaigns_visible_to(GUEST), *which)


def _services(*which: ColumnElement[bool]) -> Select[Any]:
    return _columns(Facet.SERVICE, Service.id, Service.name, literal("", String), cast(null(), Integer)).where(*which)


def _places(*which: ColumnElement[bool]) -> Select[Any]:
    return _columns(Facet.TERRITORY, Territory.id, Territory.name, literal("", String), Territory.parent_id).where(
        *which
    )


def _places_around(territory_ids: BindParameter[Any]) -> Select[Any]:
    here = select(Territory.id, Territory.parent_id).where(Territory.id.in_(territory_ids))
    above = here.cte("above", recursive=True)
    above = above.union(select(Territory.id, Territory.parent_id).where(Territory.id == above.c.parent_id))
    return _places(Territory.id.in_(select(above.c.id)))


def _numbers(values: Collection[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and int(value) <= LARGEST]
