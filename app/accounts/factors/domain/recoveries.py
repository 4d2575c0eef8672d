"""Somebody has lost all that proves it is them. Two administrators help, the person may stop it, and there is time to notice.

What goes are the factors, never the password: whoever only talks an administrator round still stands before that.
"""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.domain.registration import new_letter
from app.accounts.factors import queries
from app.accounts.factors.domain import keys
from app.accounts.factors.models import Recovery
from app.accounts.models import Account
from app.accounts.permissions import OWN, Act
from app.accounts.queries import people
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, NotAllowed, Reason

OPEN = Reason("recovery-open", _l("This is under way already. Look at how it stands now."))
NOTHING = Reason("no-factors", _l("This person has no second step: there is nothing to take away."))
ANOTHER = Reason("another-administrator", _l("You have proposed this: another administrator confirms it."))
TWICE = Reason("recovery-confirmed", _l("This was confirmed already."))


def propose(actor: Actor, account_id: int, words: str, now: datetime) -> Recovery:
    """Proposes to take a person's factors away. `words` say how it was found out that it is them.

    Raises NotAllowed, Missing, or Conflict where they have none or it is under way.
    """
    permissions.require(actor, Act.RECOVER)
    if actor.id == account_id:
        raise NotAllowed(OWN)
    recovery = _begin(account_id, words, actor.id, now)
    _log("recovery.propose", recovery, actor.id, now)
    _tell(recovery, "proposed")
    return recovery


def _begin(account_id: int, words: str, actor_id: int | None, now: datetime) -> Recovery:
    if people.living(account_id) is None:
        raise Missing
    if not queries.has_any(account_id):
        raise Conflict(NOTHING)
    if queries.open_recovery(account_id):
        raise Conflict(OPEN)
    recovery = Recovery(account_id=account_id, words=words, proposed_by=actor_id, proposed_at=now)
    db.session.add(recovery)
    db.session.flush()
    return recovery


def confirm(actor: Actor, recovery_id: int, now: datetime) -> Recovery:
    """Confirms what another administrator has proposed: it is done after the delay of the setting RECOVERY_HOURS.

    Raises NotAllowed, Missing or Conflict.
    """
    permissions.require(actor, Act.RECOVER)
    recovery = _locked(recovery_id)
    if actor.id == recovery.account_id:
        raise NotAllowed(OWN)
    if actor.id == recovery.proposed_by:
        raise NotAllowed(ANOTHER)
    if recovery.confirmed_by is not None:
        raise Conflict(TWICE)
    recovery.confirmed_by, recovery.due_at = actor.id, now + delay()
    db.session.flush()
    _log("recovery.confirm", recovery, actor.id, now)
    _tell(recovery, "confirmed")
    return recovery


def delay() -> timedelta:
    """How long the person has to stop what two administrators have agreed on."""
    return timedelta(hours=current_app.extensions["veche.settings"].RECOVERY_HOURS)


def stop(recovery_id: int, actor_id: int, now: datetime) -> Recovery:
    """Stops what is under way: by the person themselves or by an administrator. Raises Missing where nothing is any more."""
    recovery = _locked(recovery_id)
    recovery.stopped_by, recovery.stopped_at = actor_id, now
    db.session.flush()
    _log("recovery.stop", recovery, actor_id, now)
    return recovery


def stop_as_administrator(actor: Actor, recovery_id: int, now: datetime) -> Recovery:
    """The same by an administrator. Raises NotAllowed, too."""
    permissions.require(actor, Act.RECOVER)
    return stop(recovery_id, actor.id or 0, now)


def finish(recovery_id: int, now: datetime) -> None:
    """Does what is due: the person's factors go, and their sign-ins end. Nothing where it was stopped, or is not due."""
    recovery = _found(recovery_id)
    if recovery is None or not recovery.is_open or recovery.due_at is None or now < recovery.due_at:
        return
    _do(recovery, now)


def recover_at_once(account: Account, words: str, now: datetime) -> None:
    """The same by a command on the server, where there is no second administrator. Raises Conflict where there are no factors."""
    under_way = queries.open_recovery(account.id)
    if under_way:
        under_way.stopped_at = now
        db.session.flush()
    recovery = _begin(account.id, words, None, now)
    _do(recovery, now)


def _do(recovery: Recovery, now: datetime) -> None:
    account = people.living(recovery.account_id)
    recovery.done_at = now
    if account is not None:
        keys.remove_all(account)
    db.session.flush()
    _log("recovery.done", recovery, recovery.confirmed_by, now)
    _tell(recovery, "done")


def _found(recovery_id: int) -> Recovery | None:
    query = select(Recovery).where(Recovery.id == recovery_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _locked(recovery_id: int) -> Recovery:
    recovery = _found(recovery_id)
    if recovery is None or not recovery.is_open:
        raise Missing
    return recovery


def _log(act: str, recovery: Recovery, actor_id: int | None, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor_id, thing="account", thing_id=recovery.account_id, recovery=recovery.id)


def _tell(recovery: Recovery, what: str) -> None:
    outbox.ask("factors.send_recovery", recovery_id=recovery.id, what=what, letter=new_letter())
