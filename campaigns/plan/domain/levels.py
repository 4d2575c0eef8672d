"""Setting how sure it must be who somebody is."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.identity.levels import Level
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from campaigns.plan import permissions
from campaigns.plan.levels import ASKED
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

VOTING = Reason("levels.voting", _l("People are voting now. Who may vote does not change before the vote is over."))


def choose(campaign: Campaign, levels: Mapping[Act, Level], *, actor: Actor, now: datetime) -> None:
    """Sets the level of each act that has one. Raises NotAllowed, or Conflict where it is of a vote that is under way."""
    permissions.require(actor, Act.PLAN, campaign, now)
    chosen = {act.value: levels[act].value for act in ASKED if levels.get(act, Level.EMAIL) != Level.EMAIL}
    if chosen == campaign.levels:
        return
    changes_vote = chosen.get(Act.VOTE) != campaign.levels.get(Act.VOTE)
    if changes_vote and campaign.launched_at is not None and campaign.timeline.allows(Act.VOTE, now):
        raise Conflict(VOTING)
    before, campaign.levels = campaign.levels, chosen
    db.session.flush()
    chain.log(
        "levels.set",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        before=before,
        after=chosen,
    )
