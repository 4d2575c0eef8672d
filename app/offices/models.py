"""Departments, who is connected with them, their working days, and who is competent for what."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Office(Base):
    """A department of the government that runs the campaigns."""

    __tablename__ = "offices"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    contacts: Mapped[str] = mapped_column(default="")


class Affiliation(Base):
    """A person has said that they are connected with a department; everyone may read it. One with `ended_at` is over."""

    __tablename__ = "affiliations"
    __table_args__ = (
        Index(
            "uq_affiliations_live",
            "account_id",
            "office_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Competence(Base):
    """Where a text that belongs elsewhere is sent: who is competent, for what, and how to reach them."""

    __tablename__ = "competences"
    __table_args__ = (UniqueConstraint("name"), CheckConstraint("address <> ''", name="with_address"))

    id: Mapped[Id]
    name: Mapped[str]
    covers: Mapped[str] = mapped_column(default="")
    address: Mapped[str]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    ended_at: Mapped[datetime | None]


class CalendarDay(Base):
    """A day that differs from its usual self: a holiday, a working Saturday, a day that ends early (`closes_at`)."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    closes_at: Mapped[time | None]
    name: Mapped[str] = mapped_column(default="")
