"""What people with roles see, as their pages let them; and whose token it is."""

from dataclasses import asdict
from typing import Any

from app.api import addresses, cursors
from app.api.calls import actor, caller
from app.api.operations import reads
from app.api.scopes import Scope
from app.api.shapes.campaigns import ModerationNumbersSchema, ParticipationSchema
from app.api.shapes.rounds import CasesAskedSchema, CasesSchema, MeSchema
from app.foundation import clock
from app.offices.calendar import calendar
from campaigns.contributions.models import Kind
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.slots import CAMPAIGN_PARTICIPATION
from moderation import deciders
from moderation.queries import numbers, queue
from moderation.queries.filters import Filters
from moderation.queries.queue import Waiting


@reads(CasesSchema, query=CasesAskedSchema, scope=Scope.STAFF, people_only=True)
def list_cases(asked: dict[str, Any]) -> Any:
    """What waits in the queue of moderation, for those who moderate."""
    person, now, slug = actor(), clock.now(), asked.get("campaign")
    deciders.require_some_queue(person)
    campaign_id = campaign_or_missing(slug, person).id if slug is not None else None
    of = ("cases", slug, asked.get("kind"))
    kind = Kind(asked["kind"]) if "kind" in asked else None
    filters = Filters(campaign_id, kind=kind, after=cursors.given(asked.get("after"), *of))
    page = queue.waiting(person, filters, now, calendar())
    return {
        "total": queue.how_many(person, filters, now),
        "items": [_line(one) for one in page.rows],
        "next": cursors.made(page.following, *of),
    }


@reads(ModerationNumbersSchema)
def show_moderation(slug: str) -> Any:
    """The public numbers of moderation in a campaign."""
    found = numbers.figures(campaign_or_missing(slug, actor()).id)
    return {**asdict(found), "restricted": found.restricted}


@reads(ParticipationSchema, scope=Scope.STAFF, people_only=True)
def show_participation(slug: str) -> Any:
    """Who takes part in a campaign, by day and by place: for its owners."""
    person = actor()
    campaign = campaign_or_missing(slug, person)
    permissions.require(person, Act.PLAN, campaign, clock.now())
    given = CAMPAIGN_PARTICIPATION.fill(campaign) if campaign.launched_at else []
    return {
        "days": [vars(one) for part in given for one in part.days],
        "places": [vars(one) for part in given for one in part.places],
    }


@reads(MeSchema, people_only=True)
def show_me() -> Any:
    """Whose token this is, what it is good for, and until when."""
    one = caller()
    scopes = [scope.value for scope in Scope if scope in one.scopes]
    return {"name": one.actor.name, "token": one.name, "scopes": scopes, "expires_at": one.expires_at}


def _line(one: Waiting) -> dict[str, Any]:
    return {
        **vars(one),
        "case": one.case_id,
        "about": one.about.value,
        "is_overdue": one.wait.is_overdue,
        "page": addresses.page("moderation.show_case", case_id=one.case_id),
    }
