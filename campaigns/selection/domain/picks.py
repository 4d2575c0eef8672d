"""Experts pick ideas with a reason, and take back what they picked."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from app.accounts.permissions import OWN
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.slots import findings_in
from campaigns.ideas.models import CoAuthor
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.models import ResultRow
from campaigns.selection import reasons, rule
from campaigns.selection.models import ExpertPick
from campaigns.selection.queries.ground import Ground, ground, picks_of, winners_of

LEAST, MOST = 20, 1000


def held(campaign: Campaign) -> Ground:
    """The ground with the campaign's row held: experts and owners stand in line. Raises Conflict where nothing is counted."""
    query = select(Campaign).where(Campaign.id == campaign.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).one()
    found = ground(campaign.id)
    if found is None:
        raise Conflict(reasons.NO_ROUND)
    return found


def closed(stands_on: Ground) -> Reason | None:
    """Why no expert may pick or take back now, whoever it is; None where they may."""
    if not stands_on.most_picks:
        return reasons.NO_PICKS
    if stands_on.selection is not None:
        return reasons.MADE
    return None if stands_on.result else reasons.NOT_COUNTED


def pick(campaign: Campaign, idea_id: int, reason: str, *, actor: Actor, now: datetime) -> ExpertPick:
    """The expert takes the idea into the selection. Raises NotAllowed, Conflict, Invalid for the reason, or Missing."""
    _check(reason)
    stands_on = held(campaign)
    _require(campaign, idea_id, actor, now)
    why_not = closed(stands_on) or _refusal(stands_on, campaign.id, idea_id)
    if why_not:
        raise Conflict(why_not)
    row = ExpertPick(campaign_id=campaign.id, idea_id=idea_id, account_id=actor.id, reason=reason, picked_at=now)
    db.session.add(row)
    db.session.flush()
    _log("idea.picked", row, now)
    return row


def take_back(campaign: Campaign, idea_id: int, *, actor: Actor, now: datetime) -> None:
    """The expert takes their own pick back. Raises NotAllowed, Conflict, or Missing where it is not theirs."""
    stands_on = held(campaign)
    permissions.require(actor, Act.PICK, campaign, now)
    why_not = closed(stands_on)
    if why_not:
        raise Conflict(why_not)
    row = db.session.get(ExpertPick, (campaign.id, idea_id), populate_existing=True)
    if row is None or row.account_id != actor.id:
        raise Missing
    db.session.execute(delete(ExpertPick).where(ExpertPick.campaign_id == campaign.id, ExpertPick.idea_id == idea_id))
    _log("pick.taken-back", row, now)


def refusal(campaign: Campaign, author_id: int | None, idea_id: int, actor: Actor, now: datetime) -> Reason | None:
    """Why the actor may not pick this idea, by role and authorship alone."""
    reason = permissions.refusal(actor, Act.PICK, campaign, now, author_id=author_id)
    if reason is None and _writes_with(idea_id, actor):
        return reasons.OWN_IDEA
    return reasons.OWN_IDEA if reason == OWN else reason


def _require(campaign: Campaign, idea_id: int, actor: Actor, now: datetime) -> None:
    idea = db.session.get(Contribution, idea_id)
    if idea is None or idea.campaign_id != campaign.id or idea.state != State.PUBLISHED:
        raise Missing
    why_not = refusal(campaign, idea.author_id, idea_id, actor, now)
    if why_not:
        raise NotAllowed(why_not)


def _writes_with(idea_id: int, actor: Actor) -> bool:
    # Whoever wrote along once and left goes on being no stranger to the idea.
    same = (CoAuthor.idea_id == idea_id, CoAuthor.account_id == actor.id)
    return actor.id is not None and bool(db.session.scalar(select(exists().where(*same))))


def _refusal(stands_on: Ground, campaign_id: int, idea_id: int) -> Reason | None:
    row = db.session.get(ResultRow, (stands_on.result.id, idea_id)) if stands_on.result else None
    if stands_on.result is None or row is None:
        return reasons.NOT_COUNTED_IDEA
    if row.winner:
        return reasons.IN_BY_SUPPORT
    if db.session.get(ExpertPick, (campaign_id, idea_id), populate_existing=True):
        return reasons.PICKED
    taken = rule.valid(stands_on.rule, picks_of(campaign_id), winners_of(stands_on.result.id))
    return reasons.ALL_TAKEN if len(taken) >= stands_on.most_picks else None


def _check(reason: str) -> None:
    if len(reason) < LEAST:
        raise Invalid(reasons.TOO_SHORT)
    if len(reason) > MOST:
        raise Invalid(reasons.TOO_LONG)
    personal = next((finding for finding in findings_in(reason) if finding.is_personal and finding.holds), None)
    if personal:
        marked = {"marked": reason[personal.start : personal.end]}
        raise Invalid(Reason(reasons.PERSONAL.code, reasons.PERSONAL.sentence, marked))


def _log(act: str, row: ExpertPick, now: datetime) -> None:
    chain.log(act, now=now, actor_id=row.account_id, thing="idea", thing_id=row.idea_id, campaign_id=row.campaign_id)
