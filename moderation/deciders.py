"""Who may decide a case: the one answer that verbs, pages and the queue give."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.accounts.permissions import OWN, ROLE
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from campaigns.contributions.models import Contribution
from campaigns.ideas.queries.authors import author_of, is_along
from moderation import conflicts, fallback, permissions
from moderation.models import About, Case, Review
from moderation.permissions import Act

DECIDED_FIRST = Reason(
    "review.decided-first", _l("You decided this yourself. Somebody else has to look at it a second time.")
)
ASKED = Reason("review.asked", _l("You asked for this review yourself. Somebody else decides it."))


def refusal(actor: Actor, case: Case, contribution: Contribution, act: Act = Act.DECIDE) -> Reason | None:
    """Why the actor may not do the act with the case, or None where they may. At most five statements."""
    if actor.is_system:
        return None
    author_id = author_of(actor, contribution)
    reason = permissions.refusal(actor, act, campaign_id=case.campaign_id, author_id=author_id)
    if reason == ROLE and fallback.is_left_to(actor, case):
        reason = OWN if author_id == actor.id else None
    if reason is None and case.about == About.REVIEW:
        reason = _had_part(actor, case)
    if reason is None and conflicts.is_connected(actor, contribution):
        reason = conflicts.CONNECTED
    return reason


def require(actor: Actor, case: Case, contribution: Contribution, act: Act = Act.DECIDE) -> None:
    """Raises NotAllowed with the reason where the actor may not do the act with the case."""
    reason = refusal(actor, case, contribution, act)
    if reason:
        raise NotAllowed(reason)


def sees(actor: Actor, case: Case) -> bool:
    """Whether the case stands in the actor's queue, whether or not they may decide it."""
    return permissions.refusal(actor, Act.SEE_QUEUE, campaign_id=case.campaign_id) is None or fallback.is_left_to(
        actor, case
    )


def require_some_queue(actor: Actor) -> None:
    """Raises NotAllowed where the actor moderates nothing and is named for nothing."""
    if not fallback.campaigns_of(actor):
        permissions.require_some_queue(actor)


def barred(actor: Actor) -> ColumnElement[bool]:
    """Cases that the actor may not decide for what they wrote, decided, asked for or are connected with.

    For a query that joins Case with Contribution. One statement before it.
    """
    number = actor.id or 0
    return or_(
        and_(Contribution.author_id.is_not(None), Contribution.author_id == number),
        is_along(number),
        had_part(actor),
        conflicts.concerns(conflicts.offices_of(actor)),
    )


def had_part(actor: Actor) -> ColumnElement[bool]:
    """Reviews that the actor asked for, or of what they decided first."""
    mine = or_(Review.first_decided_by == actor.id, Review.asked_by == actor.id)
    return exists().where(Review.case_id == Case.id, mine).correlate_except(Review)


def _had_part(actor: Actor, case: Case) -> Reason | None:
    asked = db.session.execute(
        select(Review.first_decided_by, Review.asked_by).where(Review.case_id == case.id)
    ).one_or_none()
    if asked is None:
        return None
    if asked.first_decided_by == actor.id:
        return DECIDED_FIRST
    return ASKED if asked.asked_by == actor.id else None
