"""Asking somebody by e-mail to work here: the role waits for whoever confirms the address."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select

from app.accounts import emails, permissions
from app.accounts.domain import roles
from app.accounts.domain.registration import new_letter
from app.accounts.models import Account
from app.accounts.permissions import Act
from app.accounts.personal import terms
from app.accounts.queries import people
from app.accounts.queries import roles as given
from app.accounts.roles import SCOPES, SYSTEM, Actor, Place, Role
from app.administration.models import StaffInvitation
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, Reason

WAITS = terms.STAFF_INVITATIONS.lasts
INVITED = Reason(
    "invited", _l("This address is invited to this role there already. Take the invitation back to send it anew.")
)


def invite(actor: Actor, email: str, role: Role, place: Place, language: str, now: datetime) -> StaffInvitation | None:
    """Asks for the role whoever has this address; somebody whose address is confirmed has it at once, and None is given.

    Raises NotAllowed, Invalid (no such role there) or Conflict (given or invited already).
    """
    permissions.require(actor, Act.GIVE_ROLE)
    if place.scope not in SCOPES.get(role, frozenset()):
        raise Invalid(roles.WRONG_PLACE)
    key = emails.key_of(email)
    account = people.by_email_key(key)
    if account and account.ended_at is None and account.email_confirmed_at is not None:
        roles.give(actor, account.id, role, place, now)
        return None
    if _waiting(key, role, place, now):
        raise Conflict(INVITED)
    invitation = StaffInvitation(
        email=email,
        email_key=key,
        language=language,
        role=role,
        scope=place.word,
        campaign_id=place.campaign_id,
        office_id=place.office_id,
        invited_at=now,
        invited_by=actor.id,
        until=now + WAITS,
    )
    db.session.add(invitation)
    db.session.flush()
    _log("staff.invite", actor.id, invitation, now)
    outbox.ask("administration.send_invitation", invitation_id=invitation.id, letter=new_letter())
    return invitation


def take_back(actor: Actor, invitation_id: int, now: datetime) -> None:
    """Takes an invitation back. Raises NotAllowed, or Missing where none of this number waits."""
    permissions.require(actor, Act.GIVE_ROLE)
    invitation = db.session.get(StaffInvitation, invitation_id, with_for_update=True, populate_existing=True)
    if invitation is None or invitation.ended_at is not None:
        raise Missing
    invitation.ended_at = now
    db.session.flush()
    _log("staff.uninvite", actor.id, invitation, now)


def welcome(account: Account, now: datetime) -> None:
    """Gives whoever comes in the roles that wait for their address. Only a confirmed address is somebody's own."""
    if account.email_confirmed_at is None:
        return
    waiting = select(StaffInvitation).where(
        StaffInvitation.email_key == account.email_key, StaffInvitation.ended_at.is_(None), StaffInvitation.until > now
    )
    for invitation in db.session.scalars(waiting.order_by(StaffInvitation.id).with_for_update()).all():
        place = Place(invitation.campaign_id, invitation.office_id)
        invitation.ended_at, invitation.account_id = now, account.id
        if not given.find(account.id, invitation.role, place):
            grant = roles.give(SYSTEM, account.id, invitation.role, place, now)
            grant.given_by = invitation.invited_by
    db.session.flush()


def forget(now: datetime) -> None:
    """Invitations that were used, taken back or not used in time go; the log keeps that there were some, without an address."""
    over = or_(StaffInvitation.ended_at.is_not(None), StaffInvitation.until <= now)
    db.session.execute(delete(StaffInvitation).where(over))


def _waiting(key: str, role: Role, place: Place, now: datetime) -> bool:
    """Whether such an invitation waits; one whose time is over makes way."""
    same = (StaffInvitation.email_key == key, StaffInvitation.role == role, StaffInvitation.scope == place.word)
    found = db.session.scalar(
        select(StaffInvitation).where(*same, StaffInvitation.ended_at.is_(None)).with_for_update()
    )
    if found is None or found.until > now:
        return found is not None
    found.ended_at = now
    db.session.flush()
    return False


def _log(act: str, actor_id: int | None, invitation: StaffInvitation, now: datetime) -> None:
    chain.log(
        act,
        now=now,
        actor_id=actor_id,
        thing="invitation",
        thing_id=invitation.id,
        campaign_id=invitation.campaign_id,
        role=invitation.role.value,
        place=invitation.scope,
    )
