"""Ideas like a text, or like an idea: what the reader may see of them, as it stands in the database now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.accounts.roles import Actor
from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public, visible_to
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search import engines
from search.engine import Facet, Likeness, Shelf, Twin
from search.likeness import TOLD
from search.queries import marks
from search.similar.models import LikeIdea, LikenedIdea

IDEAS = {Facet.KIND: frozenset({Kind.IDEA.value})}
# So many candidates are looked up: some may be hidden by now, or of another campaign.
LOOKED_UP = 12
MOST_TOLD = MOST_BESIDE = 3


@dataclass(frozen=True)
class Like:
    """An idea like another: `words` are those they have in common, as it writes them; `campaign` where it is of another one."""

    id: int
    number: int
    title: str
    language: str
    supports: int
    campaign: str
    words: tuple[str, ...] = ()


def like(title: str, text: str, campaign_id: int, without: Iterable[int] = (), limit: int = MOST_TOLD) -> list[Like]:
    """Public ideas like a text that is being written, those of its own campaign first. Raises Unready.

    Only what is likely to be the same is told of, and only what guests may see, whoever writes.
    """
    asked = Likeness(title, text, filters=IDEAS, without=marks.changed_lately() | frozenset(without), limit=LOOKED_UP)
    twins = {twin.id: twin for twin in engines.of(Shelf.PUBLIC).similar(asked) if twin.share >= TOLD}
    if not twins:
        return []
    rows = db.session.execute(_lines().where(Idea.id.in_(twins), public(), marks.is_known(), *_stands())).all()
    rows = sorted(rows, key=lambda row: (row.campaign_id != campaign_id, -twins[row.id].share, row.id))
    return [_line(row, campaign_id, twins[row.id]) for row in rows[:limit]]


def beside(viewer: Actor, idea_id: int, campaign_id: int) -> list[Like]:
    """What is kept as like the idea and the viewer may see, the likest first. One statement."""
    kept = (
        _lines(LikeIdea.share)
        .join(LikeIdea, LikeIdea.other_id == Idea.id)
        .where(LikeIdea.idea_id == idea_id, visible_to(viewer), *_stands())
        .order_by(LikeIdea.share.desc(), Idea.id)
    )
    return [_line(row, campaign_id) for row in db.session.execute(kept.limit(MOST_BESIDE))]


def never_looked_for(most: int) -> list[int]:
    """Public ideas, the newest first, for which nobody has looked yet: they were public before this was kept."""
    waiting = (
        select(Idea.id)
        .join(Contribution, Contribution.id == Idea.id)
        .outerjoin(LikenedIdea, LikenedIdea.idea_id == Idea.id)
        .where(LikenedIdea.idea_id.is_(None), *_stands())
        .order_by(Idea.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(waiting))


def _stands() -> tuple[ColumnElement[bool], ...]:
    """Of joined ideas the one counts that they went on in; hidden ones are nobody's twin."""
    return (Contribution.state == State.PUBLISHED,)


def _lines(*more: Any) -> Select[Any]:
    columns = (Idea.id, Idea.number, Idea.title, Idea.support_total, Contribution.language, Contribution.campaign_id)
    return (
        select(*columns, Campaign.title.label("campaign"), *more)
        .select_from(Contribution)
        .join(Contribution.campaign)
        .join(Idea, Idea.id == Contribution.id)
    )


def _line(row: Any, campaign_id: int, twin: Twin | None = None) -> Like:
    elsewhere = row.campaign if row.campaign_id != campaign_id else ""
    words = twin.words if twin else ()
    return Like(row.id, row.number, row.title, row.language, row.support_total, elsewhere, words)
