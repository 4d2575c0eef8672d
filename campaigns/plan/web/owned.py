"""What all pages of owners begin and end with."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing


def planned(slug: str, actor: Actor) -> Campaign:
    """The campaign at this address, for somebody who plans it. Raises Missing or NotAllowed."""
    campaign = campaign_or_missing(slug, actor)
    require_person()
    permissions.require(actor, Act.PLAN, campaign, clock.now())
    return campaign


def inviting_to(slug: str, actor: Actor) -> Campaign:
    """The campaign at this address, for somebody who invites people to it. Raises Missing or NotAllowed."""
    campaign = campaign_or_missing(slug, actor)
    require_person()
    permissions.require(actor, Act.INVITE, campaign, clock.now())
    return campaign


def saved(slug: str) -> ResponseReturnValue:
    """Back to the plan, which says that it is kept."""
    flash(_("Saved."))
    return redirect(url_for("plan.show_plan", slug=slug), 303)
