"""Stands: one a person in a thread, the last one holds. Who stands where and the counters change together."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.comments import slots
from campaigns.comments.domain import threads
from campaigns.comments.hosts import Host
from campaigns.comments.models import Stand, StandTaken, Thread
from campaigns.contributions.models import Contribution, Kind
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act

NO_STANDS = Reason("no-stands", _l("There is nothing to be for or against here: say it in your own words."))
COUNTERS: dict[Stand, Any] = {
    Stand.FOR: Thread.stands_for,
    Stand.AGAINST: Thread.stands_against,
    Stand.UNSURE: Thread.stands_unsure,
}


def takes_stands(contribution: Contribution) -> bool:
    """Whether people say there that they are for or against: an idea is supported instead."""
    return contribution.kind == Kind.TOPIC and slots.takes_stands(contribution.id)


def refusal(actor: Actor, contribution: Contribution, campaign: Campaign, now: datetime) -> Reason | None:
    """Why the actor may not take a stand in this thread, its being shut apart; None where they may."""
    if not takes_stands(contribution):
        return NO_STANDS
    return permissions.refusal(actor, Act.TAKE_STAND, campaign, now)


def require(actor: Actor, host: Host, now: datetime) -> None:
    """Raises NotAllowed with that reason."""
    reason = refusal(actor, host.contribution, host.campaign, now)
    if reason:
        raise NotAllowed(reason)


def take(actor: Actor, thread_id: int, stand: Stand, now: datetime) -> None:
    """The actor stands here from now on. Raises Missing, NotAllowed."""
    host = threads.open_for(actor, Act.TAKE_STAND, thread_id, now)
    require(actor, host, now)
    threads.begin(host)
    put(actor, thread_id, stand, now)


def take_back(actor: Actor, thread_id: int, now: datetime) -> None:
    """The actor stands nowhere any more. Raises Missing, NotAllowed."""
    host = threads.open_for(actor, Act.TAKE_STAND, thread_id, now)
    require(actor, host, now)
    before = _before(actor, thread_id)
    if before is not None:
        db.session.execute(
            delete(StandTaken).where(StandTaken.thread_id == thread_id, StandTaken.account_id == actor.id)
        )
        _count(thread_id, {before: -1})


def put(actor: Actor, thread_id: int, stand: Stand, now: datetime) -> None:
    """Writes the stand and the counters; the permission is asked for before."""
    before = _before(actor, thread_id)
    if before == stand:
        return
    row = upsert(StandTaken).values(thread_id=thread_id, account_id=actor.id, stand=stand, since=now)
    key = [StandTaken.thread_id, StandTaken.account_id]
    db.session.execute(row.on_conflict_do_update(index_elements=key, set_={"stand": stand, "since": now}))
    _count(thread_id, {stand: 1} if before is None else {before: -1, stand: 1})


def _before(actor: Actor, thread_id: int) -> Stand | None:
    """Where the actor stood. The thread's row is locked first: what is read here holds until the counters are written."""
    db.session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update())
    same = (StandTaken.thread_id == thread_id, StandTaken.account_id == actor.id)
    return db.session.scalar(select(StandTaken.stand).where(*same))


def _count(thread_id: int, changes: dict[Stand, int]) -> None:
    values = {COUNTERS[stand].key: COUNTERS[stand] + by for stand, by in changes.items()}
    db.session.execute(
        update(Thread).where(Thread.id == thread_id).values(values).execution_options(synchronize_session=False)
    )
