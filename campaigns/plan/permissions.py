"""Who may do what in a campaign: role x act, joined with phase and authorship."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Rule
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.personal import ages
from app.accounts.roles import Actor, Role
from app.foundation.errors import NotAllowed, Reason
from campaigns.plan import levels
from campaigns.plan.models import Campaign
from campaigns.plan.phases import LASTING, PHASED, Act

NOT_LAUNCHED = Reason("phase.not-launched", _l("This project has not begun yet."))
NOT_YET = Reason("phase.not-yet", _l("This is not open yet: look at the dates of the project."))
OVER = Reason("phase.over", _l("The time for this is over. What you have written is kept as a draft."))
NOT_PLANNED = Reason("phase.not-planned", _l("This project has no stage for this."))

EVERYONE = frozenset({Role.GUEST})
RESIDENTS = frozenset({Role.RESIDENT})
OWNERS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
FACILITATORS = frozenset({Role.FACILITATOR, Role.OWNER})
NOBODY: frozenset[Role] = frozenset()

# What residents do and others see or count; drafts, follows and taking back ask for no age.
BY_AGE = frozenset(
    {
        *(Act.PROPOSE_TOPIC, Act.ANSWER_QUESTIONS, Act.COMMENT, Act.REVISE_COMMENT, Act.TAKE_STAND, Act.REACT),
        *(Act.SUBMIT_IDEA, Act.REVISE_IDEA, Act.INVITE_CO_AUTHORS, Act.SUPPORT, Act.VOTE),
    }
)

RULES: dict[Act, Rule] = {
    Act.READ: Rule(EVERYONE),
    Act.FOLLOW: Rule(RESIDENTS),
    Act.PROPOSE_TOPIC: Rule(RESIDENTS, writes=True),
    Act.OPEN_TOPIC: Rule(FACILITATORS),
    Act.ANSWER_QUESTIONS: Rule(RESIDENTS, writes=True),
    Act.COMMENT: Rule(RESIDENTS, writes=True),
    Act.REVISE_COMMENT: Rule(NOBODY, author=True, writes=True),
    Act.DELETE_COMMENT: Rule(NOBODY, author=True),
    Act.TAKE_STAND: Rule(RESIDENTS, writes=True),
    Act.REACT: Rule(RESIDENTS, writes=True),
    Act.HIGHLIGHT: Rule(FACILITATORS),
    Act.CONCLUDE: Rule(FACILITATORS),
    Act.DRAFT_IDEA: Rule(EVERYONE),
    Act.SUBMIT_IDEA: Rule(NOBODY, author=True, writes=True),
    Act.REVISE_IDEA: Rule(NOBODY, author=True, writes=True),
    Act.WITHDRAW_IDEA: Rule(NOBODY, author=True),
    Act.INVITE_CO_AUTHORS: Rule(NOBODY, author=True, writes=True),
    Act.SUPPORT: Rule(RESIDENTS, not_own=True, writes=True),
    # Whatever is open: similar ideas come to light while ideas are taken, in refinement, and before the selection is made.
    Act.JOIN_IDEAS: Rule(FACILITATORS | {Role.MODERATOR}, not_own=True),
    Act.ASSESS: Rule(frozenset({Role.EXPERT}), not_own=True),
    # Nobody reads what comes of it: being kept from writing takes nobody's vote away.
    Act.VOTE: Rule(RESIDENTS),
    Act.ANSWER: Rule(frozenset({Role.OFFICIAL})),
    Act.REPORT_PROGRESS: Rule(frozenset({Role.OFFICIAL, Role.OWNER})),
    Act.CREATE: Rule(frozenset({Role.ADMINISTRATOR})),
    Act.PLAN: Rule(OWNERS),
    Act.LAUNCH: Rule(OWNERS),
    Act.CHANGE_TIMELINE: Rule(OWNERS),
    Act.CLOSE_ROUND: Rule(OWNERS),
    Act.SIGN_OFF: Rule(OWNERS),
    Act.PUBLISH_RESULT: Rule(OWNERS),
    Act.PICK: Rule(frozenset({Role.EXPERT}), not_own=True),
    Act.SELECT: Rule(OWNERS),
    Act.INVITE: Rule(OWNERS),
    Act.POST_NEWS: Rule(frozenset({Role.OWNER, Role.FACILITATOR})),
    Act.SEE_LOG: Rule(frozenset({Role.OBSERVER, Role.OWNER, Role.ADMINISTRATOR})),
    Act.ENTER_IDEAS: Rule(frozenset({Role.OWNER, Role.FACILITATOR, Role.ADMINISTRATOR})),
    # Paper from before the bell may be entered for some days after it: the round says when, not the phase.
    Act.ENTER_BALLOTS: Rule(frozenset({Role.OWNER, Role.FACILITATOR, Role.ADMINISTRATOR})),
}


def refusal(
    actor: Actor, act: Act, campaign: Campaign, now: datetime, *, author_id: int | None = None
) -> Reason | None:
    """Why the actor may not do the act in the campaign now, or None where they may. The clock speaks before the role."""
    return (
        phase_refusal(act, campaign, now)
        or refusal_by_role(RULES[act], actor, campaign_id=campaign.id, author_id=author_id)
        or age_refusal(act, actor, campaign)
        or levels.refusal(act, actor, campaign)
    )


def age_refusal(act: Act, actor: Actor, campaign: Campaign) -> Reason | None:
    """Why somebody may not take part who has not said to be old enough for the campaign, or None where they may."""
    if actor.is_system or act not in BY_AGE or actor.years >= campaign.least_age:
        return None
    return ages.refusal(campaign.least_age)


def phase_refusal(act: Act, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the timeline does not allow the act now, or None where it does."""
    if act not in PHASED:
        return None
    if campaign.launched_at is None or campaign.launched_at > now:
        return NOT_LAUNCHED
    timeline = campaign.timeline
    if timeline.allows(act, now) or (act in LASTING and timeline.last_for(act, now)):
        return None
    if timeline.next_for(act, now):
        return NOT_YET
    if act in LASTING:
        return None
    return OVER if timeline.last_for(act, now) else NOT_PLANNED


def require(actor: Actor, act: Act, campaign: Campaign, now: datetime, *, author_id: int | None = None) -> None:
    """Raises NotAllowed with the reason where the actor may not do the act now."""
    reason = refusal(actor, act, campaign, now, author_id=author_id)
    if reason:
        raise NotAllowed(reason)


def refusal_on_platform(actor: Actor, act: Act) -> Reason | None:
    """Why the actor may not do an act that stands outside of any campaign (creating one), or None where they may."""
    return refusal_by_role(RULES[act], actor)


def require_on_platform(actor: Actor, act: Act) -> None:
    """Raises NotAllowed with that reason."""
    reason = refusal_on_platform(actor, act)
    if reason:
        raise NotAllowed(reason)
