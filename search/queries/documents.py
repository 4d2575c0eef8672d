"""Public texts as the index takes them: one loader a kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, Kind
from campaigns.contributions.visibility import public
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign, Track
from search.engine import Document

BATCH = 500


def ideas(ids: Sequence[int]) -> list[Document]:
    """The public ideas among these ids."""
    parts = (Idea.problem, Idea.proposal, Idea.effect, Idea.elsewhere)
    query = (
        _public(Idea.title, *parts, Idea.source_id, Track.name.label("track"), Territory.name.label("territory"))
        .join(Idea, Idea.id == Contribution.id)
        .outerjoin(Track, Track.id == Idea.track_id)
        .outerjoin(Territory, Territory.id == Idea.territory_id)
    )
    return [
        Document(
            id=row.id,
            kind=row.kind,
            campaign_id=row.campaign_id,
            campaign_slug=row.slug,
            source_id=row.source_id,
            title=row.title,
            text="\n\n".join(part for part in (row.problem, row.proposal, row.effect, row.elsewhere) if part),
            language=row.language,
            track=row.track or "",
            territory=row.territory or "",
            published_at=row.published_at,
        )
        for row in db.session.execute(query.where(Contribution.id.in_(ids)))
    ]


# Another kind of text is found as soon as its loader stands here.
LOADERS: dict[Kind, Callable[[Sequence[int]], list[Document]]] = {Kind.IDEA: ideas}


def _public(*columns: Any) -> Select[Any]:
    common = (
        Contribution.id,
        Contribution.kind,
        Contribution.campaign_id,
        Contribution.language,
        Contribution.published_at,
        Campaign.slug,
    )
    return select(*common, *columns).select_from(Contribution).join(Contribution.campaign).where(public())


def public_documents(ids: Sequence[int]) -> list[Document]:
    """The documents of those contributions that guests may see; the others are left out."""
    return [document for load in LOADERS.values() for document in load(ids)] if ids else []


def public_ids() -> list[int]:
    """The ids of all contributions that guests may see and that search knows how to load."""
    query = select(Contribution.id).join(Contribution.campaign).where(public(), Contribution.kind.in_(list(LOADERS)))
    return list(db.session.scalars(query.order_by(Contribution.id)))


def all_public() -> Iterator[list[Document]]:
    """Everything public, a batch at a time; each batch is a read of its own, as things stand at that moment."""
    ids = public_ids()
    for batch in batches(ids):
        documents = public_documents(batch)
        db.session.rollback()
        yield documents


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, some hundred at a time."""
    whole = list(ids)
    for start in range(0, len(whole), BATCH):
        yield whole[start : start + BATCH]
