"""Ideas that one may be joined with: those that say something like it, and the one somebody names by its number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from search.engine import Unready
from search.queries.similar import similar

MOST = 5


@dataclass(frozen=True)
class Candidate:
    """A published idea of the same campaign."""

    id: int
    number: int | None
    title: str
    language: str
    supports: int


def alike(actor: Actor, idea: Idea, also: Iterable[int] = ()) -> list[Candidate]:
    """Published ideas that say something like this one: those named by id first, then what search finds."""
    words = f"{idea.title}\n{idea.problem}\n{idea.proposal}"
    try:
        found = similar(words, campaign_id=idea.campaign_id, kind=Kind.IDEA, without=idea.id, limit=MOST)
    except Unready:
        found = []
    wanted = [id for id in dict.fromkeys([*also, *found]) if id != idea.id]
    rows = {one.id: one for one in _read(_published(actor, idea.campaign_id).where(Idea.id.in_(wanted)))}
    return [rows[id] for id in wanted if id in rows][:MOST]


def by_number(actor: Actor, campaign_id: int, number: int) -> Candidate | None:
    """The published idea with this number in the campaign."""
    return next(iter(_read(_published(actor, campaign_id).where(Idea.number == number))), None)


def by_id(actor: Actor, campaign_id: int, idea_id: int) -> Candidate | None:
    """The published idea of the campaign with this id."""
    return next(iter(_read(_published(actor, campaign_id).where(Idea.id == idea_id))), None)


def _published(actor: Actor, campaign_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (Idea.id, Idea.number, Idea.title, Contribution.language, Idea.support_total)
    return (
        select(*columns)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.campaign_id == campaign_id, Contribution.state == State.PUBLISHED, visible_to(actor))
    )


def _read(query: Select[Any]) -> list[Candidate]:
    return [Candidate(*row) for row in db.session.execute(query)]
