"""The thread that a verb works on: what it hangs on is locked, and the actor may do the act there now."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing, NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.comments import slots
from campaigns.comments.hosts import DISCUSSED, Host
from campaigns.comments.models import Thread
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.visibility import visible_to
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

NOT_PUBLIC = Reason("not-public", _l("Comments are written when everyone can read what they are about."))
JOINED = Reason("joined", _l("This idea goes on in another one: people comment there."))


def open_for(actor: Actor, act: Act, thread_id: int, now: datetime) -> Host:
    """What the thread hangs on, locked in shared mode: people do not wait for each other, its closing waits for them all.

    Raises Missing where the actor does not see it, NotAllowed where they may not do the act there now.
    """
    contribution = db.session.scalar(
        select(Contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Contribution.campaign))
        .where(Contribution.id == thread_id, Contribution.kind.in_(sorted(DISCUSSED)), visible_to(actor))
        .with_for_update(read=True, of=Contribution)
        .execution_options(populate_existing=True)
    )
    if contribution is None:
        raise Missing()
    reason = refusal(actor, act, contribution, contribution.campaign, now)
    if reason:
        raise NotAllowed(reason)
    return Host(contribution, contribution.campaign)


def refusal(actor: Actor, act: Act, contribution: Contribution, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the actor may not do the act in this thread now, or None where they may."""
    if contribution.state not in PUBLIC:
        return NOT_PUBLIC
    if contribution.state == State.JOINED:
        return JOINED
    return permissions.refusal(actor, act, campaign, now) or slots.shut(contribution.id)


def begin(host: Host) -> None:
    """The thread has a row from now on, for it has something to count."""
    fresh = {"comments": 0, "stands_for": 0, "stands_against": 0, "stands_unsure": 0}
    db.session.execute(
        upsert(Thread).values(id=host.contribution.id, campaign_id=host.campaign.id, **fresh).on_conflict_do_nothing()
    )
