"""Reviews as those read them who asked, and those who decide them. Who asks for them must have checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to
from moderation.models import Asker, Case, Original, Outcome, Report, Review
from moderation.queries import statements
from moderation.queries.statements import StatementRead
from moderation.texts import Text, texts_of


@dataclass(frozen=True)
class ReviewRead:
    """A review with what it is about, for those who decide it. Names are of who asked, decided first and decided it.

    `statement` is the restriction it is about, None where a reporter asks; `report` their report; `original` the words before
    personal data in them were masked.
    """

    review: Review
    asker: str
    asker_language: str
    first: str | None
    first_at: datetime | None
    decider: str | None
    statement: StatementRead | None
    report: Report | None
    original: dict[str, Any] | None

    @property
    def is_of_report(self) -> bool:
        return self.review.asked_as == Asker.REPORTER


@dataclass(frozen=True)
class AskedReview:
    """A review as the one who asked reads it. `text` is None where they may not read the text now."""

    review: Review
    kind: Kind
    campaign: str
    slug: str
    language: str
    text: Text | None
    is_closed: bool

    @property
    def is_reversed(self) -> bool:
        return self.review.outcome == Outcome.REVERSED


@dataclass(frozen=True)
class ReportedText:
    """A text somebody reported, as far as everyone reads it, with the report and when it was looked at."""

    report: Report
    contribution: Contribution
    campaign: str
    slug: str
    text: Text | None
    decided_at: datetime | None


def of_case(case_id: int) -> ReviewRead:
    """The review that a case asks for. At most four statements."""
    asker, first, decider, first_case = aliased(Account), aliased(Account), aliased(Account), aliased(Case)
    row = db.session.execute(
        select(Review, asker, first, decider, first_case.decided_at, Original.fields)
        .join(asker, asker.id == Review.asked_by)
        .outerjoin(first, first.id == Review.first_decided_by)
        .outerjoin(decider, decider.id == Review.decided_by)
        .outerjoin(first_case, first_case.id == Review.decided_case_id)
        .outerjoin(Original, Original.statement_id == Review.statement_id)
        .where(Review.case_id == case_id)
    ).one()
    review: Review = row.Review
    statement = statements.by_id(review.statement_id) if review.statement_id else None
    return ReviewRead(
        review=review,
        asker=row[1].public_name,
        asker_language=row[1].language,
        first=row[2].public_name if row[2] else None,
        first_at=statement.made_at if statement else row.decided_at,
        decider=row[3].public_name if row[3] else None,
        statement=statement,
        report=_report(review),
        original=row.fields,
    )


def _report(review: Review) -> Report | None:
    if review.decided_case_id is None:
        return None
    same = (Report.case_id == review.decided_case_id, Report.reporter_id == review.asked_by)
    return db.session.scalar(select(Report).where(*same))


def asked_or_missing(actor: Actor, review_id: int) -> AskedReview:
    """A review the actor asked for. Raises Missing where there is none, or somebody else's."""
    row = db.session.execute(
        select(Review, Contribution, Campaign.title, Campaign.slug, Case.closed_at)
        .join(Contribution, Contribution.id == Review.contribution_id)
        .join(Campaign, Campaign.id == Review.campaign_id)
        .join(Case, Case.id == Review.case_id)
        .where(Review.id == review_id, Review.asked_by == actor.id, campaigns_not_shut_to(actor.id))
    ).one_or_none()
    if row is None:
        raise Missing
    contribution: Contribution = row.Contribution
    return AskedReview(
        row.Review,
        contribution.kind,
        row.title,
        row.slug,
        contribution.language,
        _seen(contribution, actor),
        row.closed_at is not None,
    )


def by_id(review_id: int) -> Review | None:
    """A review; None where there is no such one."""
    return db.session.get(Review, review_id)


def latest_of_author(contribution_id: int, author_id: int | None) -> Review | None:
    """The latest review that the author of a text asked for."""
    query = select(Review).where(Review.contribution_id == contribution_id, Review.asked_by == author_id)
    return db.session.scalar(query.order_by(Review.id.desc()).limit(1))


def reported_or_missing(actor: Actor, report_id: int) -> ReportedText:
    """What the actor reported. Raises Missing where there is no such report, or somebody else's."""
    row = db.session.execute(
        select(Report, Contribution, Campaign.title, Campaign.slug, Case.decided_at)
        .join(Contribution, Contribution.id == Report.contribution_id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .join(Case, Case.id == Report.case_id)
        .where(Report.id == report_id, Report.reporter_id == actor.id, campaigns_not_shut_to(actor.id))
    ).one_or_none()
    if row is None:
        raise Missing
    return ReportedText(
        row.Report, row.Contribution, row.title, row.slug, _seen(row.Contribution, actor), row.decided_at
    )


def _seen(contribution: Contribution, actor: Actor) -> Text | None:
    """The words of the text where it is the actor's own, or everyone reads it and what it hangs on."""
    if contribution.author_id != actor.id and contribution.state not in PUBLIC:
        return None
    text = texts_of({contribution.id: contribution.kind}).get(contribution.id)
    if text is None or contribution.author_id == actor.id:
        return text
    return text if all(place.is_public for place in text.hangs_on) else None
