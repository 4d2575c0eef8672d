"""Rounds and their frozen results."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Id
from campaigns.plan.models import Campaign, PlannedWindow

CURRENT = text("counted_at IS NOT NULL AND superseded_at IS NULL")
UNFINISHED = text("counted_at IS NULL")


class Source(StrEnum):
    """What a round counts."""

    SUPPORTS = "supports"
    BALLOTS = "ballots"


class Round(Base):
    """A round of a campaign, tied to the window in which people take part.

    `rule` is fixed and fingerprinted when the campaign is launched. `closed_at` is a fact: nothing is accepted after it,
    whatever the clocks say. Only paper from before the bell may still be entered for the days the rule gives, until `paper_in_at`.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("closed_at IS NULL OR close_reason <> ''", name="closed_with_reason"),
        Index(
            "ix_rounds_open", "id", sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")
        ),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    window_id: Mapped[int] = mapped_column(ForeignKey("windows.id"), unique=True)
    source: Mapped[Source]
    rule: Mapped[dict[str, Any]]
    rule_fingerprint: Mapped[str]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    paper_in_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(lazy="raise")
    window: Mapped[PlannedWindow] = relationship(lazy="joined", innerjoin=True)


class RuleVersion(Base):
    """A rule that was published for a round. A change before the first ballot is a new version with a reason; all of them stay."""

    __tablename__ = "rule_versions"
    __table_args__ = (CheckConstraint("number = 1 OR reason <> ''", name="changed_with_reason"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class RulePlan(Base):
    """What the owner of a campaign has set for its vote before the launch: the rule as it will be fixed."""

    __tablename__ = "rule_plans"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    rule: Mapped[dict[str, Any]]


class Result(Base):
    """A frozen count. It is only ever superseded by a new edition with a reason; both stay.

    Until `counted_at` is set it is unfinished: nobody sees it, and the next attempt takes it over by counting `attempt` up.
    From then on triggers refuse to change what was counted and its rows. `ballots` are all votes, `people` those on the site.
    `details` of a vote: both counts, raw and cleaned, turnout by channel and place, and the ledger they stand on.
    """

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("round_id", "edition"),
        Index("uq_results_current", "round_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("uq_results_unfinished", "round_id", unique=True, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        CheckConstraint("edition = 1 OR reason <> ''", name="again_with_reason"),
        CheckConstraint("counted_at IS NULL OR fingerprint <> ''", name="counted_with_fingerprint"),
        CheckConstraint("signed_at IS NULL OR counted_at IS NOT NULL", name="signed_when_counted"),
        CheckConstraint("published_at IS NULL OR signed_at IS NOT NULL", name="published_when_signed"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    edition: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime | None]
    ballots: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    published_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]


class ResultRow(Base):
    """One idea in a frozen count: what the rule needs to be applied anew, its votes by channel, its rank from 1, whether it won.

    Of a vote: `votes` are the ballots that name it (for it), `against` those against it, `score` what the rule ranks by as an
    exact number ("12", "37/8"), `cost` what it costs in whole units of the budget.
    """

    __tablename__ = "result_rows"
    __table_args__ = (Index("ix_result_rows_rank", "result_id", "rank", unique=True),)

    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    number: Mapped[int | None]
    published_at: Mapped[datetime]
    votes: Mapped[int]
    on_site: Mapped[int]
    elsewhere: Mapped[int]
    against: Mapped[int] = mapped_column(default=0)
    score: Mapped[str] = mapped_column(default="")
    cost: Mapped[int | None]
    rank: Mapped[int]
    winner: Mapped[bool]
