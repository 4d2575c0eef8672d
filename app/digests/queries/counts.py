"""What a snapshot counts. Everything about ideas stands on the rows of the frozen result."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Account
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea, Support, SupportSheet
from campaigns.plan.models import Track
from campaigns.rounds.models import ResultRow, Round
from campaigns.rounds.queries.recount import counted_in

BATCH = 5000


@dataclass(frozen=True)
class Group:
    """Ideas that share a track or a territory; `name` is None for those that have none."""

    id: int | None
    name: str | None
    ideas: int
    support: int


def by_state(campaign_id: int) -> dict[str, int]:
    """How many ideas of the campaign are in each state; drafts are nobody's business."""
    rows = db.session.execute(
        select(Contribution.state, func.count())
        .where(
            Contribution.campaign_id == campaign_id, Contribution.kind == Kind.IDEA, Contribution.state != State.DRAFT
        )
        .group_by(Contribution.state)
    )
    return {state.value: number for state, number in rows}


def by_track(result_id: int) -> list[Group]:
    """The result's ideas by track, most ideas first."""
    return _groups(
        select(Track.id, Track.name, func.count(), func.sum(ResultRow.votes))
        .select_from(ResultRow)
        .join(Idea, Idea.id == ResultRow.idea_id)
        .outerjoin(Track, Track.id == Idea.track_id)
        .where(ResultRow.result_id == result_id)
        .group_by(Track.id, Track.name)
    )


def by_territory(result_id: int) -> list[Group]:
    """The result's ideas by territory, most ideas first."""
    return _groups(
        select(Territory.id, Territory.name, func.count(), func.sum(ResultRow.votes))
        .select_from(ResultRow)
        .join(Idea, Idea.id == ResultRow.idea_id)
        .outerjoin(Territory, Territory.id == Idea.territory_id)
        .where(ResultRow.result_id == result_id)
        .group_by(Territory.id, Territory.name)
    )


def _groups(query: object) -> list[Group]:
    rows = db.session.execute(query)  # type: ignore[call-overload]
    groups = [Group(id, name, ideas, int(support)) for id, name, ideas, support in rows]
    return sorted(groups, key=lambda group: (-group.ideas, group.name is None, group.name or ""))


def elsewhere_by_channel(round_: Round, result_id: int) -> dict[str, int]:
    """Support that came in elsewhere, by channel."""
    sheets, _ = counted_in(round_)
    rows = db.session.execute(
        select(SupportSheet.channel, func.sum(SupportSheet.count))
        .join(Idea, Idea.id == SupportSheet.idea_id)
        .join(ResultRow, ResultRow.idea_id == func.coalesce(Idea.joined_to_id, Idea.id))
        .where(ResultRow.result_id == result_id, sheets)
        .group_by(SupportSheet.channel)
    )
    return {channel.value: int(number) for channel, number in rows if number}


def by_channel(result_id: int) -> dict[str, int]:
    """How the result's ideas came in."""
    rows = db.session.execute(
        select(Contribution.channel, func.count())
        .join(ResultRow, ResultRow.idea_id == Contribution.id)
        .where(ResultRow.result_id == result_id)
        .group_by(Contribution.channel)
    )
    return {channel.value: number for channel, number in rows}


def authors(result_id: int) -> Iterable[tuple[int | None, object]]:
    """Who brought each idea of the result (None where no account stands behind it), and when it was sent."""
    return db.session.execute(
        select(Contribution.author_id, func.coalesce(Contribution.submitted_at, Contribution.published_at))
        .join(ResultRow, ResultRow.idea_id == Contribution.id)
        .where(ResultRow.result_id == result_id)
        .execution_options(yield_per=BATCH)
    )


def supports(round_: Round, result_id: int) -> Iterable[tuple[int, object, int | None]]:
    """Each support on the site: who, when, and the territory they live in."""
    _, voted = counted_in(round_)
    return db.session.execute(
        select(Support.account_id, Support.since, Account.territory_id)
        .join(ResultRow, ResultRow.idea_id == Support.idea_id)
        .join(Account, Account.id == Support.account_id)
        .where(ResultRow.result_id == result_id, voted)
        .execution_options(yield_per=BATCH)
    )


def territory_names() -> dict[int, str]:
    """All places by id."""
    return dict(db.session.execute(select(Territory.id, Territory.name)).all())


def rows(result_id: int, *which: ColumnElement[bool], most: int = 0) -> list[ResultRow]:
    """Rows of the result by rank, at most so many where that is said."""
    query = select(ResultRow).where(ResultRow.result_id == result_id, *which).order_by(ResultRow.rank)
    return list(db.session.scalars(query.limit(most) if most else query))


def first_of_track(result_id: int, track_id: int, most: int) -> list[ResultRow]:
    """The most supported ideas of a track."""
    return rows(result_id, ResultRow.idea_id.in_(select(Idea.id).where(Idea.track_id == track_id)), most=most)


def titles(ids: Iterable[int]) -> dict[str, str]:
    """The titles of the ideas, by id as text."""
    query = select(Idea.id, Idea.title).where(Idea.id.in_(sorted(set(ids)))).order_by(Idea.id)
    return {str(id): title for id, title in db.session.execute(query)}
