"""Cases, statements of reasons, reports and reviews."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.contributions.models import Contribution

OPEN = text("closed_at IS NULL")
ENDS = text("until IS NOT NULL")


class Decision(StrEnum):
    """What a moderator may decide about a text."""

    PUBLISH = "publish"
    MASK = "mask"
    RETURN = "return"
    REJECT = "reject"
    REFER = "refer"
    HIDE = "hide"
    JOIN = "join"


class About(StrEnum):
    """What a case asks for: a look at a text, or a second look at what was decided about it."""

    TEXT = "text"
    REVIEW = "review"


class Risk(IntEnum):
    """How soon a case should be looked at, where two have waited equally long."""

    USUAL = 0
    SUGGESTED = 1
    HELD = 2
    REPORTED = 3


class Case(Base):
    """A text that waits for a moderator. `version` goes up with each claim and decision: nothing is decided twice.

    It is open until `closed_at`: by a decision, or without one where the text left by itself. `findings` are what the checks
    found (moderation/checks), `found` how many, `held` whether one of them says that nobody should read it before a person did;
    `checked_version` is the version of the contribution they looked at, None until they have. `due_at` is when the office has
    promised to have decided it (None until that is reckoned), `reports` how many people reported the text, `hidden_until` how
    long it stays hidden for their reports alone. `before` is how the text stood before the decision: an undone one is restored
    from it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_whole"),
        CheckConstraint("decided_at IS NULL OR closed_at IS NOT NULL", name="decided_is_closed"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claimed_whole"),
        Index("ix_cases_decided", "campaign_id", "decided_at"),
        Index("ix_cases_decided_by", "decided_by"),
        # The queue is walked in stretches: what is overdue, then each risk; of all campaigns or of one.
        Index("ix_cases_due", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_risk", "risk", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_due_of_campaign", "campaign_id", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_cases_risk_of_campaign", "campaign_id", "risk", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index(
            "uq_cases_open_of_contribution",
            "contribution_id",
            "about",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    about: Mapped[About] = mapped_column(default=About.TEXT)
    risk: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    reports: Mapped[int] = mapped_column(default=0)
    hidden_until: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    found: Mapped[int] = mapped_column(default=0)
    held: Mapped[bool] = mapped_column(default=False)
    checked_version: Mapped[int | None]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any] | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_claimed(self, now: datetime) -> bool:
        """Whether somebody works on it at this moment."""
        return self.claimed_until is not None and now < self.claimed_until


class CaseRule(Base):
    """A rule of the checks that fired on the text of a case: what the queue is filtered by."""

    __tablename__ = "case_rules"
    __table_args__ = (Index("ix_case_rules_code", "code", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class Basis(StrEnum):
    """What led to a restriction."""

    OWN = "own"
    CHECK = "check"
    REPORT = "report"


class Statement(Base):
    """Why a text was restricted, as data: what, by which rule, in which words, whether automatic, until when to ask for a review.

    `rule` is a code of moderation/reasons.py and `rule_text` its public sentence as it read then, `facts` are the exact words
    the author reads, both in `language`. `rules_id` is the version of the owner's rules that held. `until` is when the
    restriction ends by itself, None where it does not. A text that was referred names who is competent. One with `undone_at`
    was taken back within its minute, before anybody was told.
    """

    __tablename__ = "statements"
    __table_args__ = (
        CheckConstraint("facts <> '' AND rule <> ''", name="says_why"),
        CheckConstraint("decision <> 'publish'", name="of_a_restriction"),
        CheckConstraint("is_automatic OR made_by IS NOT NULL", name="somebody_or_automatic"),
        Index("ix_statements_until", "until", sqlite_where=ENDS, postgresql_where=ENDS),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    decision: Mapped[Decision]
    rule: Mapped[str]
    rule_text: Mapped[str] = mapped_column(default="")
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("campaign_rules.id"))
    facts: Mapped[str]
    language: Mapped[str]
    basis: Mapped[Basis] = mapped_column(default=Basis.OWN)
    is_automatic: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    until: Mapped[datetime | None]
    competence_id: Mapped[int | None] = mapped_column(ForeignKey("competences.id"))
    review_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Report(Base):
    """A person says that a public text breaks a rule; many reports make one case. A person reports a case once.

    `acted` is what came of it: whether the text was restricted; None until it is decided.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("case_id", "reporter_id"),
        Index("ix_reports_contribution", "contribution_id"),
        Index("ix_reports_reporter", "reporter_id", "made_at"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    rule: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    made_at: Mapped[datetime]
    acted: Mapped[bool | None]


class Asker(StrEnum):
    """Who asks for a review: the author of a restricted text, or somebody whose report led to nothing."""

    AUTHOR = "author"
    REPORTER = "reporter"


class Outcome(StrEnum):
    """What a review ended in."""

    UPHELD = "upheld"
    REVERSED = "reversed"


class Review(Base):
    """Somebody asks, once, that another person looks at a decision. `case_id` is the case in the queue that asks for it.

    `statement_id` is the restriction an author objects to, `decided_case_id` the decision a reporter objects to. Whoever decided
    first and the author are kept here so that the database itself refuses them as those who decide it.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("(statement_id IS NULL) <> (decided_case_id IS NULL)", name="one_decision"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_whole"),
        CheckConstraint("(decided_by IS NULL) = (outcome IS NULL)", name="decided_by_somebody"),
        CheckConstraint("outcome IS NULL OR facts <> ''", name="says_why"),
        CheckConstraint(
            "decided_by IS NULL OR first_decided_by IS NULL OR decided_by <> first_decided_by", name="another"
        ),
        CheckConstraint("decided_by IS NULL OR author_id IS NULL OR decided_by <> author_id", name="not_the_author"),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="not_who_asks"),
        Index("uq_reviews_of_statement", "statement_id", unique=True),
        Index("uq_reviews_of_report", "decided_case_id", "asked_by", unique=True),
        Index("ix_reviews_asked_by", "asked_by"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statements.id"))
    decided_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_as: Mapped[Asker]
    asked_at: Mapped[datetime]
    words: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    first_decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[Outcome | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    facts: Mapped[str] = mapped_column(default="")
    language: Mapped[str]


class Original(Base):
    """The words of a text before personal data in them were masked: for a review alone, and gone once none can be asked for."""

    __tablename__ = "sealed_originals"

    id: Mapped[Id]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), unique=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    fields: Mapped[dict[str, Any]]
    sealed_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class MorningLetter(Base):
    """A moderator was looked at on the morning of a day, and written to where texts waited: once, however often the job runs."""

    __tablename__ = "morning_letters"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
