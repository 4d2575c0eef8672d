"""Keeping which ideas are alike: found outside of any step, written in one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from search import engines
from search.engine import Facet, Likeness, Shelf, Twin
from search.likeness import TOLD
from search.queries import marks
from search.similar.models import LikeIdea, LikenedIdea
from search.similar.queries import IDEAS

MOST_KEPT = 8


@dataclass(frozen=True)
class Found:
    """The ideas of its campaign that are like one."""

    idea_id: int
    twins: tuple[Twin, ...]


def find(idea_id: int) -> Found:
    """What is like the idea among the public ones of its campaign; nothing where it is not public itself. Raises Unready."""
    columns = (Contribution.campaign_id, Contribution.language, Idea.title, Idea.problem, Idea.proposal)
    is_this = (Contribution.id == idea_id, Contribution.state == State.PUBLISHED)
    idea = db.session.execute(select(*columns).join(Idea, Idea.id == Contribution.id).where(*is_this)).one_or_none()
    if idea is None:
        return Found(idea_id, ())
    asked = Likeness(
        idea.title,
        f"{idea.problem}\n{idea.proposal}",
        idea.language,
        filters=IDEAS | {Facet.CAMPAIGN: frozenset({str(idea.campaign_id)})},
        without=marks.changed_lately() | {idea_id},
        limit=MOST_KEPT,
    )
    return Found(idea_id, tuple(twin for twin in engines.of(Shelf.PUBLIC).similar(asked) if twin.share >= TOLD))


def keep(found: Found, now: datetime) -> None:
    """Keeps what was found in the place of what was kept of this idea. Inside a write."""
    id = found.idea_id
    looked = db.session.get(LikenedIdea, id)
    if looked is None:
        db.session.add(LikenedIdea(idea_id=id, looked_at=now))
    else:
        looked.looked_at = now
    db.session.execute(delete(LikeIdea).where(or_(LikeIdea.idea_id == id, LikeIdea.other_id == id)))
    rows = [
        {"idea_id": one, "other_id": other, "share": twin.share}
        for twin in found.twins
        for one, other in ((id, twin.id), (twin.id, id))
    ]
    if rows:
        db.session.execute(insert(LikeIdea), rows)
