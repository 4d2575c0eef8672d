"""One idea with all that its page says, in one statement and that of the campaign's windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, false, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Account
from app.accounts.roles import GUEST, Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.territories.models import Territory
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, Follow, Kind, State, Version
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import campaigns_not_shut_to, campaigns_seen_by


@dataclass(frozen=True)
class IdeaRead:
    """An idea as one person may read it. `idea`, its common row and its campaign are loaded, with track, territory and service.

    `changed_at` is when its author changed it last since it was published, None where they never did.
    """

    idea: Idea
    byline: str
    is_supported: bool
    is_followed: bool
    changed_at: datetime | None

    @property
    def contribution(self) -> Contribution:
        return self.idea.contribution

    @property
    def campaign(self) -> Campaign:
        return self.idea.contribution.campaign

    @property
    def state(self) -> State:
        return self.idea.contribution.state


def idea_or_missing(actor: Actor, idea_id: int) -> IdeaRead:
    """The idea at this address. Raises Missing where there is none or the actor may not know of it."""
    row = db.session.execute(_read(actor).where(Idea.id == idea_id, visible_to(actor))).one_or_none()
    return _shown(row)


def draft_or_missing(digest: str) -> IdeaRead:
    """The idea under a secret's digest, whoever may hold the secret. Raises Missing where there is none."""
    row = db.session.execute(_read(GUEST).where(Idea.draft_secret == digest)).one_or_none()
    return _shown(row)


def _shown(row: Row[Any] | None) -> IdeaRead:
    if row is None:
        raise Missing()
    name = byline(row.written, row.given_name, row.family_name, row.place)
    return IdeaRead(row.Idea, name, row.is_supported, row.is_followed, row.edited_at)


def _read(actor: Actor) -> Select[Any]:
    place = aliased(Territory)
    supported = exists().where(Support.idea_id == Idea.id, Support.account_id == actor.id)
    followed = exists().where(Follow.contribution_id == Idea.id, Follow.account_id == actor.id)
    edited = select(func.max(Version.kept_at)).where(Version.contribution_id == Idea.id, Version.number > 1)
    return (
        select(
            Idea,
            edited.scalar_subquery().label("edited_at"),
            (supported if actor.id else false()).label("is_supported"),
            (followed if actor.id else false()).label("is_followed"),
            *byline_columns(place),
        )
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(place, place.id == Account.territory_id)
        .outerjoin(Idea.track)
        .outerjoin(Idea.territory)
        .outerjoin(Idea.service)
        .options(
            contains_eager(Idea.contribution).contains_eager(Contribution.campaign),
            contains_eager(Idea.track),
            contains_eager(Idea.territory),
            contains_eager(Idea.service),
        )
    )


def unfinished(campaign_id: int, account_id: int | None, digests: Sequence[str]) -> tuple[int, str | None] | None:
    """The draft that a person, or whoever holds one of the secrets' digests, changed last in the campaign: id and digest."""
    theirs = Contribution.author_id == account_id if account_id else Contribution.author_id.is_(None)
    query = (
        select(Idea.id, Idea.draft_secret)
        .join(Idea.contribution)
        .where(
            Contribution.campaign_id == campaign_id, Contribution.kind == Kind.IDEA, Contribution.state == State.DRAFT
        )
        .where(theirs)
        .order_by(Contribution.changed_at.desc(), Idea.id.desc())
        .limit(1)
    )
    if account_id is None:
        query = query.where(Idea.draft_secret.in_(digests))
    row = db.session.execute(query).one_or_none()
    return (row.id, row.draft_secret) if row else None


@dataclass(frozen=True)
class Written:
    """A line of a person's own list."""

    id: int
    number: int | None
    title: str
    state: State
    campaign: str
    changed_at: datetime
    supports: int


def written_by(account_id: int, most: int = 50) -> list[Written]:
    """A person's own ideas and drafts, the last changed first; none of a campaign that they do not see any more."""
    rows = db.session.execute(
        select(
            Idea.id,
            Idea.number,
            Idea.title,
            Contribution.state,
            Campaign.title,
            Contribution.changed_at,
            Idea.support_total,
        )
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Contribution.author_id == account_id, Contribution.kind == Kind.IDEA)
        .where(campaigns_not_shut_to(account_id))
        .order_by(Contribution.changed_at.desc(), Idea.id.desc())
        .limit(most)
    )
    return [Written(*row) for row in rows]


@dataclass(frozen=True)
class Followed:
    """A line of the ideas a person follows."""

    id: int
    title: str
    campaign: str


def followed_by(account_id: int, most: int = 50) -> list[Followed]:
    """The ideas a person follows and may read now, the latest followed first."""
    rows = db.session.execute(
        select(Idea.id, Idea.title, Campaign.title)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .join(Follow, Follow.contribution_id == Contribution.id)
        .where(Follow.account_id == account_id, Contribution.state.in_(sorted(PUBLIC)), campaigns_seen_by(account_id))
        .order_by(Follow.since.desc(), Follow.id.desc())
        .limit(most)
    )
    return [Followed(*row) for row in rows]
