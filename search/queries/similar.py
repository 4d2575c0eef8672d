"""Texts of a campaign like a given one: what guests may see, and for those who moderate all that was sent."""

from sqlalchemy import ColumnElement, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.contributions.visibility import public
from search import engines
from search.engine import Facet, Likeness, Shelf
from search.queries import marks
from search.query import LONGEST

GONE = (State.DRAFT, State.WITHDRAWN)


def similar(text: str, *, campaign_id: int, kind: Kind, without: int, limit: int = 5) -> list[int]:
    """The public contributions of the kind that are like the text, the likest first, but for one. Raises Unready.

    The first line of the text is its title.
    """
    return _like(Shelf.PUBLIC, text, campaign_id, kind, without, limit, public())


def sent_like(text: str, *, campaign_id: int, kind: Kind, without: int, limit: int = 5) -> list[int]:
    """Contributions like the text among all that were ever sent and not taken back: for those who moderate. Raises Unready."""
    return _like(Shelf.STAFF, text, campaign_id, kind, without, limit, Contribution.state.not_in(GONE))


def _like(
    shelf: Shelf, text: str, campaign_id: int, kind: Kind, without: int, limit: int, may_be_told: ColumnElement[bool]
) -> list[int]:
    title, _, rest = text.partition("\n")
    asked = Likeness(
        title,
        rest[:LONGEST],
        filters={Facet.CAMPAIGN: frozenset({str(campaign_id)}), Facet.KIND: frozenset({kind.value})},
        without=marks.changed_lately() | {without},
        limit=limit,
    )
    found = [twin.id for twin in engines.of(shelf).similar(asked)]
    known = select(Contribution.id).join(Contribution.campaign).where(Contribution.campaign_id == campaign_id)
    told = set(db.session.scalars(known.where(Contribution.id.in_(found), may_be_told, marks.is_known())))
    return [id for id in found if id in told]
