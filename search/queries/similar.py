"""Public texts like a given one."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind
from campaigns.contributions.visibility import public
from search import analysis, engines
from search.engine import Facet, Query, Shelf
from search.queries import marks
from search.query import LONGEST, parse


def similar(text: str, *, campaign_id: int, kind: Kind, without: int, limit: int = 5) -> list[int]:
    """The contributions of the kind that answer these words best, the best first, but for one. Raises Unready.

    Nothing in the text is asked for as a phrase or kept out: its quotation marks and dashes are those of its author.
    """
    words = " ".join(word.text for word in analysis.words(text[:LONGEST]))
    left_out = marks.changed_lately() | {without}
    filters = {Facet.CAMPAIGN: frozenset({str(campaign_id)}), Facet.KIND: frozenset({kind.value})}
    query = Query(parse(words), filters, without=left_out, limit=limit)
    found = [hit.id for hit in engines.of(Shelf.PUBLIC).query(query).hits]
    known = select(Contribution.id).join(Contribution.campaign)
    readable = set(db.session.scalars(known.where(Contribution.id.in_(found), public(), marks.is_known())))
    return [id for id in found if id in readable]
