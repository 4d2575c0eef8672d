"""Who a campaign by invitation is open to: people of a list, of a link and of e-mail domains come in and are removed."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import outbox
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from app.foundation.upserts import upsert
from campaigns.plan import permissions
from campaigns.plan.addresses import FOR_EVERYBODY, MOST
from campaigns.plan.models import Audience, Campaign, Invitation, Joining, Member
from campaigns.plan.phases import Act
from campaigns.plan.queries import members

OPEN = Reason("members.open", _l("This project is open to everyone: nobody has to be invited."))
TOO_MANY = Reason("members.too-many", _l("At most 2,000 addresses at a time. Send the rest after these."))
NO_ADDRESSES = Reason("members.no-addresses", _l("Write at least one address."))
FOR_ALL = Reason("members.for-everybody", _l("Anybody can have an address at %(domain)s, so it would let in everyone."))
TOO_MANY_DOMAINS = Reason("members.too-many-domains", _l("At most 20 domains."))
REMOVED = Reason(
    "members.removed", _l("The organisers have closed this project to you. They can invite you again by your e-mail.")
)
MOST_DOMAINS = 20
A_STEP = 200


def digest_of(secret: str) -> str:
    """What is kept of the secret of a link."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def opens(campaign: Campaign, secret: str) -> bool:
    """Whether the secret is that of the campaign's link."""
    return campaign.invite_secret is not None and hmac.compare_digest(campaign.invite_secret, digest_of(secret))


def _held(campaign: Campaign, actor: Actor, now: datetime) -> Campaign:
    if campaign.audience != Audience.INVITED:
        permissions.require(actor, Act.INVITE, campaign, now)
        raise Conflict(OPEN)
    return _locked(campaign, actor, now)


