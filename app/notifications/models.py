"""Notices: one row a person and a fact; and how each person wants to hear of what, by mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class NoticeKind(StrEnum):
    """What a notice tells. `subjects` says which of them belong together."""

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
    ASSESSMENT_DUE = "assessment due"
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
    OFFICE_ANSWERED = "office answered"
    OFFICE_PROGRESS = "office progress"
    DIGEST = "digest"


class Subject(StrEnum):
    """What people choose letters about: kinds of notices that belong together in the eyes of a resident."""

    OWN = "own"
    REPLIES = "replies"
    IDEAS = "ideas"
    FOLLOWS = "follows"
    PROJECTS = "projects"
    SEARCHES = "searches"
    DUTIES = "duties"
    MORNINGS = "mornings"


class Letters(StrEnum):
    """How often a person wants letters about a subject."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Teller(StrEnum):
    """Who tells what waits to be told: each has its function in `telling`."""

    FOLLOWERS = "followers"
    CONCERNED = "concerned"
    OFFICE_FOLLOWERS = "office_followers"
    PEOPLE = "people"
    WORK = "work"
    CONTESTED = "contested"
    ASKED = "asked"
    SIGNED = "signed"
    ANSWER = "answer"
    SET = "set"
    DECIDED = "decided"


UNREAD = text("read_at IS NULL")
WAITING = text("mailed_at IS NULL AND letter_day IS NULL")
# In place of a letter's day: the notice has a letter of its own, and goes into no other.
BY_ITSELF = "by itself"


class Notice(Base):
    """A person is told a fact once: `fact` names it, so that a job run twice adds nothing.

    `letters` is how its person wanted to hear of the subject when they were told, or since they chose anew. `letter_day` names the
    letter it goes into: a day, as 2026-11-16, for the gathered one of that day; a minute, as 2026-11-16T0930, for one that is sent
    at once; `BY_ITSELF`. A letter sent twice has the same notices.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "fact"),
        Index("ix_notices_account", "account_id", "id"),
        Index("ix_notices_unread", "account_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notices_waiting", "letters", "account_id", sqlite_where=WAITING, postgresql_where=WAITING),
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
    letters: Mapped[Letters] = mapped_column(default=Letters.DAILY)
    letter_day: Mapped[str | None]
    mailed_at: Mapped[datetime | None]


class Telling(Base):
    """Something that happened and waits to be told, written with the fact itself. It goes once everyone has their notice.

    `after` is the last person who was told, so that a worker that dies is followed by one that goes on there. `is_alone` stands where
    the telling failed: the others pass it by, and it has an errand of its own.
    """

    __tablename__ = "tellings"
    __table_args__ = (Index("ix_tellings_waiting", "is_alone", "due_at", "id"),)

    id: Mapped[Id]
    teller: Mapped[Teller]
    ids: Mapped[dict[str, Any]]
    after: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    is_alone: Mapped[bool] = mapped_column(default=False)


class NoticeChoice(Base):
    """What a person chose about letters of a subject. Whoever chose nothing has no row and gets the usual."""

    __tablename__ = "notice_choices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(primary_key=True)
    letters: Mapped[Letters]
    chosen_at: Mapped[datetime]
