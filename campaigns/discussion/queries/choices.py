"""Services that a topic or a problem may be about."""

from sqlalchemy import or_, select

from app.foundation.db import db
from campaigns.services.models import Service


def services(chosen: int | None = None) -> list[tuple[int, str]]:
    """Id and name of the services of the catalogue, by name; one that has left it stays where it is chosen already."""
    offered = Service.ended_at.is_(None) if chosen is None else or_(Service.ended_at.is_(None), Service.id == chosen)
    return [
        (id, name)
        for id, name in db.session.execute(select(Service.id, Service.name).where(offered).order_by(Service.name))
    ]
