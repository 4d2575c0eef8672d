"""Reading the chains."""

from dataclasses import dataclass

from sqlalchemy import select

from app.audit.models import Chain, Entry, Opening
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack

ON_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """An entry and what it opens to; the opening is None where it was erased."""

    entry: Entry
    opening: Opening | None


def entries(campaign_id: int | None = None, after: str | None = None) -> Page[Line]:
    """A page of the chain of a campaign, or of the platform, the latest first."""
    same = Chain.campaign_id.is_(None) if campaign_id is None else Chain.campaign_id == campaign_id
    query = (
        select(Entry, Opening)
        .join(Chain, Chain.id == Entry.chain_id)
        .outerjoin(Opening, Opening.entry_id == Entry.id)
        .where(same)
        .order_by(Entry.number.desc())
        .limit(ON_A_PAGE + 1)
    )
    key = unpack(after, int)
    if key:
        query = query.where(Entry.number < key[0])
    rows = [Line(entry, opening) for entry, opening in db.session.execute(query)]
    following = pack(rows[ON_A_PAGE - 1].entry.number) if len(rows) > ON_A_PAGE else None
    return Page(rows[:ON_A_PAGE], following, key is None)
