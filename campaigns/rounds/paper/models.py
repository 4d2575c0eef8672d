"""Piles of paper ballots with their slips, and sheets of codes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id
from campaigns.rounds.ballots.models import BallotChannel


class Pile(Base):
    """Paper ballots of one place and day. Two people enter each slip; one alone only with a reason that everyone reads.

    `scan_id` is the file with the sheets; `differed` how many slips were read differently when both had entered all of them.
    Settled, what was read stands; from then on its slips become ballots in short steps, and it is accepted when all of them are.
    One that was begun by mistake, or that nobody can settle, is cancelled with a reason: nothing of it is counted.
    """

    __tablename__ = "paper_piles"
    __table_args__ = (
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="two_people"),
        CheckConstraint("settled_at IS NULL OR second_by IS NOT NULL OR alone_because <> ''", name="two_or_why"),
        CheckConstraint("accepted_at IS NULL OR settled_at IS NOT NULL", name="accepted_when_settled"),
        CheckConstraint(
            "cancelled_at IS NULL OR (settled_at IS NULL AND cancel_reason <> '')", name="cancelled_with_reason"
        ),
        CheckConstraint("channel IN ('paper', 'meeting')", name="on_paper"),
        CheckConstraint("slips > 0", name="not_empty"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    channel: Mapped[BallotChannel]
    place: Mapped[str]
    gathered_on: Mapped[date | None]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    slips: Mapped[int]
    first_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    second_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    alone_because: Mapped[str] = mapped_column(default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    begun_at: Mapped[datetime]
    differed: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")


class Slip(Base):
    """One paper ballot of a pile by its number: what the first and the second person read on it; "" is a spoilt one, None not entered."""

    __tablename__ = "paper_slips"
    __table_args__ = (UniqueConstraint("pile_id", "number"),)

    id: Mapped[Id]
    pile_id: Mapped[int] = mapped_column(ForeignKey("paper_piles.id"))
    number: Mapped[int]
    first: Mapped[str | None] = mapped_column(Text)
    second: Mapped[str | None] = mapped_column(Text)


class CodeSheet(Base):
    """A printed sheet of one-time codes. Only salted hashes of the codes are kept: it can be printed once."""

    __tablename__ = "code_sheets"

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    place: Mapped[str]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    salt: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")


class VotingCode(Base):
    """A one-time code: whoever holds it votes once with it, and may change that vote with it until the bell."""

    __tablename__ = "voting_codes"
    __table_args__ = (UniqueConstraint("sheet_id", "digest"),)

    id: Mapped[Id]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("code_sheets.id"))
    digest: Mapped[str]
