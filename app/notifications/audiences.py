"""Who is told what concerns a campaign: people, page by page, as a query of account ids."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union

from app.accounts.models import Account
from app.notifications.models import NoticeKind
from app.territories.models import Territory
from campaigns.contributions.models import PUBLIC, Contribution, Follow
from campaigns.discussion.models import Conclusion
from campaigns.ideas.models import CoAuthor, Idea, Support
from campaigns.ideas.queries.joined import writers_of
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import people_who_see

# How many people are told in one step.
AT_ONCE = 500

# What concerns everyone who wrote or follows anything in the campaign.
OF_ALL = frozenset({NoticeKind.RESULT_PUBLISHED, NoticeKind.SELECTED, NoticeKind.ASSESSED, NoticeKind.DIGEST})


def audience(
    kind: NoticeKind, campaign: Campaign, after: int, most: int, contribution_id: int | None = None
) -> Select[int]:
    """The next people, by id, who follow what the fact is about and may still see the campaign."""
    concerned = _concerned(kind, campaign.id, contribution_id).subquery()
    query = (
        select(Account.id)
        .where(Account.id.in_(select(concerned.c.account_id)), Account.id > after, Account.ended_at.is_(None))
        .where(people_who_see(campaign))
        .order_by(Account.id)
        .limit(most)
    )
    # Whoever writes along knows of it.
    knows = kind == NoticeKind.FOLLOWED_PUBLISHED and contribution_id is not None
    return query.where(Account.id.not_in(writers_of(contribution_id or 0))) if knows else query


def _concerned(kind: NoticeKind, campaign_id: int, contribution_id: int | None) -> Select[int] | CompoundSelect[int]:
    followers = select(Follow.account_id.label("account_id")).where(Follow.campaign_id == campaign_id)
    if kind == NoticeKind.FOLLOWED_PUBLISHED:
        return select(Follow.account_id.label("account_id")).where(_leads_to(campaign_id, contribution_id))
    if kind == NoticeKind.CONCLUSION_WRITTEN:
        topic = select(Conclusion.topic_id).where(Conclusion.id == contribution_id).scalar_subquery()
        return union(followers, select(Follow.account_id).where(Follow.contribution_id == topic))
    if kind not in OF_ALL:
        return followers
    public = (Contribution.campaign_id == campaign_id, Contribution.state.in_(sorted(PUBLIC)))
    authors = select(Contribution.author_id).where(*public, Contribution.author_id.is_not(None))
    of_texts = select(Follow.account_id).join(Contribution, Contribution.id == Follow.contribution_id).where(*public)
    joined = (CoAuthor.account_id.is_not(None), CoAuthor.ended_at.is_(None))
    with_them = select(CoAuthor.account_id).join(Contribution, Contribution.id == CoAuthor.idea_id)
    return union(followers, authors, of_texts, with_them.where(*public, *joined))


def _leads_to(campaign_id: int, idea_id: int | None) -> ColumnElement[bool]:
    """Follows of whatever an idea is in or about: its campaign, its track, its service, its place and all that it lies in."""
    idea = select(Idea.track_id, Idea.service_id, Idea.territory_id).where(Idea.id == idea_id).subquery()
    around = select(idea.c.territory_id.label("id")).cte("around", recursive=True)
    above = select(Territory.parent_id).join(around, Territory.id == around.c.id)
    # Without twins, so that places which were made to lie in each other by mistake end it, too.
    around = around.union(above)
    return or_(
        Follow.campaign_id == campaign_id,
        Follow.track_id.in_(select(idea.c.track_id)),
        Follow.service_id.in_(select(idea.c.service_id)),
        Follow.territory_id.in_(select(around.c.id)),
    )


def office_followers(office_id: int, campaign: Campaign, after: int, most: int) -> Select[int]:
    """The next people, by id, who follow the department and may see the campaign."""
    following = select(Follow.account_id).where(Follow.office_id == office_id)
    return (
        select(Account.id)
        .where(Account.id.in_(following), Account.id > after, Account.ended_at.is_(None))
        .where(people_who_see(campaign))
        .order_by(Account.id)
        .limit(most)
    )


def still_there(account_ids: Sequence[int], campaign: Campaign) -> Select[int]:
    """Those of the people who have an account and may see the campaign."""
    return select(Account.id).where(Account.id.in_(account_ids), Account.ended_at.is_(None), people_who_see(campaign))


def concerned_by(idea_id: int, campaign: Campaign, after: int, most: int) -> Select[int]:
    """The next people, by id, who wrote, support or follow the idea and may still see the campaign."""
    concerned = union(
        select(Support.account_id).where(Support.idea_id == idea_id),
        select(Follow.account_id).where(Follow.contribution_id == idea_id),
        writers_of(idea_id),
    ).subquery()
    return (
        select(Account.id)
        .where(Account.id.in_(select(concerned.c[0])), Account.id > after, Account.ended_at.is_(None))
        .where(people_who_see(campaign))
        .order_by(Account.id)
        .limit(most)
    )
