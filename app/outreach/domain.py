"""Inviting people by letter, and wanting none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from app.foundation.upserts import upsert
from app.outreach.lists import A_STEP, MOST, print_of
from app.outreach.models import InvitingLetter, Unwanted
from campaigns.plan import permissions
from campaigns.plan.domain import members
from campaigns.plan.models import Audience, Campaign
from campaigns.plan.phases import Act

TOO_MANY = Reason("outreach.too-many", _l("At most 2,000 addresses at a time. Send the rest after these."))
NOBODY = Reason("outreach.nobody", _l("There is nobody new on this list."))
NOT_YET = Reason("outreach.not-launched", _l("Invitations go out once the project is launched."))


def invite(campaign: Campaign, addresses: Mapping[str, str], *, actor: Actor, now: datetime) -> int:
    """Asks for a letter to each of these addresses (by their keys) that has not had one; in a campaign by invitation they are put
    on its list. Returns how many are new. Raises NotAllowed, Invalid, Conflict.
    """
    permissions.require(actor, Act.PLAN, campaign, now)
    if not addresses:
        raise Invalid(NOBODY)
    if len(addresses) > MOST:
        raise Invalid(TOO_MANY)
    if campaign.audience == Audience.INVITED:
        return members.invite(campaign, addresses, actor=actor, now=now)
    if campaign.launched_at is None:
        raise Conflict(NOT_YET)
    new = _put(campaign, addresses, actor, now)
    where: dict[str, Any] = {"thing": "campaign", "thing_id": campaign.id, "campaign_id": campaign.id}
    chain.log("letters.invited", now=now, actor_id=actor.id, **where, count=new)
    if new:
        outbox.ask_once("outreach.send", campaign_id=campaign.id)
    return new


def _put(campaign: Campaign, addresses: Mapping[str, str], actor: Actor, now: datetime) -> int:
    rows = [
        {"campaign_id": campaign.id, "print": print_of(key), "email": email, "asked_at": now, "asked_by": actor.id}
        for key, email in addresses.items()
    ]
    new = 0
    for at in range(0, len(rows), A_STEP):
        put = upsert(InvitingLetter).values(rows[at : at + A_STEP]).on_conflict_do_nothing()
        new += len(db.session.scalars(put.returning(InvitingLetter.id)).all())
    return new


def refuse(print_: str, now: datetime) -> None:
    """Whoever has this address wants no invitations from here."""
    db.session.execute(upsert(Unwanted).values(print=print_, since=now).on_conflict_do_nothing())