def _locked(campaign: Campaign, actor: Actor, now: datetime) -> Campaign:
    permissions.require(actor, Act.INVITE, campaign, now)
    query = select(Campaign).where(Campaign.id == campaign.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def invite(campaign: Campaign, addresses: Mapping[str, str], *, actor: Actor, now: datetime) -> int:
    """Puts addresses (by their keys) on the list and asks for their letters; who has confirmed one is a member at once, of a
    long list with the letters.

    Who was removed is let in again. Returns how many are new on the list. Raises NotAllowed, Invalid, Conflict.
    """
    if not addresses:
        raise Invalid(NO_ADDRESSES)
    if len(addresses) > MOST:
        raise Invalid(TOO_MANY)
    held = _held(campaign, actor, now)
    listed = members.listed(held.id, list(addresses))
    new = [
        {"campaign_id": held.id, "email": email, "email_key": key, "invited_at": now, "invited_by": actor.id}
        for key, email in addresses.items()
        if key not in listed
    ]
    if new:
        db.session.execute(insert(Invitation), new)
    _log("people.invited", held, actor.id, now, count=len(new))
    if len(addresses) <= A_STEP:
        let_in(held, members.with_addresses(list(addresses)), Joining.LIST, actor_id=actor.id, now=now, again=True)
    if new:
        outbox.ask_once("plan.send_invitations", campaign_id=held.id)
    return len(new)


def let_in(
    campaign: Campaign,
    people: Sequence[int],
    way: Joining,
    *,
    actor_id: int | None,
    now: datetime,
    again: bool = False,
) -> list[int]:
    """Makes these people members; those who are stay as they are, those who were removed stay out but `again`. Returns the new."""
    rows = [{"campaign_id": campaign.id, "account_id": id, "joined_by": way, "since": now} for id in people]
    added: list[int] = []
    if rows:
        put = upsert(Member).values(rows).on_conflict_do_nothing()
        added += db.session.scalars(put.returning(Member.account_id))
    if again:
        back = update(Member).where(
            Member.campaign_id == campaign.id, Member.account_id.in_(people), Member.ended_at.is_not(None)
        )
        added += db.session.scalars(back.values(ended_at=None, joined_by=way, since=now).returning(Member.account_id))
    if added:
        _log("member.added", campaign, actor_id, now, way=way.value, account_ids=sorted(added))
    return sorted(added)


def make_link(campaign: Campaign, *, actor: Actor, now: datetime) -> str:
    """A new link: returns its secret, which is told only now. The link before it leads nowhere any more."""
    held = _held(campaign, actor, now)
    secret = secrets.token_urlsafe(18)
    held.invite_secret = digest_of(secret)
    _log("link.made", held, actor.id, now)
    return secret


def cut_link(campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """The link leads nowhere any more. Who came in by it stays."""
    held = _held(campaign, actor, now)
    if held.invite_secret is not None:
        held.invite_secret = None
        _log("link.cut", held, actor.id, now)


def join(campaign: Campaign, secret: str, *, actor: Actor, now: datetime) -> None:
    """The actor comes in by the link. Raises Missing where the link has changed meanwhile, NotAllowed for who was removed."""
    if actor.id is None:
        raise Missing
    query = select(Campaign).where(Campaign.id == campaign.id).with_for_update(read=True)
    held = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if not opens(held, secret):
        raise Missing
    member = db.session.get(Member, (held.id, actor.id), populate_existing=True)
    if member is not None and member.ended_at is not None:
        raise NotAllowed(REMOVED)
    let_in(held, [actor.id], Joining.LINK, actor_id=actor.id, now=now)


def set_domains(campaign: Campaign, domains: Iterable[str], *, actor: Actor, now: datetime) -> list[str]:
    """Confirmed addresses of exactly these domains (in their ASCII form) let in. Those who have one come in by a job."""
    held = _held(campaign, actor, now)
    wanted = list(dict.fromkeys(domains))
    if len(wanted) > MOST_DOMAINS:
        raise Invalid(TOO_MANY_DOMAINS)
    for domain in wanted:
        if domain in FOR_EVERYBODY:
            raise Invalid(Reason(FOR_ALL.code, FOR_ALL.sentence, {"domain": domain}))
    if wanted != held.domains:
        held.domains = wanted
        _log("domains.set", held, actor.id, now, count=len(wanted))
        outbox.ask_once("plan.let_domains_in", campaign_id=held.id)
    return wanted


def remove(campaign: Campaign, account_id: int, *, actor: Actor, now: datetime) -> None:
    """The person sees the campaign no more; what they wrote stays. They leave the list, too. Raises Missing."""
    held = _locked(campaign, actor, now)
    left = update(Member).where(
        Member.campaign_id == held.id, Member.account_id == account_id, Member.ended_at.is_(None)
    )
    if not db.session.scalars(left.values(ended_at=now).returning(Member.account_id)).all():
        raise Missing
    key = select(Account.email_key).where(Account.id == account_id).scalar_subquery()
    db.session.execute(delete(Invitation).where(Invitation.campaign_id == held.id, Invitation.email_key == key))
    chain.log("member.removed", now=now, actor_id=actor.id, thing="account", thing_id=account_id, campaign_id=held.id)


def take_back(campaign: Campaign, invitation_id: int, *, actor: Actor, now: datetime) -> None:
    """Takes an address off the list: who confirms it later is no member. Raises Missing where it is not on it."""
    held = _locked(campaign, actor, now)
    same = (Invitation.campaign_id == held.id, Invitation.id == invitation_id)
    if not db.session.scalars(delete(Invitation).where(*same).returning(Invitation.id)).all():
        raise Missing
    _log("invitation.taken-back", held, actor.id, now, invitation_id=invitation_id)


def welcome(account_id: int, now: datetime) -> None:
    """Lets a person who has just proved their address into the campaigns that wait for it: by their lists and by its domain."""
    account = db.session.get_one(Account, account_id)
    if account.email_confirmed_at is None:
        return
    for campaign, way in members.waiting_for(account.email_key):
        let_in(campaign, [account_id], way, actor_id=account_id, now=now)


def _log(act: str, campaign: Campaign, actor_id: int | None, now: datetime, **details: Any) -> None:
    where: dict[str, Any] = {"thing": "campaign", "thing_id": campaign.id, "campaign_id": campaign.id}
    chain.log(act, now=now, actor_id=actor_id, **where, **details)
