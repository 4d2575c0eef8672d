"""The campaign itself: what was asked, when, where, and about which services."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.letters import link
from app.offices.models import Office
from app.opendata.reading import Reading
from app.opendata.shape import Field, Kind, Row, Table, count, day, text
from app.territories.models import Territory
from campaigns.discussion.models import Problem, Topic
from campaigns.ideas.models import Idea
from campaigns.plan import days
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.words import PHASES as PHASE_WORDS
from campaigns.services.models import Service


def _project(reading: Reading) -> Iterator[Row]:
    one = db.session.get_one(Campaign, reading.id)
    place = reading.territory_names.get(one.territory_id or 0)
    words = (one.slug, one.title, one.question, one.purpose, one.organiser, one.language, one.time_zone, place)
    url = link("plan.show_campaign", slug=one.slug)
    yield (*words, reading.day(one.launched_at), reading.day(one.archived_at), url)


def _phases(reading: Reading) -> Iterator[Row]:
    windows = select(PlannedWindow).where(PlannedWindow.campaign_id == reading.id)
    order = (PlannedWindow.opens_at, PlannedWindow.closes_at, PlannedWindow.id)
    for place, one in enumerate(db.session.scalars(windows.order_by(*order)), 1):
        first, last = days.first_day(one.opens_at, reading.zone), days.last_day(one.closes_at, reading.zone)
        yield place, one.kind.value, first, last, one.opens_at, one.closes_at


def _territories(reading: Reading) -> Iterator[Row]:
    rows = {
        row.id: row
        for row in db.session.execute(select(Territory.id, Territory.name, Territory.level, Territory.parent_id))
    }
    wanted = set[int]()
    for named in _named(reading):
        at: int | None = named
        while at is not None and at not in wanted:
            wanted.add(at)
            at = rows[at].parent_id
    for id in sorted(wanted):
        yield tuple(rows[id])


def _named(reading: Reading) -> set[int]:
    """The places of which any table speaks."""
    of_ideas = select(Idea.id, Idea.territory_id).where(Idea.campaign_id == reading.id)
    named = {place for id, place in db.session.execute(of_ideas) if id in reading.ideas}
    named |= {one.territory_id for one in _in_services(reading)} | {reading.territory_id}
    named |= {id for home in (reading.participants, reading.supporters) for id, _people in home.places}
    return {id for id in named if id is not None}


def _services(reading: Reading) -> Iterator[Row]:
    for one in _in_services(reading):
        yield (
            one.id,
            one.name,
            one.description,
            one.department,
            one.territory_id,
            one.link,
            link("services.show_service", service_id=one.id),
        )


def _in_services(reading: Reading) -> list[Any]:
    """The services of which any public text speaks."""
    asked = (
        (select(Idea.id, Idea.service_id).where(Idea.campaign_id == reading.id), reading.ideas),
        (select(Topic.id, Topic.service_id).where(Topic.campaign_id == reading.id), reading.topics),
        (
            select(Problem.conclusion_id, Problem.service_id).where(Problem.campaign_id == reading.id),
            reading.conclusions,
        ),
    )
    named = {
        service for query, public in asked for id, service in db.session.execute(query) if service and id in public
    }
    columns = (
        Service.id,
        Service.name,
        Service.description,
        Office.name.label("department"),
        Service.territory_id,
        Service.link,
    )
    rows = select(*columns).outerjoin(Office, Office.id == Service.office_id).where(Service.id.in_(sorted(named)))
    return list(db.session.execute(rows.order_by(Service.id)))


TABLES = (
    Table(
        "project",
        _l("The project"),
        _l("What was asked, by whom and where: one row."),
        (
            text("slug", _l("Name in addresses"), required=True),
            text("title", _l("Title"), required=True),
            text("question", _l("Question")),
            text("purpose", _l("What it is for")),
            text("organiser", _l("Who answers for it")),
            text("language", _l("Language"), _l("Code of the language: ru, uk, en."), required=True),
            text("time_zone", _l("Time zone"), _l("All days in these tables are days in this zone."), required=True),
            text("territory", _l("Place")),
            day("launched_on", _l("Launched"), required=True),
            day("archived_on", _l("Archived"), _l("Empty as long as an answer is owed.")),
            text("url", _l("Address"), required=True),
        ),
        ("slug",),
        _project,
    ),
    Table(
        "phases",
        _l("Stages"),
        _l("When people could do what."),
        (
            count("place", _l("No."), required=True),
            text("kind", _l("Stage"), required=True, codes={kind.value: word for kind, word in PHASE_WORDS.items()}),
            day("first_day", _l("First day"), required=True),
            day("last_day", _l("Last day"), required=True),
            Field("opens_at", _l("Opens"), Kind.DATETIME, _l("To the minute, UTC."), required=True),
            Field(
                "closes_at",
                _l("Closes"),
                Kind.DATETIME,
                _l("To the minute, UTC; not part of the stage."),
                required=True,
            ),
        ),
        ("place",),
        _phases,
    ),
    Table(
        "territories",
        _l("Places"),
        _l("Places that the other tables speak of, and all that they lie in."),
        (
            count("id", _l("Id"), required=True),
            text("name", _l("What it is called"), required=True),
            count("level", _l("Level"), _l("0 is the region; the deeper, the higher."), required=True),
            count("parent_id", _l("Lies in"), refers=("territories", "id")),
        ),
        ("id",),
        _territories,
    ),
    Table(
        "services",
        _l("Services"),
        _l("Services that ideas, topics and problems speak of."),
        (
            count("id", _l("Id"), required=True),
            text("name", _l("What it is called"), required=True),
            text("description", _l("What it does")),
            text("department", _l("Department")),
            count("territory_id", _l("Place"), refers=("territories", "id")),
            text("link", _l("Where it is used")),
            text("url", _l("Address"), required=True),
        ),
        ("id",),
        _services,
    ),
)
