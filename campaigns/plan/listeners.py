"""What the plan does when something of it is announced."""

from app.foundation import clock, outbox
from app.foundation.db import db
from campaigns.plan.domain import members
from campaigns.plan.events import CampaignLaunched
from campaigns.plan.models import Audience, Campaign


def send_invitations(fact: CampaignLaunched) -> None:
    """Who was put on the list before the launch gets a letter now: before it there was nothing to see."""
    if db.session.get_one(Campaign, fact.campaign_id).audience == Audience.INVITED:
        outbox.ask_once("plan.send_invitations", campaign_id=fact.campaign_id)


def welcome(account_id: int) -> None:
    """Who signs in with a confirmed address enters the campaigns that wait for it: fills the slot `accounts.signed-in`."""
    members.welcome(account_id, clock.now())
