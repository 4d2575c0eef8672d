"""Giving and taking roles. Each act is kept in the chain of the campaign, or of the platform."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.models import Account, RoleGrant
from app.accounts.permissions import Act
from app.accounts.personal.models import ErasureRequest
from app.accounts.queries import people, roles
from app.accounts.roles import SCOPES, Actor, Place, Role
from app.audit import chain
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason

WRONG_PLACE = Reason("role-place", _l("This role is not given there. Choose another place for it."))
GIVEN = Reason("role-given", _l("This person has this role there already."))
LAST = Reason("last-administrator", _l("This is the last administrator. Give the role to somebody else first."))


def give(actor: Actor, account_id: int, role: Role, place: Place, now: datetime) -> RoleGrant:
    """Gives a role in a place. Raises NotAllowed, Missing, Invalid (no such role there) or Conflict (given already)."""
    permissions.require(actor, Act.GIVE_ROLE)
    account = people.living(account_id)
    if account is None:
        raise Missing
    if place.scope not in SCOPES.get(role, frozenset()):
        raise Invalid(WRONG_PLACE)
    if roles.find(account_id, role, place):
        raise Conflict(GIVEN)
    grant = RoleGrant(
        account_id=account_id,
        role=role,
        scope=place.word,
        campaign_id=place.campaign_id,
        office_id=place.office_id,
        given_by=actor.id,
        given_at=now,
    )
    db.session.add(grant)
    db.session.flush()
    # Whoever gets a role while they come in is let in with it.
    db.session.expire(account, ["grants"])
    _log("role.give", actor, grant, now)
    return grant


def take(actor: Actor, grant_id: int, now: datetime) -> RoleGrant:
    """Takes a role away. Raises NotAllowed, Missing, or Conflict for the last administrator, whom only a command may take."""
    permissions.require(actor, Act.GIVE_ROLE)
    stay = administrators_who_stay()
    live = select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.ended_at.is_(None))
    grant = db.session.scalar(live.with_for_update().execution_options(populate_existing=True))
    if grant is None:
        raise Missing
    if grant.role == Role.ADMINISTRATOR and not actor.is_system and not stay - {grant.account_id}:
        raise Conflict(LAST)
    grant.ended_at = now
    db.session.flush()
    _log("role.take", actor, grant, now)
    return grant


def administrators_who_stay() -> set[int]:
    """The accounts of administrators who have not asked to be erased. Called inside a write, before anything else."""
    # Locked: two who take each other's role, or leave, at the same moment would leave none.
    found = db.session.scalars(
        select(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None), Account.ended_at.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update(of=RoleGrant)
    )
    holders = {grant.account_id for grant in found}
    return holders - set(db.session.scalars(select(ErasureRequest.account_id)))


def _log(act: str, actor: Actor, grant: RoleGrant, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor.id,
        thing="account",
        thing_id=grant.account_id,
        campaign_id=grant.campaign_id,
        role=grant.role.value,
        place=grant.scope,
    )
