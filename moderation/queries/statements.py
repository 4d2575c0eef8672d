"""Statements of reasons as people read them. Only for a text's author and its staff: who asks must have checked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from app.foundation import clock
from app.foundation.db import db
from app.offices.models import Competence
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan.models import Campaign, Rules
from moderation.models import Basis, Decision, Statement
from moderation.reasons import BY_CODE, Said


@dataclass(frozen=True)
class Elsewhere:
    """The office that is competent instead: what it is called, for what it is there and how to reach it."""

    name: str
    covers: str
    address: str


@dataclass(frozen=True)
class OwnersRules:
    """The version of the owner's rules that held: the campaign's slug, the language and the number in it."""

    slug: str
    language: str
    number: int


@dataclass(frozen=True)
class StatementRead:
    """What was decided and for how long, by which rule, in which words, from what, and until when a review may be asked for.

    `rule_text` is the public sentence of the rule as it read then, in `language`, as are the words in `facts`. `may_ask` is
    whether the term of a review runs still. `id` is None where the statement is only shown before it is sent.
    """

    id: int | None
    contribution_id: int
    kind: Kind
    decision: Decision
    rule: str
    rule_text: str
    facts: str
    language: str
    basis: Basis
    is_automatic: bool
    made_at: datetime
    until: datetime | None
    review_until: datetime
    elsewhere: Elsewhere | None
    rules: OwnersRules | None
    may_ask: bool

    @property
    def ground(self) -> Said | None:
        """The rule in words that fit the kind of text; None where it has left the list since."""
        return BY_CODE[self.rule].said(self.kind) if self.rule in BY_CODE else None


def in_force(contribution_id: int) -> StatementRead | None:
    """Why the text is restricted now; None where it is not."""
    return _read(_statements().where(Contribution.id == contribution_id, Contribution.statement_id == Statement.id))


def by_id(statement_id: int) -> StatementRead | None:
    """A statement; None where there is no such one."""
    return _read(_statements().where(Statement.id == statement_id))


def rules_of(statement_ids: Collection[int], kind: Kind) -> dict[int, Said]:
    """The rule each of the statements names, in words that fit texts of the kind; those off the list are left out."""
    rows = db.session.execute(select(Statement.id, Statement.rule).where(Statement.id.in_(sorted(statement_ids))))
    return {row.id: BY_CODE[row.rule].said(kind) for row in rows if row.rule in BY_CODE}


def elsewhere(entry: Competence | None) -> Elsewhere | None:
    """An entry of the address book as the author reads it."""
    return Elsewhere(entry.name, entry.covers, entry.address) if entry else None


def owners_rules(rules_id: int | None) -> OwnersRules | None:
    """A version of the owner's rules as it is cited."""
    row = db.session.execute(
        select(Campaign.slug, Rules.language, Rules.number).join(Rules).where(Rules.id == rules_id)
    ).one_or_none()
    return OwnersRules(row.slug, row.language, row.number) if row else None


def _statements() -> Select[Statement, Kind, Competence, str, str, int]:
    return (
        select(Statement, Contribution.kind, Competence, Campaign.slug, Rules.language, Rules.number)
        .join(Contribution, Contribution.id == Statement.contribution_id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .outerjoin(Competence, Competence.id == Statement.competence_id)
        .outerjoin(Rules, Rules.id == Statement.rules_id)
    )


def _read(query: Select[Statement, Kind, Competence, str, str, int]) -> StatementRead | None:
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    statement: Statement = row.Statement
    return StatementRead(
        id=statement.id,
        contribution_id=statement.contribution_id,
        kind=row.kind,
        decision=statement.decision,
        rule=statement.rule,
        rule_text=statement.rule_text,
        facts=statement.facts,
        language=statement.language,
        basis=statement.basis,
        is_automatic=statement.is_automatic,
        made_at=statement.made_at,
        until=statement.until,
        review_until=statement.review_until,
        elsewhere=elsewhere(row.Competence),
        rules=OwnersRules(row.slug, row.language, row.number) if row.number is not None else None,
        may_ask=clock.now() < statement.review_until,
    )
