"""Answers come out: each as soon as all have signed it, or together when the owner says so."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events, outbox
from app.foundation.db import db
from app.foundation.errors import Conflict
from campaigns.answers import permissions, reasons
from campaigns.answers.domain import rows
from campaigns.answers.domain.rows import Held
from campaigns.answers.events import AnswerReleased
from campaigns.answers.models import Answer, AnswerTerms, Outcome, OwedAnswer, OwedState
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.ideas.models import Outcome as Fate
from campaigns.plan.models import Campaign
from campaigns.selection.events import OutcomesGiven

# Each takes some 14 ms: a step holds the write lock for less than a tenth of a second.
A_STEP = 5

FATES: dict[Outcome, Fate] = {
    Outcome.ACCEPTED: Fate.ACCEPTED,
    Outcome.PARTLY: Fate.PARTLY_ACCEPTED,
    Outcome.POSTPONED: Fate.POSTPONED,
    Outcome.NOT_ACCEPTED: Fate.DECLINED,
    Outcome.WORKS_ALREADY: Fate.WORKS_ALREADY,
}
# What is being built, or built, is not undone by words.
BEYOND = frozenset({Fate.IN_PROGRESS, Fate.IMPLEMENTED})


def make_ready(held: Held, answer: Answer, now: datetime) -> None:
    """All have signed: the answer comes out now, or waits for the joint release. Called with what is owed locked."""
    answer.ready_at = now
    if held.owed.state == OwedState.OWED:
        held.owed.ready_at = now
    db.session.flush()
    terms = rows.terms_of(held.campaign.id)
    if terms.release_together and terms.released_at is None:
        if answer.contribution.state == State.DRAFT:
            states.submit(answer.contribution, now)
        return
    _release(held, answer, now)


def _release(held: Held, answer: Answer, now: datetime) -> None:
    common = answer.contribution
    common.submitted_at = common.submitted_at or now
    states.publish(common, now)
    owed = held.owed
    owed.state, owed.answered_at = OwedState.ANSWERED, owed.answered_at or owed.ready_at or now
    _settle(held.idea, answer.outcome)
    db.session.flush()
    chain.log(
        "answer.released",
        now=now,
        actor_id=None,
        thing="answer",
        thing_id=answer.id,
        campaign_id=answer.campaign_id,
        idea_id=answer.idea_id,
        office_id=answer.office_id,
        outcome=answer.outcome.value,
    )
    events.announce(AnswerReleased(answer.id, answer.idea_id, answer.campaign_id))


def _settle(idea: Idea, outcome: Outcome) -> None:
    """The idea has the status that the answer gives it. One that is referred elsewhere is what it was before any answer."""
    fate = FATES.get(outcome)
    if idea.outcome in BEYOND:
        return
    if fate is None:
        fate = Fate.SHORTLISTED if idea.outcome in FATES.values() else idea.outcome
    if fate is None or fate == idea.outcome:
        return
    idea.outcome = fate
    db.session.flush()
    events.announce(OutcomesGiven((idea.id,)))


def release_together(actor: Actor, campaign: Campaign, now: datetime) -> None:
    """All answers that are held come out, and later ones as soon as they are signed. Raises NotAllowed or Conflict."""
    permissions.require_owner(actor, campaign, now)
    terms = db.session.get(AnswerTerms, campaign.id, populate_existing=True, with_for_update=True)
    if terms is None or not terms.release_together or terms.released_at is not None:
        raise Conflict(reasons.NOTHING_HELD)
    terms.released_at = now
    db.session.flush()
    chain.log(
        "answers.release",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
    )
    outbox.ask("answers.release", campaign_id=campaign.id)


def release_some(campaign_id: int, after: int, now: datetime) -> int | None:
    """Some of the held answers come out; gives the id after which to go on, None where all are done."""
    waiting = (
        select(OwedAnswer.id)
        .join(Answer, Answer.owed_id == OwedAnswer.id)
        .join(Contribution, Contribution.id == Answer.id)
        .where(OwedAnswer.campaign_id == campaign_id, OwedAnswer.id > after)
        .where(Answer.ready_at.is_not(None), Contribution.state == State.SUBMITTED)
        .order_by(OwedAnswer.id)
        .limit(A_STEP)
    )
    ids = db.session.scalars(waiting).all()
    for owed_id in ids:
        held = rows.held(owed_id)
        answer = rows.unreleased(owed_id)
        if _may_come_out(held, answer) and answer is not None:
            _release(held, answer, now)
    return ids[-1] if len(ids) == A_STEP else None


def _may_come_out(held: Held, answer: Answer | None) -> bool:
    if answer is None or answer.contribution.state != State.SUBMITTED or answer.ready_at is None:
        return False
    return held.idea.contribution.state in PUBLIC
