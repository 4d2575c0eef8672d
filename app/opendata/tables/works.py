"""What became of accepted ideas: the work, its steps, and what departments reported."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.letters import link
from app.offices.models import Office
from app.opendata.reading import Reading, portions
from app.opendata.shape import Row, Table, count, day, text
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking
from campaigns.implementation.queries import works
from campaigns.implementation.queries.works import WorkRead, is_public_contest
from campaigns.implementation.words import STATES

CODES = {state.value: word for state, word in STATES.items()}


def _begun(reading: Reading) -> Iterator[WorkRead]:
    begun = select(Undertaking.idea_id).where(Undertaking.campaign_id == reading.id).order_by(Undertaking.idea_id)
    ids = [id for id in db.session.scalars(begun) if id in reading.ideas]
    for some in portions(ids):
        found = works.of_ideas(some)
        yield from (found[id] for id in some if id in found)


def _works(reading: Reading) -> Iterator[Row]:
    upheld = select(Contest.undertaking_id).where(
        Contest.campaign_id == reading.id, Contest.upheld.is_(True), is_public_contest()
    )
    agreed = list(db.session.scalars(upheld))
    for one in _begun(reading):
        yield (
            *(one.idea_id, one.office, one.state.value, one.due_on),
            *(reading.day(one.begun_at), reading.day(one.ended_at), one.reason or None),
            *(one.milestones, one.reached, one.reports, one.contests, agreed.count(one.id)),
            link("implementation.show_work", idea_id=one.idea_id),
        )


def _milestones(reading: Reading) -> Iterator[Row]:
    query = select(Milestone, Undertaking.idea_id).join(Undertaking, Undertaking.id == Milestone.undertaking_id)
    query = query.where(Undertaking.campaign_id == reading.id).order_by(Undertaking.idea_id, Milestone.place)
    for one, idea_id in db.session.execute(query):
        if idea_id in reading.ideas:
            yield idea_id, one.place, one.title, one.due_on, reading.day(one.reached_at)


def _reports(reading: Reading) -> Iterator[Row]:
    columns: tuple[Any, ...] = (Progress, Undertaking.idea_id, Office.name)
    query = select(*columns).join(Undertaking, Undertaking.id == Progress.undertaking_id)
    query = query.outerjoin(Office, Office.id == Progress.office_id).where(Undertaking.campaign_id == reading.id)
    for one, idea_id, office in db.session.execute(query.order_by(Progress.id)):
        if idea_id in reading.ideas:
            said = (one.state.value, one.due_on, one.text, one.link or None, one.caption or None)
            yield one.id, idea_id, office, reading.day(one.reported_at), *said


TABLES = (
    Table(
        "works",
        _l("What is done about ideas"),
        _l("Work of departments on accepted ideas. Words of objections are not given out, only how many there are."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            text("department", _l("Department"), required=True),
            text("state", _l("State"), required=True, codes=CODES),
            day("due_on", _l("Meant to be done by")),
            day("begun_on", _l("Begun"), required=True),
            day("ended_on", _l("Ended")),
            text("given_up_because", _l("Why it was given up")),
            count("milestones", _l("Steps"), required=True),
            count("reached", _l("Steps reached"), required=True),
            count("reports", _l("Reports on the work"), required=True),
            count("objections", _l("Objections to “done”"), required=True),
            count("objections_upheld", _l("Objections that were right"), required=True),
            text("url", _l("Address"), required=True),
        ),
        ("idea_id",),
        _works,
    ),
    Table(
        "work_steps",
        _l("Steps of the work"),
        _l("What departments planned on the way, and what they have reached."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("works", "idea_id")),
            count("place", _l("No."), required=True),
            text("title", _l("Step"), required=True),
            day("due_on", _l("Meant to be reached by")),
            day("reached_on", _l("Reached")),
        ),
        ("idea_id", "place"),
        _milestones,
    ),
    Table(
        "work_reports",
        _l("Reports on the work"),
        _l("What departments reported. Pictures are on the site."),
        (
            count("id", _l("Id"), required=True),
            count("idea_id", _l("Idea"), required=True, refers=("works", "idea_id")),
            text("department", _l("Department")),
            day("reported_on", _l("Day"), required=True),
            text("state", _l("State"), _l("How far the work is since."), required=True, codes=CODES),
            day("due_on", _l("Meant to be done by")),
            text("text", _l("What was reported")),
            text("link", _l("Link")),
            text("picture_shows", _l("What the picture shows")),
        ),
        ("id",),
        _reports,
    ),
)
