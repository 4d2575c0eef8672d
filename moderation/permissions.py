"""Who may moderate: moderators of the platform, moderators and owners of the campaign; nobody their own text."""

from enum import StrEnum

from app.accounts.permissions import ROLE, SIGN_IN, Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor, Role
from app.foundation.errors import NotAllowed, Reason

STAFF = frozenset({Role.MODERATOR, Role.OWNER})


class Act(StrEnum):
    """What is done with cases."""

    SEE_QUEUE = "see the queue"
    OPEN_CASE = "open a case"
    CLAIM = "claim a case"
    DECIDE = "decide a case"
    REPORT = "report a text"
    MAKE_DRAFT = "make a draft idea of a comment"


RULES: dict[Act, Rule] = {
    Act.SEE_QUEUE: Rule(STAFF),
    Act.OPEN_CASE: Rule(STAFF, not_own=True),
    Act.CLAIM: Rule(STAFF, not_own=True),
    Act.DECIDE: Rule(STAFF, not_own=True),
    Act.MAKE_DRAFT: Rule(STAFF | {Role.FACILITATOR}, not_own=True),
    Act.REPORT: Rule(frozenset({Role.RESIDENT}), writes=True),
}


def refusal(actor: Actor, act: Act, *, campaign_id: int, author_id: int | None = None) -> Reason | None:
    """Why the actor may not do the act to a text of the campaign, or None where they may."""
    return refusal_by_role(RULES[act], actor, campaign_id=campaign_id, author_id=author_id)


def require(actor: Actor, act: Act, *, campaign_id: int, author_id: int | None = None) -> None:
    """Raises NotAllowed with the reason where the actor may not do the act."""
    reason = refusal(actor, act, campaign_id=campaign_id, author_id=author_id)
    if reason:
        raise NotAllowed(reason)


def moderates_everywhere(actor: Actor) -> bool:
    """Whether the actor sees the queue of every campaign."""
    return actor.is_system or bool(RULES[Act.SEE_QUEUE].roles & actor.roles_in(None))


def moderated_by(actor: Actor) -> frozenset[int]:
    """The campaigns whose queue the actor sees by a role in that campaign."""
    return actor.campaigns_as(*RULES[Act.SEE_QUEUE].roles)


def moderates_somewhere(actor: Actor) -> bool:
    """Whether there is a queue for the actor."""
    return moderates_everywhere(actor) or bool(moderated_by(actor))


def require_some_queue(actor: Actor) -> None:
    """Raises NotAllowed where the actor moderates nothing."""
    if not moderates_somewhere(actor):
        raise NotAllowed(SIGN_IN if actor.is_guest else ROLE)
