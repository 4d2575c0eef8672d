"""Supports: a set of people for each idea. Who is in it and the counter change together."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import contains_eager

from app.accounts.permissions import OWN
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing, NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea, Support
from campaigns.ideas.queries.authors import author_for
from campaigns.ideas.queries.joined import members_of
from campaigns.ideas.slots import SUPPORT_GUARD
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

OWN_IDEA = Reason("not-own", _l("This is your own idea: others support it."))
NOT_PUBLISHED = Reason("not-published", _l("Only a published idea can be supported."))
JOINED = Reason("joined", _l("This idea goes on in another one: people support that."))


def refusal(actor: Actor, campaign: Campaign, state: State, author_id: int | None, now: datetime) -> Reason | None:
    """Why the actor may not support, or stop supporting, an idea of the campaign now; None where they may."""
    if state != State.PUBLISHED:
        return JOINED if state == State.JOINED else NOT_PUBLISHED
    reason = permissions.refusal(actor, Act.SUPPORT, campaign, now, author_id=author_id)
    return OWN_IDEA if reason == OWN else reason


def give(actor: Actor, idea_id: int, now: datetime) -> bool:
    """The actor supports the idea. Returns whether that is new: who supports it already goes on doing so."""
    _guard(actor, idea_id, now)
    row = upsert(Support).values(idea_id=idea_id, account_id=actor.id, since=now).on_conflict_do_nothing()
    # The rows themselves: PostgreSQL's driver does not say how many an insert has put in.
    given = db.session.execute(row.returning(Support.idea_id)).all()
    return _count(idea_id, len(given))


def take_back(actor: Actor, idea_id: int, now: datetime) -> bool:
    """The actor supports the idea no longer, nor any that was joined into it. Returns whether they did before."""
    _guard(actor, idea_id, now)
    was_given = _take(actor, idea_id)
    # The row of the idea that is shown comes first: two people who take back the same never wait for each other crosswise.
    for member_id in members_of(idea_id):
        _take(actor, member_id)
    return was_given


def _take(actor: Actor, idea_id: int) -> bool:
    taken = db.session.execute(delete(Support).where(Support.idea_id == idea_id, Support.account_id == actor.id))
    return _count(idea_id, -taken.rowcount)  # type: ignore[attr-defined]


def _guard(actor: Actor, idea_id: int, now: datetime) -> None:
    """Raises Missing where the actor may not see the idea, NotAllowed where it cannot be supported now."""
    idea = db.session.scalar(
        select(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .where(Idea.id == idea_id, visible_to(actor))
        # Shared: people do not wait for each other, a withdrawal or a hiding waits for them all.
        .with_for_update(read=True, of=Contribution)
        .execution_options(populate_existing=True)
    )
    if idea is None:
        raise Missing()
    contribution = idea.contribution
    reason = refusal(actor, contribution.campaign, contribution.state, author_for(actor, idea), now)
    if reason:
        raise NotAllowed(reason)
    SUPPORT_GUARD.fill(idea.campaign_id)


def _count(idea_id: int, change: int) -> bool:
    if change:
        db.session.execute(
            update(Idea)
            .where(Idea.id == idea_id)
            .values(supports=Idea.supports + change, support_total=Idea.support_total + change)
        )
    return bool(change)
