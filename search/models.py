"""What the index does not know yet."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Stale(Base):
    """A contribution that changed after the index last read it. Each mark is a row: the drain deletes only what it has read."""

    __tablename__ = "search_stale"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    marked_at: Mapped[datetime]
