"""The owner opens what the experts wrote: all at once, when all is in, or before that for a reason that everyone reads."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Select, select

from app.accounts.roles import Actor
from app.foundation import events
from app.foundation.canonical import fingerprint
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid
from campaigns.assessment import counting, reasons
from campaigns.assessment.counting import Counted
from campaigns.assessment.domain import cards
from campaigns.assessment.domain.giving import log
from campaigns.assessment.events import AssessmentOpened
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.contributions.models import Contribution, State
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

LEAST, MOST = 20, 1000


def open_all(campaign: Campaign, reason: str, *, actor: Actor, now: datetime) -> ScoreCard:
    """From now on everyone reads the assessments. Raises NotAllowed, Conflict, or Invalid where a reason is needed."""
    permissions.require(actor, Act.PLAN, campaign, now)
    card = cards.held(campaign.id)
    if card is None or card.begun_at is None:
        raise Conflict(reasons.NOT_BEGUN)
    if card.opened_at is not None:
        raise Conflict(reasons.OPENED)
    rows = db.session.scalars(public(campaign.id)).all()
    handed_in = [row for row in rows if row.submitted_at]
    missing = sum(row.submitted_at is None and row.stepped_back_at is None for row in rows)
    if not handed_in:
        raise Conflict(reasons.NOTHING_IN)
    if missing and len(reason) < LEAST:
        raise Invalid(reasons.SAY_WHY)
    card.opened_at, card.opened_by, card.reason = now, actor.id, reason if missing else ""
    card.result = counting.rows_of(_counted(card, rows))
    db.session.flush()
    counts = {"handed_in": len(handed_in), "missing": missing}
    log("assessment.opened", campaign.id, actor, now, fingerprint=fingerprint(card.result), **counts)
    events.announce(AssessmentOpened(campaign.id))
    return card


def public(campaign_id: int) -> Select[Assessment]:
    """All assessments of ideas that everyone may read."""
    return (
        select(Assessment)
        .join(Contribution, Contribution.id == Assessment.idea_id)
        .where(Assessment.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .order_by(Assessment.idea_id, Assessment.id)
    )


def _counted(card: ScoreCard, rows: Sequence[Assessment]) -> list[Counted]:
    scores: dict[int, list[Fraction]] = defaultdict(list)
    asked, back = Counter[int](), Counter[int]()
    for row in rows:
        if row.stepped_back_at is None:
            asked[row.idea_id] += 1
        elif row.taken_back_by is None:
            back[row.idea_id] += 1
        if row.submitted_at:
            scores[row.idea_id].append(counting.weighted(row.scores, card.criteria))
    return [
        Counted(idea_id, tuple(sorted(scores[idea_id])), asked[idea_id], back[idea_id])
        for idea_id in dict.fromkeys(row.idea_id for row in rows)
    ]
