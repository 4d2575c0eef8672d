"""The table of places."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Territory(Base):
    """A place. `level` counts down from the region (0); names are in the region's own language."""

    __tablename__ = "territories"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    level: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
