"""A voter asks that a person looks at their vote, which a rule has set apart; a person decides, and that stands over rules."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from campaigns.rounds.apart import permissions, reasons
from campaigns.rounds.apart.events import LookDecided
from campaigns.rounds.apart.models import Look, LookOutcome
from campaigns.rounds.ballots.models import Ballot
from campaigns.rounds.ledger.domain import notes
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.models import Result, Round

# For so long after its publication a result may still be amended by a new count.
WITHIN = timedelta(days=14)


def ask(actor: Actor, round_id: int, words: str, now: datetime) -> Look:
    """The voter asks; whoever looks reads `words`. Raises Missing (no vote of theirs), Conflict (nothing to look at, asked already)."""
    ballot = _held(Ballot.round_id == round_id, Ballot.account_id == (actor.id or 0))
    reason = refusal(ballot, now)
    if reason:
        raise Conflict(reason)
    look = Look(ballot_id=ballot.id, asked_at=now, words=words)
    db.session.add(look)
    db.session.flush()
    _log("look.ask", ballot, look, actor, now)
    return look


def refusal(ballot: Ballot, now: datetime) -> Reason | None:
    """Why the voter may not ask that a person looks, or None where they may. Two statements at most."""
    if not ballot.apart:
        return reasons.NOT_APART
    asked = db.session.scalars(select(Look).where(Look.ballot_id == ballot.id)).all()
    if asked:
        return reasons.ASKED_ALREADY if any(look.outcome is None for look in asked) else reasons.LOOKED_ALREADY
    published = exists().where(
        Result.round_id == ballot.round_id, Result.published_at.is_not(None), Result.published_at <= now - WITHIN
    )
    return reasons.TERM_OVER if db.session.scalar(select(published)) else None


def decide(actor: Actor, look_id: int, outcome: LookOutcome, reason: str, now: datetime) -> Look:
    """Decides how the vote is counted, whatever rules say; the voter is told, and a change goes into the ledger with the reason.

    Raises Missing, NotAllowed (no moderator of the campaign, or their own vote), Invalid (no reason), Conflict (decided already,
    or the rule has let go of the vote meanwhile).
    """
    ballot = _held(Ballot.id == select(Look.ballot_id).where(Look.id == look_id).scalar_subquery())
    look = db.session.get_one(Look, look_id, populate_existing=True)
    campaign_id = db.session.get_one(Round, ballot.round_id).campaign_id
    permissions.require(actor, campaign_id)
    _require_open(look, ballot, actor)
    if not reason:
        raise Invalid(reasons.SAY_WHY)
    look.outcome, look.reason, look.decided_at, look.decided_by = outcome, reason, now, actor.id
    ballot.apart = outcome == LookOutcome.APART
    if not ballot.apart:
        kind, round_id = EntryKind.COUNTED, ballot.round_id
        notes.note(kind, round_id, ballot_id=ballot.id, reason=reason, now=now, actor_id=actor.id)
    db.session.flush()
    _log("look.decide", ballot, look, actor, now, outcome=outcome.value)
    events.announce(LookDecided(campaign_id, look.id, ballot.account_id or 0, outcome))
    return look


def _require_open(look: Look, ballot: Ballot, actor: Actor) -> None:
    if actor.id is not None and actor.id == ballot.account_id:
        raise NotAllowed(reasons.OWN_VOTE)
    if look.outcome is not None:
        raise Conflict(reasons.DECIDED)
    if not ballot.apart:
        raise Conflict(reasons.MOOT)


def _held(*whose: object) -> Ballot:
    query = select(Ballot).where(*whose).with_for_update()  # type: ignore[arg-type]
    ballot = db.session.scalar(query.execution_options(populate_existing=True))
    if ballot is None:
        raise Missing
    return ballot


def _log(act: str, ballot: Ballot, look: Look, actor: Actor, now: datetime, **told: str) -> None:
    campaign_id = db.session.get_one(Round, ballot.round_id).campaign_id
    # Who asked is left out: the log is read by more people than may know whose vote it is.
    who = actor.id if look.outcome is not None else None
    chain.log(
        act,
        now=now,
        actor_id=who,
        thing="round",
        thing_id=ballot.round_id,
        campaign_id=campaign_id,
        look_id=look.id,
        **told,
    )
