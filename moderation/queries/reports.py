"""Reports as those who decide read them, and as those who sent them do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.contributions.visibility import visible_to
from campaigns.discussion.visibility import under_what_is_public
from campaigns.plan.models import Campaign
from moderation.models import Case, Report, Review, Statement
from moderation.reasons import BY_CODE, Said
from moderation.texts import Text, texts_of

PAGE = 30
MOST_READ = 50


@dataclass(frozen=True)
class Reported:
    """What people say about a text: how many named each rule, and their words, the latest first; `more` were left out."""

    people: int
    rules: Sequence[tuple[Any, int]]
    words: Sequence[Report]
    more: int


@dataclass(frozen=True)
class ReportRead:
    """A report as who sent it reads it. `text` is None where they may not read it now; `acted` is None until an answer is due."""

    id: int
    kind: Kind
    campaign: str
    slug: str
    label: Any
    words: str
    language: str
    made_at: datetime
    acted: bool | None
    is_waiting: bool
    said: Said | None
    text: Text | None
    is_asked: bool


def of_case(case: Case) -> Reported | None:
    """What was reported, for those who decide; who did is not told. None where nobody did. Two statements at the most."""
    if not case.reports:
        return None
    counts = db.session.execute(
        select(Report.rule, func.count().label("people"))
        .where(Report.case_id == case.id)
        .group_by(Report.rule)
        .order_by(func.count().desc(), Report.rule)
    ).all()
    said = (Report.case_id == case.id, Report.words != "")
    words = db.session.scalars(select(Report).where(*said).order_by(Report.id.desc()).limit(MOST_READ + 1)).all()
    rules = [(BY_CODE[row.rule].label if row.rule in BY_CODE else row.rule, row.people) for row in counts]
    return Reported(case.reports, rules, words[:MOST_READ], max(0, len(words) - MOST_READ))


def sent_by(actor: Actor, after: str | None, told_since: datetime) -> Page[ReportRead]:
    """A page of the reports of a person, the latest first. What was decided later than `told_since` is told to nobody yet.

    One statement, and those that read the words of texts.
    """
    seen = visible_to(actor) & under_what_is_public() & Contribution.state.in_(sorted(PUBLIC))
    asked = select(Review.id).where(Review.decided_case_id == Report.case_id, Review.asked_by == Report.reporter_id)
    query = (
        select(
            Report,
            Case,
            Campaign,
            Contribution.kind,
            seen.label("is_seen"),
            Statement.rule,
            asked.exists().label("is_asked"),
        )
        .join(Case, Case.id == Report.case_id)
        .join(Contribution, Contribution.id == Report.contribution_id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .outerjoin(Statement, (Statement.case_id == Case.id) & Statement.undone_at.is_(None) & ~Statement.is_automatic)
        .where(Report.reporter_id == actor.id)
    )
    key = unpack(after, int)
    if key:
        query = query.where(Report.id < key[0])
    rows = db.session.execute(query.order_by(Report.id.desc()).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].Report.id) if len(rows) > PAGE else None
    texts = texts_of({row.Report.contribution_id: row.kind for row in rows[:PAGE] if row.is_seen})
    return Page([_read(row, texts, told_since) for row in rows[:PAGE]], following, is_first=key is None)


def _read(row: Any, texts: dict[int, Text], told_since: datetime) -> ReportRead:
    report, case = row.Report, row.Case
    is_told = case.decided_at is not None and case.decided_at <= told_since
    acted = report.acted if is_told else None
    ground = BY_CODE.get(report.rule)
    return ReportRead(
        id=report.id,
        kind=row.kind,
        campaign=row.Campaign.title,
        slug=row.Campaign.slug,
        label=ground.label if ground else report.rule,
        words=report.words,
        language=report.language,
        made_at=report.made_at,
        acted=acted,
        is_waiting=case.closed_at is None or (case.decided_at is not None and not is_told),
        said=BY_CODE[row.rule].said(row.kind) if acted and row.rule in BY_CODE else None,
        text=texts.get(report.contribution_id),
        is_asked=row.is_asked,
    )
