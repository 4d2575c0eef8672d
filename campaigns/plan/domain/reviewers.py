"""A person outside of the team is named who decides what nobody of the team may: a review, or the text of the only moderator."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.emails import key_of
from app.accounts.queries import people
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.teams import REVIEWERS, team_of

NOBODY = Reason(
    "reviewer.nobody", _l("Nobody with a confirmed account has this address. Ask the person to register first.")
)
OF_THE_TEAM = Reason(
    "reviewer.team", _l("This person moderates or owns the project. Name somebody outside of the team.")
)


def name(campaign: Campaign, email: str, *, actor: Actor, now: datetime) -> None:
    """Names the person with this address, or nobody where it is empty.

    Raises NotAllowed, Invalid (nobody has a confirmed account with it), Conflict (they are of the team).
    """
    permissions.require(actor, Act.PLAN, campaign, now)
    number = _outsider(campaign, email) if email else None
    if number == campaign.reviewer_id:
        return
    campaign.reviewer_id = number
    db.session.flush()
    chain.log(
        "reviewer.name" if number else "reviewer.end",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        **({"account_id": number} if number else {}),
    )


def _outsider(campaign: Campaign, email: str) -> int:
    account = people.by_email_key(key_of(email))
    if account is None or account.ended_at is not None or account.email_confirmed_at is None:
        raise Invalid(NOBODY)
    if account.id in team_of(campaign).people(REVIEWERS):
        raise Conflict(OF_THE_TEAM)
    return account.id
