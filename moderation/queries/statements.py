"""Statements of reasons as people read them. Only for a text's author and its staff: who asks must have checked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution
from moderation.models import Decision, Statement
from moderation.reasons import BY_CODE, Ground


@dataclass(frozen=True)
class StatementRead:
    """What was decided, by which rule, in which words, and until when a review may be asked for."""

    decision: Decision
    rule: str
    facts: str
    language: str
    is_automatic: bool
    made_at: datetime
    review_until: datetime

    @property
    def ground(self) -> Ground | None:
        """The rule in words; None where it has left the list since."""
        return BY_CODE.get(self.rule)


def in_force(contribution_id: int) -> StatementRead | None:
    """Why the text is restricted now; None where it is not."""
    return _read(
        db.session.scalar(
            select(Statement)
            .join(Contribution, Contribution.statement_id == Statement.id)
            .where(Contribution.id == contribution_id)
        )
    )


def by_id(statement_id: int) -> StatementRead | None:
    """A statement; None where there is no such one."""
    return _read(db.session.get(Statement, statement_id))


def _read(statement: Statement | None) -> StatementRead | None:
    if statement is None:
        return None
    return StatementRead(
        decision=statement.decision,
        rule=statement.rule,
        facts=statement.facts,
        language=statement.language,
        is_automatic=statement.is_automatic,
        made_at=statement.made_at,
        review_until=statement.review_until,
    )
