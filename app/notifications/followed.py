"""Reading what a person follows. What they may no longer see is named nowhere; they can still stop following it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import url_for
from sqlalchemy import BigInteger, case, literal, select, tuple_

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.contributions.models import PUBLIC, Contribution, Follow
from campaigns.contributions.visibility import campaigns_visible_to, visible_to
from campaigns.discussion.visibility import under_what_is_public
from campaigns.plan.models import Campaign, Track
from campaigns.services.models import Service
from moderation.texts import texts_of

PAGE = 30


class Sort(StrEnum):
    """What kinds of things there are to follow, in the order of the list; by the column of each."""

    CAMPAIGN = "campaign_id"
    TRACK = "track_id"
    PLACE = "territory_id"
    SERVICE = "service_id"
    DEPARTMENT = "office_id"
    TEXT = "contribution_id"


@dataclass(frozen=True)
class Named:
    """A followed thing as its follower may see it. `beside` says more: the campaign of a track or a text."""

    title: str
    url: str
    beside: str = ""


@dataclass(frozen=True)
class FollowRead:
    """A line of the list; `thing` is None where its follower may not see it any more."""

    id: int
    sort: Sort
    since: datetime
    thing: Named | None


_RANK = case(*((getattr(Follow, sort).is_not(None), place) for place, sort in enumerate(Sort)), else_=len(Sort))


def follows_of(actor: Actor, after: str | None) -> Page[FollowRead]:
    """A page of what a person follows, kind by kind, the latest of each first. A statement for each kind on the page."""
    key = unpack(after, int, int)
    query = select(Follow, _RANK.label("rank")).where(Follow.account_id == actor.id)
    if key:
        query = query.where(tuple_(_RANK, -Follow.id) > tuple_(literal(key[0], BigInteger), literal(-key[1])))
    rows = db.session.execute(query.order_by(_RANK, Follow.id.desc()).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    following = pack(last.rank, last.Follow.id) if last else None
    return Page(_read([row.Follow for row in rows[:PAGE]], actor), following, is_first=key is None)


def _read(follows: Sequence[Follow], actor: Actor) -> list[FollowRead]:
    by_sort: dict[Sort, set[int]] = {}
    for one in follows:
        by_sort.setdefault(_sort_of(one), set()).add(_id_of(one))
    named = {sort: NAMES[sort](sorted(ids), actor) for sort, ids in by_sort.items()}
    return [FollowRead(one.id, _sort_of(one), one.since, named[_sort_of(one)].get(_id_of(one))) for one in follows]


def _sort_of(follow: Follow) -> Sort:
    return next(sort for sort in Sort if getattr(follow, sort) is not None)


def _id_of(follow: Follow) -> int:
    return int(getattr(follow, _sort_of(follow)))


def _campaigns(ids: Iterable[int], actor: Actor) -> dict[int, Named]:
    query = select(Campaign.id, Campaign.slug, Campaign.title).where(Campaign.id.in_(ids), campaigns_visible_to(actor))
    return {row.id: Named(row.title, url_for("plan.show_campaign", slug=row.slug)) for row in db.session.execute(query)}


def _tracks(ids: Iterable[int], actor: Actor) -> dict[int, Named]:
    query = (
        select(Track.id, Track.name, Campaign.slug, Campaign.title)
        .join(Campaign, Campaign.id == Track.campaign_id)
        .where(Track.id.in_(ids), campaigns_visible_to(actor))
    )
    return {
        row.id: Named(row.name, url_for("ideas.list_ideas", slug=row.slug, track=row.id), row.title)
        for row in db.session.execute(query)
    }


def _places(ids: Iterable[int], _actor: Actor) -> dict[int, Named]:
    query = select(Territory.id, Territory.name).where(Territory.id.in_(ids))
    return {
        row.id: Named(row.name, url_for("implementation.show_board", territory=row.id))
        for row in db.session.execute(query)
    }


def _services(ids: Iterable[int], _actor: Actor) -> dict[int, Named]:
    query = select(Service.id, Service.name).where(Service.id.in_(ids))
    return {
        row.id: Named(row.name, url_for("services.show_service", service_id=row.id))
        for row in db.session.execute(query)
    }


def _offices(ids: Iterable[int], _actor: Actor) -> dict[int, Named]:
    query = select(Office.id, Office.name).where(Office.id.in_(ids))
    return {row.id: Named(row.name, url_for("answers.show_board", office=row.id)) for row in db.session.execute(query)}


def _texts(ids: Iterable[int], actor: Actor) -> dict[int, Named]:
    query = (
        select(Contribution.id, Contribution.kind, Campaign.title)
        .join(Contribution.campaign)
        .where(Contribution.id.in_(ids), Contribution.state.in_(sorted(PUBLIC)))
        .where(visible_to(actor), under_what_is_public())
    )
    rows = db.session.execute(query).all()
    texts = texts_of({row.id: row.kind for row in rows})
    found: dict[int, Named] = {}
    for row in rows:
        if row.id in texts:
            text = texts[row.id]
            found[row.id] = Named(text.title, url_for(text.endpoint, **text.values), row.title)
    return found


NAMES: dict[Sort, Callable[[Iterable[int], Actor], dict[int, Any]]] = {
    Sort.CAMPAIGN: _campaigns,
    Sort.TRACK: _tracks,
    Sort.PLACE: _places,
    Sort.SERVICE: _services,
    Sort.DEPARTMENT: _offices,
    Sort.TEXT: _texts,
}
