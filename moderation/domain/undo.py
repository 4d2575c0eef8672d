"""A moderator takes a decision back within a minute: everything stands as before, and nobody was told."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, NotAllowed, Reason
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.states import Standing
from moderation import deciders
from moderation.domain import masks
from moderation.domain.cases import CLAIM_LASTS
from moderation.domain.rows import locked
from moderation.models import Case, Decision, Report, Statement
from moderation.possible import LEAVES_PUBLIC

# Nobody is told of a decision before that.
UNDO_WITHIN = timedelta(minutes=1)

NOTHING = Reason("undo.nothing", _l("There is nothing to take back: no decision stands here now."))
NOT_YOURS = Reason("undo.not-yours", _l("Only who has decided may take the decision back."))
TOO_LATE = Reason(
    "undo.late",
    _l("A minute has passed and the author has been told. You can check the text again and decide otherwise."),
)
MOVED_ON = Reason(
    "undo.moved-on",
    _l("The text has moved on since you decided: its author or somebody else was there. Look at how it stands now."),
)


def keep(case: Case, contribution: Contribution, before: Standing, statement: Statement | None) -> None:
    """Keeps with a case just decided how its text stood before, and what is known of those who reported it."""
    case.before = {
        "state": before.state.value,
        "changed_at": before.changed_at.isoformat(),
        "published_at": before.published_at.isoformat() if before.published_at else None,
        "statement_id": before.statement_id,
        "version": contribution.version,
        "made": statement.id if statement else None,
    }
    _close_reports(case, acted=case.decision not in LEAVES_PUBLIC)


def settle(case: Case) -> None:
    """People are told of the decision now: it cannot be undone any more."""
    case.before = {**(case.before or {}), "told": True}


def refusal(case: Case, actor: Actor, now: datetime) -> Reason | None:
    """Why the actor may not take the decision back, as far as the case alone tells; None where they may."""
    if case.decided_at is None or case.before is None:
        return NOTHING
    if case.decided_by != actor.id:
        return NOT_YOURS
    return TOO_LATE if case.before.get("told") or now >= case.decided_at + UNDO_WITHIN else None


def undo(actor: Actor, case_id: int, now: datetime) -> Case:
    """The decision is taken back: text, statement, counters, reports stand as before, and the actor has the case in hand.

    Raises Missing, NotAllowed (somebody else decided, no right here any more), Conflict (taken back already, too late, or the
    text has moved on since).
    """
    case, contribution = locked(case_id)
    deciders.require(actor, case, contribution)
    reason = refusal(case, actor, now)
    if reason:
        raise NotAllowed(reason) if reason == NOT_YOURS else Conflict(reason)
    before: dict[str, Any] = case.before or {}
    if contribution.version != before["version"] or _is_asked_about_since(case):
        raise Conflict(MOVED_ON)
    if before["made"] is not None:
        db.session.get_one(Statement, before["made"]).undone_at = now
    was = Standing(
        State(before["state"]),
        datetime.fromisoformat(before["changed_at"]),
        datetime.fromisoformat(before["published_at"]) if before["published_at"] else None,
        before["statement_id"],
    )
    was_masked = case.decision == Decision.MASK
    _open_again(case, actor, now)
    if was_masked:
        masks.give_back(contribution, before["made"])
        masks.look_again(case, contribution)
    if was != states.standing(contribution):
        states.restore(contribution, was)
    _log(case, before["made"], actor, now)
    return case


def _open_again(case: Case, actor: Actor, now: datetime) -> None:
    case.decision = case.decided_at = case.decided_by = case.closed_at = case.before = None
    case.claimed_by, case.claimed_until = actor.id, now + CLAIM_LASTS
    case.version += 1
    _close_reports(case, acted=None)
    db.session.flush()


def _is_asked_about_since(case: Case) -> bool:
    """Whether somebody asked for another look at the text, or for a review, after this case."""
    later = select(Case.id).where(Case.contribution_id == case.contribution_id, Case.id > case.id)
    return db.session.scalar(later.limit(1)) is not None


def _close_reports(case: Case, acted: bool | None) -> None:
    if case.reports:
        db.session.execute(update(Report).where(Report.case_id == case.id).values(acted=acted))


def _log(case: Case, statement_id: int | None, actor: Actor, now: datetime) -> None:
    chain.log(
        "case.undo",
        now=now,
        actor_id=actor.id,
        thing="contribution",
        thing_id=case.contribution_id,
        campaign_id=case.campaign_id,
        case_id=case.id,
        statement_id=statement_id,
    )
