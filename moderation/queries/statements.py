"""Statements of reasons as people read them. Only for a text's author and its staff: who asks must have checked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind
from moderation.models import Decision, Statement
from moderation.reasons import BY_CODE, Said


@dataclass(frozen=True)
class StatementRead:
    """What was decided, by which rule, in which words, and until when a review may be asked for."""

    kind: Kind
    decision: Decision
    rule: str
    facts: str
    language: str
    is_automatic: bool
    made_at: datetime
    review_until: datetime

    @property
    def ground(self) -> Said | None:
        """The rule in words that fit the kind of text; None where it has left the list since."""
        return BY_CODE[self.rule].said(self.kind) if self.rule in BY_CODE else None


def in_force(contribution_id: int) -> StatementRead | None:
    """Why the text is restricted now; None where it is not."""
    return _read(
        select(Statement, Contribution.kind)
        .join(Contribution, Contribution.statement_id == Statement.id)
        .where(Contribution.id == contribution_id)
    )


def by_id(statement_id: int) -> StatementRead | None:
    """A statement; None where there is no such one."""
    return _read(
        select(Statement, Contribution.kind)
        .join(Contribution, Contribution.id == Statement.contribution_id)
        .where(Statement.id == statement_id)
    )


def rules_of(statement_ids: Collection[int], kind: Kind) -> dict[int, Said]:
    """The rule each of the statements names, in words that fit texts of the kind; those off the list are left out."""
    rows = db.session.execute(select(Statement.id, Statement.rule).where(Statement.id.in_(sorted(statement_ids))))
    return {row.id: BY_CODE[row.rule].said(kind) for row in rows if row.rule in BY_CODE}


def _read(query: Select[Statement, Kind]) -> StatementRead | None:
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    statement: Statement = row.Statement
    return StatementRead(
        kind=row.kind,
        decision=statement.decision,
        rule=statement.rule,
        facts=statement.facts,
        language=statement.language,
        is_automatic=statement.is_automatic,
        made_at=statement.made_at,
        review_until=statement.review_until,
    )
