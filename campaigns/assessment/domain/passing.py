"""Somebody steps back from an idea, or is gone: another expert gets it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing
from campaigns.assessment import giving, reasons
from campaigns.assessment.domain import cards
from campaigns.assessment.domain.giving import log
from campaigns.assessment.events import IdeasGiven
from campaigns.assessment.models import Assessment, Assessor, ScoreCard
from campaigns.assessment.queries import candidates
from campaigns.contributions.models import Contribution, State
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

LEAST_WHY, MOST_WHY = 5, 500


def step_back(assessment_id: int, why: str, *, actor: Actor, now: datetime) -> Assessment | None:
    """The expert has an interest of their own: what they wrote about the idea goes, and somebody else assesses it.

    Gives what the other one got; None where nobody is left. Raises Missing, Conflict once it is opened, Invalid without a reason.
    """
    row = db.session.get(Assessment, assessment_id)
    if row is None or actor.id is None or row.account_id != actor.id:
        raise Missing
    card = _running(row.campaign_id)
    db.session.refresh(row, with_for_update=True)
    if row.stepped_back_at is not None:
        raise Missing
    if len(why) < LEAST_WHY:
        raise Invalid(reasons.WHY_BACK)
    _end(row, why, now)
    log("assessment.stepped-back", row.campaign_id, actor, now)
    return _next(card, row.idea_id, now)


def pass_on(campaign: Campaign, account_id: int, why: str, *, actor: Actor, now: datetime) -> int:
    """Takes from an expert who is gone what they have not handed in, and gives it to others; says how many found nobody.

    Raises NotAllowed, Conflict, or Invalid without a reason.
    """
    permissions.require(actor, Act.PLAN, campaign, now)
    card = _running(campaign.id)
    rows = db.session.scalars(
        select(Assessment)
        .where(Assessment.campaign_id == campaign.id, Assessment.account_id == account_id)
        .where(Assessment.submitted_at.is_(None), Assessment.stepped_back_at.is_(None))
        .order_by(Assessment.place)
        .with_for_update()
    ).all()
    if not rows:
        raise Conflict(reasons.NOTHING_LEFT)
    if len(why) < LEAST_WHY:
        raise Invalid(reasons.WHY_PASSED_ON)
    for row in rows:
        _end(row, why, now)
        row.taken_back_by = actor.id
    db.session.flush()
    log("assessment.passed-on", campaign.id, actor, now, count=len(rows))
    return sum(_next(card, row.idea_id, now) is None for row in rows)


def _running(campaign_id: int) -> ScoreCard:
    card = cards.held(campaign_id)
    if card is None or card.begun_at is None:
        raise Conflict(reasons.NOT_BEGUN)
    if card.opened_at is not None:
        raise Conflict(reasons.OPENED)
    return card


def _end(row: Assessment, why: str, now: datetime) -> None:
    row.stepped_back_at, row.stepped_back_why, row.submitted_at = now, why, None
    row.scores, row.told, row.reasons = {}, {}, ""
    row.version += 1
    db.session.flush()


def _next(card: ScoreCard, idea_id: int, now: datetime) -> Assessment | None:
    """Gives the idea to the expert with the fewest ideas who may have it; to nobody where it is public no more."""
    campaign_id = card.campaign_id
    if db.session.scalar(select(Contribution.state).where(Contribution.id == idea_id)) != State.PUBLISHED:
        return None
    numbers = _numbered(campaign_id)
    shut_out = {account_id for _idea, account_id in candidates.bars([idea_id], numbers)} | _had_by(campaign_id, idea_id)
    loads = {numbers[one]: load for one, load in _loads(campaign_id, numbers).items()}
    number = giving.next_for(idea_id, loads, {numbers[one] for one in shut_out if one in numbers}, card.seed)
    if number is None:
        return None
    account_id = next(one for one, own in numbers.items() if own == number)
    last = select(func.max(Assessment.place)).where(
        Assessment.campaign_id == campaign_id, Assessment.account_id == account_id
    )
    row = Assessment(
        campaign_id=campaign_id,
        idea_id=idea_id,
        account_id=account_id,
        given_at=now,
        place=(db.session.scalar(last) or 0) + 1,
    )
    db.session.add(row)
    db.session.flush()
    events.announce(IdeasGiven(campaign_id, (account_id,), str(row.id)))
    return row


def _had_by(campaign_id: int, idea_id: int) -> set[int]:
    """Who has the idea or had it, and from whom ideas were taken."""
    had = select(Assessment.account_id).where(Assessment.idea_id == idea_id)
    gone = select(Assessment.account_id).where(
        Assessment.campaign_id == campaign_id, Assessment.taken_back_by.is_not(None)
    )
    return set(db.session.scalars(had.union(gone)))


def _numbered(campaign_id: int) -> dict[int, int]:
    """The experts of the campaign now, with their numbers; who came later gets the next one."""
    query = select(Assessor.account_id, Assessor.number).where(Assessor.campaign_id == campaign_id)
    known = {row.account_id: row.number for row in db.session.execute(query)}
    living = candidates.experts(campaign_id)
    new = [account_id for account_id in living if account_id not in known]
    for number, account_id in enumerate(new, max(known.values(), default=0) + 1):
        db.session.add(Assessor(campaign_id=campaign_id, account_id=account_id, number=number))
        known[account_id] = number
    db.session.flush()
    return {account_id: known[account_id] for account_id in living}


def _loads(campaign_id: int, people: Collection[int]) -> dict[int, int]:
    counted = (
        select(Assessment.account_id, func.count())
        .where(Assessment.campaign_id == campaign_id, Assessment.stepped_back_at.is_(None))
        .group_by(Assessment.account_id)
    )
    loads = {row[0]: row[1] for row in db.session.execute(counted)}
    return {account_id: loads.get(account_id, 0) for account_id in people}
