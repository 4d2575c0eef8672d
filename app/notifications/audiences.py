"""Who is told what concerns a campaign: people, page by page, as a query of account ids."""

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, select, true, union

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role, Scope
from app.notifications.models import NoticeKind
from campaigns.contributions.models import PUBLIC, Contribution, Follow
from campaigns.plan.models import Audience, Campaign


def audience(kind: NoticeKind, campaign: Campaign, after: int, most: int) -> Select[int]:
    """The next people, by id, who follow what the fact is about and may still see the campaign."""
    concerned = _concerned(kind, campaign.id).subquery()
    return (
        select(Account.id)
        .where(Account.id.in_(select(concerned.c.account_id)), Account.id > after, Account.ended_at.is_(None))
        .where(_may_see(campaign))
        .order_by(Account.id)
        .limit(most)
    )


def _concerned(kind: NoticeKind, campaign_id: int) -> Select[int] | CompoundSelect[int]:
    followers = select(Follow.account_id.label("account_id")).where(Follow.campaign_id == campaign_id)
    if kind != NoticeKind.RESULT_PUBLISHED:
        return followers
    public = (Contribution.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))
    authors = select(Contribution.author_id).where(*public, Contribution.author_id.is_not(None))
    of_texts = select(Follow.account_id).join(Contribution, Contribution.id == Follow.contribution_id).where(*public)
    return union(followers, authors, of_texts)


def _may_see(campaign: Campaign) -> ColumnElement[bool]:
    if campaign.audience == Audience.EVERYONE:
        return true()
    administers = (RoleGrant.role == Role.ADMINISTRATOR) & (RoleGrant.scope == str(Scope.PLATFORM))
    return exists().where(
        RoleGrant.account_id == Account.id,
        RoleGrant.ended_at.is_(None),
        (RoleGrant.campaign_id == campaign.id) | administers,
    )
