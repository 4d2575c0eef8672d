"""The table of places."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Territory(Base):
    """A place. `level` counts down from the region (0); names are in the region's own language.

    `code` is what a file of an administrator calls it, as ОКТМО or КАТОТТГ do.
    """

    __tablename__ = "territories"
    __table_args__ = (Index("uq_territories_code", "code", unique=True),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    level: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    code: Mapped[str | None]
