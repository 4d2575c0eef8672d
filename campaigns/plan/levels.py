"""How sure it must be who somebody is, act by act: what the owner of a campaign has set."""

from collections.abc import Mapping

from app.accounts.identity import levels
from app.accounts.identity.levels import Level
from app.accounts.roles import Actor, Role
from app.foundation.errors import Reason
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

# What an owner sets a level for, and the acts that go with each.
ASKED: tuple[Act, ...] = (Act.SUBMIT_IDEA, Act.COMMENT, Act.SUPPORT, Act.VOTE)
GOES_WITH: Mapping[Act, Act] = {
    **{act: act for act in ASKED},
    Act.INVITE_CO_AUTHORS: Act.SUBMIT_IDEA,
    Act.PROPOSE_TOPIC: Act.COMMENT,
    Act.ANSWER_QUESTIONS: Act.COMMENT,
    Act.TAKE_STAND: Act.COMMENT,
    Act.REACT: Act.COMMENT,
}
# Whoever has a part in a campaign speaks by it: an official who answers in a thread, a facilitator.
OF_NO_PART = frozenset({Role.GUEST, Role.RESIDENT})


def asked_for(act: Act, campaign: Campaign) -> Level:
    """The level that the act asks for in the campaign."""
    set_for = GOES_WITH.get(act)
    return Level(campaign.levels.get(set_for, Level.EMAIL)) if set_for else Level.EMAIL


def refusal(act: Act, actor: Actor, campaign: Campaign) -> Reason | None:
    """Why it is not sure enough who the actor is, or None where it is."""
    level = asked_for(act, campaign)
    if level == Level.EMAIL or (GOES_WITH[act] == Act.COMMENT and actor.roles_in(campaign.id) - OF_NO_PART):
        return None
    territories = () if campaign.territory_id is None else (campaign.territory_id,)
    return levels.refusal(level, actor, territories)
