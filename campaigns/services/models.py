"""The catalogue of services."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from app.offices.models import Office
from app.territories.models import Territory


class Service(Base):
    """A service people use: the e-diary, an appointment with a doctor. `name` tells it apart in the whole catalogue.

    `link` is where it is used. `name_key` is the name as it is compared, `words_key` the words of name and description as they
    are searched; both are made by `keys`. One with `ended_at` has left the catalogue; texts about it keep their link to its page.
    """

    __tablename__ = "services"

    id: Mapped[Id]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    words_key: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    office: Mapped[Office | None] = relationship(lazy="raise")
    territory: Mapped[Territory | None] = relationship(lazy="raise")
