"""Joinings as pages and letters tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.ideas.queries.joined import together, writers_of
from campaigns.plan.models import Campaign
from search.joining.models import Joining, Progress
from search.joining.queries import asked

# What everyone may read of a joining is that two ideas are, or were, one.
PUBLIC_PROGRESS = frozenset({Progress.JOINED, Progress.UNJOINED})


@dataclass(frozen=True)
class Side:
    """One of two ideas, with its common row and campaign, as one person reads it. `is_own`: they write it."""

    idea: Idea
    is_own: bool

    @property
    def number(self) -> int | None:
        return self.idea.number

    @property
    def title(self) -> str:
        return self.idea.title

    @property
    def language(self) -> str:
        return self.idea.contribution.language

    @property
    def is_public(self) -> bool:
        return self.idea.contribution.state in PUBLIC


@dataclass(frozen=True)
class JoiningRead:
    """A joining as one person reads it. A side they may not read any more is None.

    `answers` are what those said who are asked, by account, None for who has said nothing; `people` is how many would
    support both together, 0 where that is not asked any more.
    """

    joining: Joining
    campaign: Campaign
    idea: Side | None
    into: Side | None
    answers: dict[int, bool | None]
    people: int

    @property
    def time_zone(self) -> str:
        return self.campaign.time_zone

    @property
    def is_open(self) -> bool:
        return self.joining.progress == Progress.ASKED

    @property
    def is_joined(self) -> bool:
        return self.joining.progress == Progress.JOINED

    @property
    def agreed(self) -> int:
        return sum(bool(one) for one in self.answers.values())


def joining_or_missing(actor: Actor, joining_id: int, *, is_staff: bool = False) -> JoiningRead:
    """A joining, for those who are asked, who proposed it and for the staff; what came about, for whoever sees the ideas.

    Raises Missing. Six statements.
    """
    joining = db.session.get(Joining, joining_id)
    if joining is None:
        raise Missing
    sides = _sides(actor, joining)
    people = asked.asked_of(joining)
    is_concerned = is_staff or (actor.id is not None and actor.id in {*people, joining.proposed_by})
    if not sides or not (is_concerned or (joining.progress in PUBLIC_PROGRESS and len(sides) == 2)):
        raise Missing
    said = asked.answers_of(joining_id)
    campaign = next(iter(sides.values())).idea.contribution.campaign
    return JoiningRead(
        joining,
        campaign,
        sides.get(joining.idea_id),
        sides.get(joining.into_id),
        {id: said.get(id) for id in people},
        together(joining.idea_id, joining.into_id) if joining.progress == Progress.ASKED else 0,
    )


def campaign_of(joining_id: int) -> int | None:
    """The campaign of the ideas of a joining."""
    query = select(Idea.campaign_id).join(Joining, Joining.idea_id == Idea.id)
    return db.session.scalar(query.where(Joining.id == joining_id))


def proposal_of(joining_id: int, actor: Actor) -> JoiningRead | None:
    """What somebody is asked, while they are and everyone can read both ideas."""
    try:
        read = joining_or_missing(actor, joining_id)
    except Missing:
        return None
    sides = [side for side in (read.idea, read.into) if side is not None and side.is_public]
    return read if read.is_open and len(sides) == 2 else None


def _sides(actor: Actor, joining: Joining) -> dict[int, Side]:
    rows = db.session.scalars(ideas_seen(actor).where(Idea.id.in_([joining.idea_id, joining.into_id]))).all()
    own = set(_written(actor, [row.id for row in rows]))
    # Staff see hidden texts at their desk; here everyone reads what everyone may, and their own.
    return {row.id: Side(row, row.id in own) for row in rows if row.contribution.state in PUBLIC or row.id in own}


def _written(actor: Actor, ids: Sequence[int]) -> list[int]:
    if actor.id is None:
        return []
    return [id for id in ids if actor.id in set(db.session.scalars(writers_of(id)))]


def ideas_seen(actor: Actor) -> Select[Idea]:
    """Ideas the actor may see, with common row and campaign."""
    return (
        select(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .where(visible_to(actor))
    )


@dataclass(frozen=True)
class Around:
    """Another idea that one is, or may be, joined with. `is_into`: it goes on in that one, not that one in it."""

    joining_id: int
    progress: Progress
    is_into: bool
    id: int
    number: int | None
    title: str
    language: str
    answer_by: datetime


def around(idea_id: int) -> list[Around]:
    """What was joined into an idea, and what is proposed of it, as far as everyone can read the other idea. One statement."""
    other, common = aliased(Idea), aliased(Contribution)
    columns: tuple[Any, ...] = (Joining.id, Joining.progress, Joining.into_id, other.id.label("other_id"))
    rows = db.session.execute(
        select(*columns, other.number, other.title, common.language, Joining.answer_by)
        .join(
            other,
            or_(
                and_(Joining.into_id == idea_id, other.id == Joining.idea_id),
                and_(Joining.idea_id == idea_id, other.id == Joining.into_id),
            ),
        )
        .join(common, common.id == other.id)
        .where(or_(Joining.idea_id == idea_id, Joining.into_id == idea_id))
        .where(Joining.progress.in_([Progress.ASKED, Progress.JOINED]), common.state.in_(sorted(PUBLIC)))
        .order_by(Joining.id)
    )
    return [
        Around(
            row.id,
            row.progress,
            row.into_id != idea_id,
            row.other_id,
            row.number,
            row.title,
            row.language,
            row.answer_by,
        )
        for row in rows
    ]
