"""Members of a campaign by invitation, and who is still waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select

from app.accounts.models import Account
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.plan.addresses import domain_of
from campaigns.plan.models import Audience, Campaign, Invitation, Joining, Member

PAGE = 50
CHUNK = 500


@dataclass(frozen=True)
class Line:
    """A member. `email` is told where the owner knows it: it stands on the list."""

    account_id: int
    name: str
    email: str
    joined_by: Joining
    since: datetime


@dataclass(frozen=True)
class Numbers:
    """How many are in, and how many addresses of the list nobody has confirmed yet."""

    members: int
    waiting: int


def numbers(campaign_id: int) -> Numbers:
    """Both numbers."""
    inside = select(func.count()).select_from(Member).where(_present(campaign_id))
    waiting = select(func.count()).select_from(Invitation).where(_waiting(campaign_id))
    return Numbers(db.session.scalar(inside) or 0, db.session.scalar(waiting) or 0)


def page(campaign_id: int, words: str, key: str | None) -> Page[Line]:
    """Members whose name or listed address begins with the words, the latest accounts first."""
    query = (
        select(Member, Account, Invitation.email)
        .join(Account, Account.id == Member.account_id)
        .outerjoin(
            Invitation, and_(Invitation.campaign_id == Member.campaign_id, Invitation.email_key == Account.email_key)
        )
        .where(_present(campaign_id), _named(words) if words else Member.campaign_id == campaign_id)
        .order_by(Member.account_id.desc())
        .limit(PAGE + 1)
    )
    after = unpack(key, int)
    if after:
        query = query.where(Member.account_id < after[0])
    rows = [
        Line(member.account_id, account.public_name, email or "", member.joined_by, member.since)
        for member, account, email in db.session.execute(query)
    ]
    following = pack(rows[PAGE - 1].account_id) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, after is None)


def waiting(campaign_id: int, words: str, key: str | None) -> Page[Invitation]:
    """Addresses of the list that nobody has confirmed yet, the latest first."""
    query = select(Invitation).where(_waiting(campaign_id)).order_by(Invitation.id.desc()).limit(PAGE + 1)
    if words:
        query = query.where(Invitation.email_key.contains(words.casefold(), autoescape=True))
    after = unpack(key, int)
    if after:
        query = query.where(Invitation.id < after[0])
    rows = db.session.scalars(query).all()
    return Page(rows[:PAGE], pack(rows[PAGE - 1].id) if len(rows) > PAGE else None, after is None)


def _present(campaign_id: int) -> ColumnElement[bool]:
    return and_(Member.campaign_id == campaign_id, Member.ended_at.is_(None))


def _waiting(campaign_id: int) -> ColumnElement[bool]:
    inside = exists().where(
        Account.email_key == Invitation.email_key,
        Member.account_id == Account.id,
        Member.campaign_id == campaign_id,
        Member.ended_at.is_(None),
    )
    return and_(Invitation.campaign_id == campaign_id, ~inside)


def _named(words: str) -> ColumnElement[bool]:
    # SQLite knows the small and capital letters of English alone: the usual spellings of a name are tried.
    spellings = {words, words.lower(), words.capitalize()}
    names = [
        column.startswith(w, autoescape=True) for w in spellings for column in (Account.given_name, Account.family_name)
    ]
    return or_(Invitation.email_key.contains(words.casefold(), autoescape=True), *names)


def listed(campaign_id: int, keys: Sequence[str]) -> set[str]:
    """Those of the addresses that stand on the list already."""
    same = select(Invitation.email_key).where(Invitation.campaign_id == campaign_id)
    return {key for part in _parts(keys) for key in db.session.scalars(same.where(Invitation.email_key.in_(part)))}


def with_addresses(keys: Sequence[str]) -> list[int]:
    """Ids of living accounts that have confirmed one of the addresses."""
    return [
        id
        for part in _parts(keys)
        for id in db.session.scalars(_confirmed().where(Account.email_key.in_(part)).order_by(Account.id))
    ]


def of_domains(campaign: Campaign, after: int, most: int) -> list[int]:
    """The next people, by id, whose confirmed address is of one of the campaign's domains and who never were members."""
    ends = or_(*(Account.email_key.endswith(f"@{domain}", autoescape=True) for domain in campaign.domains))
    known = exists().where(Member.campaign_id == campaign.id, Member.account_id == Account.id)
    query = _confirmed().where(ends, ~known, Account.id > after).order_by(Account.id).limit(most)
    return list(db.session.scalars(query)) if campaign.domains else []


def _confirmed() -> Select[Any]:
    return select(Account.id).where(Account.email_confirmed_at.is_not(None), Account.ended_at.is_(None))


def waiting_for(email_key: str) -> list[tuple[Campaign, Joining]]:
    """The campaigns that the holder of this confirmed address may enter: by the list, else by the domain."""
    domain = domain_of(email_key)
    on_list = exists().where(Invitation.campaign_id == Campaign.id, Invitation.email_key == email_key)
    # A list of words as JSON text: a whole word stands between quotes on both databases.
    by_domain = cast(Campaign.domains, Text).contains(f'"{domain}"', autoescape=True)
    rows = db.session.execute(
        select(Campaign, on_list)
        .where(Campaign.audience == Audience.INVITED, or_(on_list, by_domain))
        .order_by(Campaign.id)
    )
    return [
        (campaign, Joining.LIST if is_listed else Joining.DOMAIN)
        for campaign, is_listed in rows
        if is_listed or domain in campaign.domains
    ]


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
