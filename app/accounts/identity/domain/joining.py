"""Two accounts of one person become one. Both were shown to be theirs before; the closed one lets nobody in any more."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.accounts.factors import queries as factors
from app.accounts.identity import moving
from app.accounts.identity.models import Assistance, EntryCode, Identity, JoinedAccount, Link, OpenedAccount
from app.accounts.identity.slots import ACCOUNT_JOIN, JOIN_SHUT, Joining
from app.accounts.models import Account, Consent, RoleGrant
from app.accounts.personal import ages
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, Reason
from app.foundation.unit_of_work import is_writing

# In the place of an address: nobody has such a one, and a sign-in with it finds nothing.
CLOSED = "joined:"

ONE = Reason("join-one", _l("This is the account that you are signed in with. Name the other one."))
ROLES = Reason(
    "join-roles",
    _l(
        "The other account has a part in running the site. Sign in with that one and join this account to it, or ask an administrator "
        "to take the role away first."
    ),
)
BLOCKED = Reason(
    "join-blocked", _l("The other account may not write for now. The two can be joined once that is over.")
)
SECOND_STEP = Reason(
    "join-second-step",
    _l("The other account asks for a second step at sign-in. Sign in with that one and join this account to it."),
)
DEMO = Reason("join-demo", _l("People of the demonstration stay as they are."))


def refusal(kept_id: int, closed_id: int, now: datetime) -> Reason | None:
    """Why the two cannot become one now, or None where they can. Raises Missing where one of them is closed."""
    if kept_id == closed_id:
        return ONE
    held = select(Account).where(Account.id.in_({kept_id, closed_id}), Account.ended_at.is_(None)).order_by(Account.id)
    accounts = {a.id: a for a in db.session.scalars(held.with_for_update() if is_writing() else held)}
    if len(accounts) < 2:
        raise Missing
    closed = accounts[closed_id]
    if any(account.is_demo for account in accounts.values()):
        return DEMO
    live = select(RoleGrant.id).where(RoleGrant.account_id == closed_id, RoleGrant.ended_at.is_(None)).limit(1)
    if db.session.scalar(live):
        return ROLES
    if any(block.holds(now) for block in closed.blocks):
        return BLOCKED
    # However it was shown whose it is: whoever is not let into an account does not get it by joining either.
    if factors.has_any(closed_id):
        return SECOND_STEP
    found = JOIN_SHUT.fill(Joining(kept_id, closed_id, now))
    return next((reason for reason in found if reason is not None), None)


def join(kept_id: int, closed_id: int, now: datetime) -> JoinedAccount:
    """All that is of the closed account becomes that of the kept one, nothing twice. Raises Conflict or Missing."""
    reason = refusal(kept_id, closed_id, now)
    if reason:
        raise Conflict(reason)
    joining = Joining(kept_id, closed_id, now)
    moved: dict[str, int] = {}
    for part in ACCOUNT_JOIN.fill(joining):
        for word, count in part.items():
            moved[word] = moved.get(word, 0) + count
    _move_own(joining)
    _close(joining)
    joined = JoinedAccount(closed_id=closed_id, kept_id=kept_id, joined_at=now, moved=moved)
    db.session.add(joined)
    db.session.flush()
    chain.log("account.join", now=now, actor_id=kept_id, thing="account", thing_id=closed_id, kept=kept_id, moved=moved)
    return joined


def _move_own(joining: Joining) -> None:
    moving.move(Link, joining)
    moving.move(Identity, joining)
    moving.move(Consent, joining, ("text_name", "version"))
    if db.session.get(OpenedAccount, joining.kept_id) is None:
        moving.move(OpenedAccount, joining)
    years = ages.declared(joining.closed_id)
    if years:
        ages.declare(joining.kept_id, years, joining.now)
    helped = (Assistance.account_id == joining.closed_id, Assistance.helper_id != joining.kept_id)
    db.session.execute(update(Assistance).where(*helped).values(account_id=joining.kept_id))
    alive = (EntryCode.account_id == joining.closed_id, EntryCode.used_at.is_(None), EntryCode.ended_at.is_(None))
    db.session.execute(update(EntryCode).where(*alive).values(ended_at=joining.now))
    earlier = JoinedAccount.kept_id == joining.closed_id
    db.session.execute(update(JoinedAccount).where(earlier).values(kept_id=joining.kept_id))


def _close(joining: Joining) -> None:
    """Nobody comes in by the closed account; its address is that of the kept one, where that has none."""
    kept, closed = (db.session.get_one(Account, id) for id in (joining.kept_id, joining.closed_id))
    email, key = closed.email, closed.email_key
    closed.email, closed.email_key, closed.password_hash = "", f"{CLOSED}{closed.id}", ""
    closed.ended_at = joining.now
    closed.session_epoch += 1
    kept.territory_id = kept.territory_id or closed.territory_id
    db.session.flush()
    if email and not kept.email:
        kept.email, kept.email_key = email, key
    db.session.flush()
