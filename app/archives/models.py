"""Which archives came in, and how far."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Arrival(Base):
    """An archive that came in, or is coming in. `digest` is the SHA-256 of its manifest, which names all that is in it.

    Until `finished_at` its campaign is seen by nobody; `stage` and `done` say how much of it is in: stages that are over, and rows
    of the one that is not. Both change in the same step as the rows, so that whoever goes on begins where it stopped.
    """

    __tablename__ = "arrivals"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), unique=True)
    stage: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
