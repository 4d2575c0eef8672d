"""What is on a ballot."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.rounds.ballots.models import Option

BEGINNING = 160


@dataclass(frozen=True)
class Laid:
    """An idea on the ballot, as it was laid; `stands` says whether it can be chosen now, `beginning` how its text begins."""

    idea_id: int
    place: int
    number: int | None
    title: str
    cost: int | None
    stands: bool
    language: str
    beginning: str


def of_round(round_id: int) -> Sequence[Laid]:
    """All options of a round in their order, those that were hidden since, too."""
    words = func.substr(func.coalesce(func.nullif(Idea.problem, ""), Idea.proposal), 1, BEGINNING)
    rows = db.session.execute(
        select(
            Option.idea_id,
            Option.place,
            Option.number,
            Option.title,
            Option.cost,
            Contribution.state,
            Contribution.language,
            words.label("beginning"),
        )
        .join(Contribution, Contribution.id == Option.idea_id)
        .join(Idea, Idea.id == Option.idea_id)
        .where(Option.round_id == round_id)
        .order_by(Option.place)
    )
    return [
        Laid(
            row.idea_id,
            row.place,
            row.number,
            row.title,
            row.cost,
            row.state == State.PUBLISHED,
            row.language,
            row.beginning or "",
        )
        for row in rows
    ]
