"""Notices: one row a person and a fact; and what each person wants by mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class NoticeKind(StrEnum):
    """What a notice is about. Those of OWN concern one's own text and are mailed at once, the others are gathered."""

    PUBLISHED = "published"
    RETURNED = "returned"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    REFERRED = "referred"
    MASKED = "masked"
    FOLLOWED_PUBLISHED = "followed published"
    TIMELINE_CHANGED = "timeline changed"
    RESULT_PUBLISHED = "result published"
    TOPIC_OPENED = "topic opened"
    CONCLUSION_WRITTEN = "conclusion written"
    NEWS = "news"
    ANSWERED = "answered"
    SUPPORT_RESET = "support reset"
    CO_AUTHOR_JOINED = "co-author joined"
    SELECTED = "selected"
    REPORT_ACTED = "report acted"
    REPORT_STAYS = "report stays"
    BLOCKED = "blocked"
    BLOCK_UPHELD = "block upheld"
    BLOCK_REVERSED = "block reversed"
    MENDED = "mended"
    DRAFT_MADE = "draft made"
    REVIEW_UPHELD = "review upheld"
    REVIEW_REVERSED = "review reversed"
    REPORT_REVERSED = "report reversed"
    JOINING_PROPOSED = "joining proposed"
    JOINING_DECLINED = "joining declined"
    JOINED = "joined"
    UNJOINED = "unjoined"
    SEARCH_FOUND = "search found"
    VOTE_APART = "vote apart"
    VOTE_COUNTED = "vote counted"
    LOOK_APART = "look apart"
    LOOK_COUNTED = "look counted"
    IDEAS_GIVEN = "ideas given"
    ASSESSED = "assessed"
    ANSWER_DUE = "answer due"
    ANSWER_OVERDUE = "answer overdue"
    CLOSED_UNANSWERED = "closed unanswered"
    ANSWER_ASKED = "answer asked"
    ANSWER_SIGNED = "answer signed"
    OFFICIAL_ANSWER = "official answer"
    ANSWER_GIVEN = "answer given"
    ANSWER_EXTENDED = "answer extended"
    PROGRESS = "progress"
    DONE_CONTESTED = "done contested"
    CONTEST_ANSWERED = "contest answered"


OWN = frozenset(
    {
        NoticeKind.PUBLISHED,
        NoticeKind.RETURNED,
        NoticeKind.REJECTED,
        NoticeKind.HIDDEN,
        NoticeKind.REFERRED,
        NoticeKind.MASKED,
    }
)
# What a second look at a decision ended in: for the one who asked, and for those who had reported the text.
OF_REVIEWS = frozenset({NoticeKind.REVIEW_UPHELD, NoticeKind.REVIEW_REVERSED, NoticeKind.REPORT_REVERSED})
# Whoever is asked whether their idea may be joined with another has a term to answer.
ASKING = frozenset({NoticeKind.JOINING_PROPOSED})
# What a second look at one's block ended in: the letter is that of the account.
OF_BLOCK_REVIEWS = frozenset({NoticeKind.BLOCK_UPHELD, NoticeKind.BLOCK_REVERSED})
# An official is asked to answer, or to sign beside another: all in one letter, at once.
OF_OFFICIALS = frozenset({NoticeKind.ANSWER_ASKED, NoticeKind.ANSWER_SIGNED})
# What a department says to one's own idea.
OF_ANSWERS = frozenset({NoticeKind.OFFICIAL_ANSWER})
GATHERED = frozenset(NoticeKind) - OF_OFFICIALS - OF_ANSWERS - OF_REVIEWS - OF_BLOCK_REVIEWS - OWN - ASKING

UNREAD = text("read_at IS NULL")
UNGATHERED = text("mailed_at IS NULL AND letter_day IS NULL")


class Notice(Base):
    """A person is told a fact once: `fact` names it, so that a job run twice adds nothing.

    `letter_day` is the day whose gathered letter it goes into, as 2026-11-16; a letter sent twice has the same notices.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "fact"),
        Index("ix_notices_account", "account_id", "id"),
        Index("ix_notices_unread", "account_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index(
            "ix_notices_ungathered", "account_id", "created_at", sqlite_where=UNGATHERED, postgresql_where=UNGATHERED
        ),
        Index("ix_notices_letter", "account_id", "letter_day"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[NoticeKind]
    fact: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    letter_day: Mapped[str | None]
    mailed_at: Mapped[datetime | None]


class Letters(StrEnum):
    """How often a person wants a letter about what they follow."""

    DAILY = "daily"
    NEVER = "never"


class NotificationChoices(Base):
    """What a person chose about letters. Whoever chose nothing has no row and gets the usual: at most one a day.

    `no_mornings`: none about texts that wait for their check, for those who moderate.
    """

    __tablename__ = "notification_choices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    followed: Mapped[Letters] = mapped_column(default=Letters.DAILY)
    no_mornings: Mapped[bool] = mapped_column(default=False)
