"""Options of a vote, ballots, their history, and the running count."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

UNSEALED = text("seq IS NULL")
UNTALLIED = text("NOT tallied")


class BallotChannel(StrEnum):
    """How a ballot came in."""

    SITE = "site"
    CODE = "code"
    PAPER = "paper"
    MEETING = "meeting"
    IMPORT = "import"


class Option(Base):
    """An idea on the ballot of a round, laid before the first ballot, in the order of `place` from 1; `cost` where there is a budget.

    `title` is what people read when they voted; once words of it were put out of sight, `title_hash` says what it was.
    """

    __tablename__ = "ballot_options"
    __table_args__ = (
        UniqueConstraint("round_id", "place"),
        Index("ix_ballot_options_idea", "idea_id"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    place: Mapped[int]
    number: Mapped[int | None]
    title: Mapped[str]
    title_hash: Mapped[str | None]
    cost: Mapped[int | None]
    laid_at: Mapped[datetime]


class Ballot(Base):
    """The one row of truth per voter and round: what they chose last, how it came in, and whether it is set apart now.

    `marks` is the choice as it is committed to and published: `idea:value` pairs by idea id, joined by commas. `pseudonym` is random
    and of this round alone. Exactly one of account, code, slip or source says whose ballot it is.
    """

    __tablename__ = "ballots"
    __table_args__ = (
        UniqueConstraint("round_id", "pseudonym"),
        UniqueConstraint("round_id", "account_id"),
        UniqueConstraint("round_id", "source_id"),
        CheckConstraint(
            "CASE WHEN account_id IS NULL THEN 0 ELSE 1 END + CASE WHEN code_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN slip_id IS NULL THEN 0 ELSE 1 END + CASE WHEN source_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_voter",
        ),
        Index("ix_ballots_account", "account_id"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    code_id: Mapped[int | None] = mapped_column(ForeignKey("voting_codes.id"), unique=True)
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("paper_slips.id"), unique=True)
    source_id: Mapped[str | None]
    channel: Mapped[BallotChannel]
    pseudonym: Mapped[str]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    marks: Mapped[str] = mapped_column(Text)
    casts: Mapped[int] = mapped_column(default=1)
    first_cast_at: Mapped[datetime]
    cast_at: Mapped[datetime]
    apart: Mapped[bool] = mapped_column(default=False)


class Cast(Base):
    """A ballot as it was cast, once. The last of a ballot counts, the others are its history.

    `commitment` is the SHA-256 that stands in the ledger at `seq` once it is sealed; with `salt` it can be opened. `form` is the
    page it was sent from, so that the same page sent twice casts once. `tallied`: it is in the running count.
    """

    __tablename__ = "casts"
    __table_args__ = (
        UniqueConstraint("ballot_id", "number"),
        UniqueConstraint("ballot_id", "form"),
        UniqueConstraint("round_id", "seq"),
        Index("ix_casts_unsealed", "round_id", "id", sqlite_where=UNSEALED, postgresql_where=UNSEALED),
        Index("ix_casts_untallied", "round_id", sqlite_where=UNTALLIED, postgresql_where=UNTALLIED),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)
    cast_at: Mapped[datetime]
    salt: Mapped[str | None]
    commitment: Mapped[str] = mapped_column(unique=True)
    form: Mapped[str | None]
    seq: Mapped[int | None]
    tallied: Mapped[bool] = mapped_column(default=False)


class LeftVoter(Base):
    """Somebody who was verified voted in a round and was erased before its end: a keyed digest of who they are (that of
    `identities.key`), so that they do not vote there once more under another account. It goes when the round closes.
    """

    __tablename__ = "left_voters"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)


class RunningTally(Base):
    """How far the running count of a round has come. The job that counts holds this row."""

    __tablename__ = "running_tallies"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    counted_at: Mapped[datetime]
    voters: Mapped[int] = mapped_column(default=0)
    casts: Mapped[int] = mapped_column(default=0)


class RunningRow(Base):
    """The running count of one option: ballots for it, against it, the sum of its values and of their squares."""

    __tablename__ = "running_rows"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    votes: Mapped[int] = mapped_column(default=0)
    against: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    squares: Mapped[int] = mapped_column(default=0)
