"""Downloads of one's own data, requests to be erased, the register of who was, and what people said of their age."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.slots import LeftTexts
from app.foundation.db import Base, Id


class OwnDownload(Base):
    """A person asked for a file of all that is theirs: one at a time. It lies there from `made_at` until `until`."""

    __tablename__ = "own_downloads"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    until: Mapped[datetime | None] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(default=0)


class ErasureRequest(Base):
    """A person wants their data to go, and has time to think it over until `due_at`. Cancelled, or done, the row goes."""

    __tablename__ = "erasure_requests"
    __table_args__ = (CheckConstraint("asked_at < due_at", name="forwards"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    texts: Mapped[LeftTexts]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)


class Erasure(Base):
    """Somebody was erased. `mark` is a keyed digest of which account it was: enough to know it again in an older backup."""

    __tablename__ = "erasures"

    mark: Mapped[str] = mapped_column(primary_key=True)
    texts: Mapped[LeftTexts]
    erased_at: Mapped[datetime]


class AgeDeclaration(Base):
    """A person says that they have reached an age, the highest that was asked of them; neither a birthday nor a year is kept."""

    __tablename__ = "age_declarations"
    __table_args__ = (CheckConstraint("years > 0", name="an_age"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    years: Mapped[int]
    declared_at: Mapped[datetime]
