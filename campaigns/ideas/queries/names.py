"""What somebody chose for an idea, in words."""

from sqlalchemy import Label, literal, select, union_all

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.discussion.models import Problem
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Track
from campaigns.services.models import Service


def _word(kind: str) -> Label[str]:
    return literal(kind).label("kind")


def of_choices(text: IdeaText) -> dict[str, str]:
    """Direction, place, service and problems by name; empty where nothing is chosen. Two statements."""
    found = dict.fromkeys(("track", "territory", "service"), "")
    asked = [
        select(Track.name.label("name")).add_columns(_word("track")).where(Track.id == text.track_id),
        select(Territory.name.label("name")).add_columns(_word("territory")).where(Territory.id == text.territory_id),
        select(Service.name.label("name")).add_columns(_word("service")).where(Service.id == text.service_id),
    ]
    found.update({kind: name for name, kind in db.session.execute(union_all(*asked))})
    numbers = select(Problem.number).where(Problem.id.in_(text.problem_ids)).order_by(Problem.number)
    return {**found, "problems": ", ".join(f"№ {number}" for number in db.session.scalars(numbers))}
