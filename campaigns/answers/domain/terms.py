"""How a campaign has its ideas answered, as its owner sets it."""

from datetime import datetime

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Invalid
from campaigns.answers import permissions, reasons
from campaigns.answers.models import AnswerTerms
from campaigns.answers.texts import MOST_DAYS
from campaigns.plan.models import Campaign


def keep(
    actor: Actor, campaign: Campaign, *, days: int, needs_second: bool, release_together: bool, now: datetime
) -> AnswerTerms:
    """The terms from now on; days that were set stay, and so do signatures that were given. Raises NotAllowed or Invalid.

    To hold answers once more after a joint release begins a new one.
    """
    permissions.require_owner(actor, campaign, now)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(reasons.BAD_TERM)
    terms = db.session.get(AnswerTerms, campaign.id, populate_existing=True, with_for_update=True)
    if terms is None:
        terms = AnswerTerms(campaign_id=campaign.id)
        db.session.add(terms)
    if release_together and not terms.release_together:
        terms.released_at = None
    terms.days, terms.needs_second, terms.release_together = days, needs_second, release_together
    db.session.flush()
    chain.log(
        "answers.terms",
        now=now,
        actor_id=actor.id,
        thing="campaign",
        thing_id=campaign.id,
        campaign_id=campaign.id,
        days=days,
        needs_second=needs_second,
        release_together=release_together,
    )
    return terms
