"""Services to choose from, for forms of the rooms above."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.services.models import Service
from campaigns.services.queries import lists
from campaigns.services.queries.lists import Asked, ServiceLine


def all_choices() -> list[tuple[int, str]]:
    """The services on offer by name, as (id, name)."""
    query = select(Service.id, Service.name).where(Service.ended_at.is_(None)).order_by(Service.name_key, Service.id)
    return [(id, name) for id, name in db.session.execute(query)]


def matching(text: str, most: int = 3) -> list[ServiceLine]:
    """Services on offer that the words of a text may be about, the best first: "does this exist already?"."""
    return list(lists.page_of(Asked(q=text), most).rows) if text else []
