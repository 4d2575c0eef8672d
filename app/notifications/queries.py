"""Reading notices. What a person may no longer see is named nowhere: a notice about it has no title and no address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from app.notifications.models import Letters, Notice, NoticeKind, NotificationChoices
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.visibility import campaigns_visible_to, visible_to
from campaigns.plan.models import Campaign
from moderation.texts import Text, texts_of

PAGE = 30


@dataclass(frozen=True)
class Place:
    """Where a notice leads: endpoint and values for an address."""

    endpoint: str
    values: dict[str, Any]

    @property
    def url(self) -> str:
        return url_for(self.endpoint, **self.values)


@dataclass(frozen=True)
class NoticeRead:
    """A notice as its person reads it. `title` and `place` are None where they may not see the thing any more."""

    id: int
    kind: NoticeKind
    created_at: datetime
    is_unread: bool
    campaign: str | None
    title: str | None
    place: Place | None


def unread_of(account_id: int) -> int:
    """How many notices a person has not opened yet."""
    return db.session.scalar(select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))) or 0


def notices_of(actor: Actor, after: str | None) -> Page[NoticeRead]:
    """A page of a person's notices, the latest first. Four statements."""
    query = select(Notice).where(Notice.account_id == actor.id)
    key = unpack(after, int)
    if key:
        query = query.where(Notice.id < key[0])
    rows = db.session.scalars(query.order_by(Notice.id.desc()).limit(PAGE + 1)).all()
    following = pack(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return Page(read(rows[:PAGE], actor), following, is_first=key is None)


def newest_of(account_id: int) -> int:
    """The id of a person's latest notice; 0 where there is none."""
    return db.session.scalar(select(func.max(Notice.id)).where(Notice.account_id == account_id)) or 0


def letters_of(account_id: int) -> Letters:
    """How often a person wants a letter about what they follow."""
    query = select(NotificationChoices.followed).where(NotificationChoices.account_id == account_id)
    return db.session.scalar(query) or Letters.DAILY


def read(notices: Sequence[Notice], actor: Actor) -> list[NoticeRead]:
    """The notices with what they are about, as far as the person may see it now."""
    campaigns = _campaigns(notices, actor)
    texts = _texts(notices, actor)
    return [_read(notice, campaigns, texts) for notice in notices]


def _campaigns(notices: Sequence[Notice], actor: Actor) -> dict[int, Campaign]:
    ids = sorted({notice.campaign_id for notice in notices if notice.campaign_id})
    rows = db.session.execute(
        select(Campaign.id, Campaign.slug, Campaign.title).where(Campaign.id.in_(ids), campaigns_visible_to(actor))
    )
    return {row.id: row for row in rows}  # type: ignore[misc]


def _texts(notices: Sequence[Notice], actor: Actor) -> dict[int, Text]:
    ids = sorted({notice.contribution_id for notice in notices if notice.contribution_id})
    rows = db.session.execute(
        select(Contribution.id, Contribution.author_id, Contribution.state)
        .join(Contribution.campaign)
        .where(Contribution.id.in_(ids), visible_to(actor))
    ).all()
    # A moderator sees hidden texts at their desk; as a follower they are told of public ones alone, like everyone.
    return texts_of([row.id for row in rows if row.author_id == actor.id or row.state in PUBLIC])


def _read(notice: Notice, campaigns: dict[int, Campaign], texts: dict[int, Text]) -> NoticeRead:
    campaign = campaigns.get(notice.campaign_id or 0)
    title, place = None, None
    if notice.contribution_id:
        text = texts.get(notice.contribution_id)
        title, place = (text.title, Place(text.endpoint, dict(text.values))) if text else (None, None)
    elif campaign:
        is_result = notice.kind == NoticeKind.RESULT_PUBLISHED
        endpoint = "rounds.show_results" if is_result else "plan.show_campaign"
        title, place = campaign.title, Place(endpoint, {"slug": campaign.slug})
    return NoticeRead(
        id=notice.id,
        kind=notice.kind,
        created_at=notice.created_at,
        is_unread=notice.read_at is None,
        campaign=campaign.title if campaign else None,
        title=title,
        place=place,
    )
