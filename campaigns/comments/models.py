"""Threads, comments, stands and reactions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base
from campaigns.contributions.models import Contribution

ROOTS = text("root_id IS NULL")
# Without it SQLite would take the index of branches for that of roots.
ANSWERS = text("root_id IS NOT NULL")
HIGHLIGHTED = text("highlighted_at IS NOT NULL")


class Stand(StrEnum):
    """How a person stands to what the thread is about."""

    FOR = "for"
    AGAINST = "against"
    UNSURE = "unsure"


class Voice(StrEnum):
    """In which part somebody speaks, marked beside the name; told by their roles when they wrote."""

    RESIDENT = "resident"
    OFFICIAL = "official"
    EXPERT = "expert"
    FACILITATOR = "facilitator"
    OWNER = "owner"


class Thread(Base):
    """What is said under a contribution; `id` is that contribution's. Its counters change in the act's own transaction.

    `comments` counts the readable ones, the stands count people: one each, the last one holds. Made with the first comment.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("comments >= 0", name="comments_counted"),
        CheckConstraint("stands_for >= 0 AND stands_against >= 0 AND stands_unsure >= 0", name="stands_counted"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    comments: Mapped[int] = mapped_column(default=0)
    stands_for: Mapped[int] = mapped_column(default=0)
    stands_against: Mapped[int] = mapped_column(default=0)
    stands_unsure: Mapped[int] = mapped_column(default=0)


class Comment(Base):
    """A comment beside its common row.

    `parent_id` is the comment it answers, `root_id` the one at the top of its branch; both None at the top. `said_at` orders
    the thread; `useful` and `replies` (readable answers in the branch of a root) are counters; `is_counted` says whether it
    stands in those of its thread and its root. `edited_at` is set once it was edited after the time for corrections.
    `office_id` tells for which department an official speaks; `draft_made_at` is set once a draft idea was made of it for its
    author.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("campaign_id", "source_id"),
        Index("ix_comments_roots", "thread_id", "said_at", "id", sqlite_where=ROOTS, postgresql_where=ROOTS),
        Index("ix_comments_useful", "thread_id", "useful", "id", sqlite_where=ROOTS, postgresql_where=ROOTS),
        Index("ix_comments_branch", "root_id", "said_at", "id", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
        Index(
            "ix_comments_highlighted",
            "thread_id",
            "highlighted_at",
            "id",
            sqlite_where=HIGHLIGHTED,
            postgresql_where=HIGHLIGHTED,
        ),
        CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name="root_or_answer"),
        CheckConstraint("useful >= 0 AND replies >= 0", name="counted"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    body: Mapped[str]
    stand: Mapped[Stand | None]
    voice: Mapped[Voice] = mapped_column(default=Voice.RESIDENT)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    said_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    useful: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    is_counted: Mapped[bool] = mapped_column(default=False)
    highlighted_at: Mapped[datetime | None]
    highlighted_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    draft_made_at: Mapped[datetime | None]
    source_id: Mapped[str | None]
    source_digest: Mapped[str | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")


class StandTaken(Base):
    """Where a person stands in a thread: one stand each, the last one holds."""

    __tablename__ = "stands"
    __table_args__ = (Index("ix_stands_account", "account_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    stand: Mapped[Stand]
    since: Mapped[datetime]


class Reaction(Base):
    """A person found a comment useful: a set, so twice is once."""

    __tablename__ = "reactions"
    __table_args__ = (Index("ix_reactions_account", "account_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    since: Mapped[datetime]
