"""Selections that are made, shaped for pages and files. Unfinished ones are seen nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, select, true

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round, Source
from campaigns.selection.models import Selection, SelectionRow, Way

PAGE = 30


@dataclass(frozen=True)
class Count:
    """A selection in numbers."""

    ideas: int
    selected: int
    by_experts: int

    @property
    def by_support(self) -> int:
        return self.selected - self.by_experts


@dataclass(frozen=True)
class Fate:
    """What became of one idea. Without `way` it had no row: it took no part in the count, or was not public."""

    way: Way | None
    rank: int
    votes: int
    reason: str
    expert: str
    ideas: int
    selected: int


@dataclass(frozen=True)
class Line:
    """An idea of the selection. `title` is None where the reader may not see the idea any more."""

    idea_id: int
    number: int | None
    title: str | None
    language: str
    rank: int
    votes: int
    way: Way
    reason: str
    expert: str


def counts(campaign_ids: Sequence[int], *, before_votes: bool = False) -> dict[int, Count]:
    """The numbers of each campaign whose selection is made; with `before_votes` only where no vote that came after it has a
    published result. One statement.
    """
    voted = (
        select(Result.id)
        .join(Round, Round.id == Result.round_id)
        .where(
            Round.campaign_id == Selection.campaign_id,
            Round.source == Source.BALLOTS,
            Result.published_at.is_not(None),
        )
    )
    by_experts = func.count(SelectionRow.idea_id)
    rows = db.session.execute(
        select(Selection.campaign_id, Selection.ideas, Selection.selected, by_experts)
        .outerjoin(SelectionRow, and_(SelectionRow.selection_id == Selection.id, SelectionRow.way == Way.EXPERTS))
        .where(Selection.campaign_id.in_(campaign_ids), Selection.made_at.is_not(None))
        .where(~voted.exists() if before_votes else true())
        .group_by(Selection.campaign_id, Selection.ideas, Selection.selected)
    )
    return {row[0]: Count(*row[1:]) for row in rows}


def fate_of(idea_id: int, campaign_id: int) -> Fate | None:
    """What became of an idea; None where no selection of its campaign is made."""
    row = db.session.execute(
        select(Selection, SelectionRow, Account)
        .outerjoin(SelectionRow, and_(SelectionRow.selection_id == Selection.id, SelectionRow.idea_id == idea_id))
        .outerjoin(Account, Account.id == SelectionRow.picked_by)
        .where(Selection.campaign_id == campaign_id, Selection.made_at.is_not(None))
    ).one_or_none()
    if row is None:
        return None
    selection, kept, expert = row
    if kept is None:
        return Fate(None, 0, 0, "", "", selection.ideas, selection.selected)
    name = expert.public_name if expert else ""
    return Fate(kept.way, kept.rank, kept.votes, kept.reason, name, selection.ideas, selection.selected)


def _lines(selection_id: int, actor: Actor) -> Select[Any]:
    return (
        select(
            SelectionRow,
            Idea.number,
            case((visible_to(actor), Idea.title), else_=None).label("title"),
            Contribution.language,
            Account,
        )
        .join(Idea, Idea.id == SelectionRow.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .outerjoin(Account, Account.id == SelectionRow.picked_by)
        .where(SelectionRow.selection_id == selection_id)
        .order_by(SelectionRow.rank)
    )


def _line(row: Any) -> Line:
    kept: SelectionRow = row.SelectionRow
    return Line(
        idea_id=kept.idea_id,
        number=row.number,
        title=row.title,
        language=row.language,
        rank=kept.rank,
        votes=kept.votes,
        way=kept.way,
        reason=kept.reason,
        expert=row.Account.public_name if row.Account else "",
    )


def by_experts(selection_id: int, actor: Actor) -> list[Line]:
    """The ideas that experts selected, by their rank."""
    query = _lines(selection_id, actor).where(SelectionRow.way == Way.EXPERTS)
    return [_line(row) for row in db.session.execute(query)]


def by_support(selection_id: int, actor: Actor, key: str | None) -> Page[Line]:
    """A page of the ideas selected by support, from the rank after the key."""
    after = (unpack(key, int) or (0,))[0]
    query = _lines(selection_id, actor).where(SelectionRow.way == Way.SUPPORT, SelectionRow.rank > after)
    rows = [_line(row) for row in db.session.execute(query.limit(PAGE + 1))]
    return Page(rows[:PAGE], pack(rows[PAGE - 1].rank) if len(rows) > PAGE else None, is_first=after <= 0)


def everyone(selection_id: int, actor: Actor) -> list[Line]:
    """All ideas of the selection."""
    return [_line(row) for row in db.session.execute(_lines(selection_id, actor))]


def is_superseded(selection: Selection) -> bool:
    """Whether its result was counted again since."""
    result = db.session.get_one(Result, selection.result_id)
    return result.superseded_at is not None
