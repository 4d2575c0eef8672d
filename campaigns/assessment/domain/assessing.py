"""An expert writes an assessment, keeps it as far as it is, and hands it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.permissions import OWN
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from campaigns.assessment import reasons
from campaigns.assessment.cards import codes_of
from campaigns.assessment.domain import cards
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.slots import findings_in
from campaigns.ideas.queries.authors import author_of
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

LEAST, MOST = 20, 4000


@dataclass(frozen=True)
class Written:
    """What an expert has said so far: scores by criterion, codes by what is asked besides, and the reasons in their words."""

    scores: Mapping[str, int]
    told: Mapping[str, str]
    reasons: str = ""


def faults(card: ScoreCard, written: Written) -> dict[str, Reason]:
    """What stands in the way of handing it in, by the code of the question; `reasons` for the reasons."""
    found = dict(_unfit(card, written))
    unsaid = [row["code"] for row in card.criteria if row["code"] not in written.scores]
    unsaid += [row["code"] for row in card.asks if row["code"] not in written.told]
    found.update(dict.fromkeys(unsaid, reasons.UNSCORED))
    if len(written.reasons) < LEAST:
        found["reasons"] = reasons.SHORT
    personal = next((one for one in findings_in(written.reasons) if one.is_personal and one.holds), None)
    if personal:
        marked = {"marked": written.reasons[personal.start : personal.end]}
        found["reasons"] = Reason(reasons.PERSONAL.code, reasons.PERSONAL.sentence, marked)
    return found


def _unfit(card: ScoreCard, written: Written) -> dict[str, Reason]:
    """What the card has no place for."""
    criteria, asks = {row["code"] for row in card.criteria}, {row["code"]: codes_of(row) for row in card.asks}
    found = {
        code: reasons.NOT_A_SCORE
        for code, score in written.scores.items()
        if code not in criteria or not card.lowest <= score <= card.highest
    }
    found |= {code: reasons.NOT_A_SCORE for code, word in written.told.items() if word not in asks.get(code, ())}
    return found | ({"reasons": reasons.LONG} if len(written.reasons) > MOST else {})


def save(assessment_id: int, written: Written, *, seen: int, actor: Actor, now: datetime) -> Assessment:
    """Keeps what is written so far; one that is handed in already is taken back by that, and must be handed in again.

    Raises Missing, NotAllowed, Invalid, or Conflict: it was changed elsewhere, opened, or the idea is public no more.
    """
    return _keep(assessment_id, written, seen, actor, now, requires_phase=True)


def save_late(assessment_id: int, written: Written, *, seen: int, actor: Actor, now: datetime) -> Assessment:
    """Keeps what came after the bell, so that nothing is lost. It is not handed in, and nobody reads it.

    Raises as `save` does; Conflict also where it was handed in, for that stands.
    """
    return _keep(assessment_id, written, seen, actor, now, requires_phase=False)


def hand_in(assessment_id: int, written: Written, *, seen: int, actor: Actor, now: datetime) -> Assessment:
    """The assessment is complete. Until all are opened the expert may change it and hand it in again.

    Raises as `save` does. Where anything is missing Invalid comes after all of it was kept as it is.
    """
    row = _keep(assessment_id, written, seen, actor, now, requires_phase=True)
    card = db.session.get_one(ScoreCard, row.campaign_id)
    found = faults(card, written)
    if found:
        raise Invalid(next(iter(found.values())))
    row.submitted_at = now
    db.session.flush()
    return row


def _keep(
    assessment_id: int, written: Written, seen: int, actor: Actor, now: datetime, *, requires_phase: bool
) -> Assessment:
    row = own_or_missing(assessment_id, actor)
    card = cards.held(row.campaign_id, shared=True)
    db.session.refresh(row, with_for_update=True)
    why_not = _conflict(card, row, seen) or (reasons.OPENED if row.submitted_at and not requires_phase else None)
    if card is None or why_not:
        raise Conflict(why_not or reasons.NO_CARD)
    if requires_phase:
        require(row, actor, now)
    if _unfit(card, written):
        raise Invalid(reasons.NOT_A_SCORE)
    row.scores, row.told, row.reasons = dict(written.scores), dict(written.told), written.reasons
    row.submitted_at, row.changed_at = None, now
    row.version += 1
    db.session.flush()
    return row


def own_or_missing(assessment_id: int, actor: Actor) -> Assessment:
    """An assessment of one's own, which one has not stepped back from. Raises Missing: those of others are nobody's business."""
    row = db.session.get(Assessment, assessment_id)
    if row is None or actor.id is None or row.account_id != actor.id or row.stepped_back_at is not None:
        raise Missing
    return row


def _conflict(card: ScoreCard | None, row: Assessment, seen: int) -> Reason | None:
    if card is None or card.opened_at is not None:
        return reasons.OPENED
    if row.stepped_back_at is not None or row.version != seen:
        return reasons.CHANGED
    return None if _idea_of(row).state == State.PUBLISHED else reasons.GONE


def require(row: Assessment, actor: Actor, now: datetime) -> None:
    """Raises NotAllowed where the stage is over, the role is gone, or the expert has begun to write the idea along."""
    campaign = db.session.get_one(Campaign, row.campaign_id)
    author_id = author_of(actor, _idea_of(row))
    reason = permissions.refusal(actor, Act.ASSESS, campaign, now, author_id=author_id)
    if reason:
        raise NotAllowed(reasons.OWN_IDEA if reason == OWN else reason)


def _idea_of(row: Assessment) -> Contribution:
    return db.session.get_one(Contribution, row.idea_id)
