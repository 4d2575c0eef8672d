"""Who reports on the work, who objects to "done", and who replies."""

from collections.abc import Collection
from datetime import datetime

from app.accounts.permissions import ROLE, SIGN_IN, Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.roles import Actor, Grant, Role
from app.foundation.errors import Reason
from campaigns.implementation import reasons
from campaigns.implementation.models import WorkState
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.permissions import NOT_YET, RESIDENTS
from campaigns.plan.phases import Act

# Others read what comes of it.
CONTEST = Rule(RESIDENTS, writes=True)


def clock_refusal(campaign: Campaign, now: datetime, *, is_decided: bool) -> Reason | None:
    """Why nothing is reported yet: not before answers are given or results are out. It is never too late.

    Where the plan has neither stage it begins with what is decided about the idea.
    """
    if campaign.launched_at is None or campaign.launched_at > now:
        return permissions.NOT_LAUNCHED
    acts = [act for act in (Act.ANSWER, Act.REPORT_PROGRESS) if _is_planned(act, campaign)]
    if not acts:
        return None if is_decided else reasons.NOT_YET
    return None if any(permissions.phase_refusal(act, campaign, now) is None for act in acts) else NOT_YET


def _is_planned(act: Act, campaign: Campaign) -> bool:
    return any(act in window.allows for window in campaign.timeline.windows)


def offices_of(actor: Actor) -> frozenset[int]:
    """The departments for which the actor speaks."""
    return frozenset(g.office_id for g in actor.grants if g.role == Role.OFFICIAL and g.office_id is not None)


def is_owner(actor: Actor, campaign_id: int) -> bool:
    """Whether the actor owns the campaign."""
    return actor.is_system or Role.OWNER in actor.roles_in(campaign_id)


def role_refusal(actor: Actor, campaign_id: int, office_id: int) -> Reason | None:
    """Why the actor may not speak for the work of this department in this campaign, or None where they may."""
    if is_owner(actor, campaign_id) or Grant(Role.OFFICIAL, office_id=office_id) in actor.grants:
        return None
    if actor.is_guest:
        return SIGN_IN
    return reasons.OTHER_OFFICE if offices_of(actor) else ROLE


def refusal_to_contest(
    actor: Actor, campaign_id: int, office_id: int, state: WorkState, connected: Collection[int], has_contested: bool
) -> Reason | None:
    """Why the actor may not object, or None where they may. `connected` are the departments they are connected with."""
    if state != WorkState.DONE:
        return reasons.NOT_DONE
    reason = refusal_by_role(CONTEST, actor, campaign_id=campaign_id)
    if reason:
        return reason
    if office_id in connected:
        return reasons.OF_OFFICE
    return reasons.ONCE if has_contested else None
