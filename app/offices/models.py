"""The table of departments."""

from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Office(Base):
    """A department of the government that runs the campaigns."""

    __tablename__ = "offices"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    contacts: Mapped[str] = mapped_column(default="")
