"""What would be given out if it were done now: the ideas by the rule of the card, the experts, and who may not assess what."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation.db import db
from campaigns.assessment.giving import Bar
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import CoAuthor, Idea
from campaigns.rounds.models import ResultRow
from campaigns.rounds.queries import results
from campaigns.selection.models import Selection, SelectionRow, Way
from campaigns.selection.queries.ground import deciding


def selection_made(campaign_id: int) -> bool:
    """Whether there are selected ideas."""
    made = (Selection.campaign_id == campaign_id, Selection.made_at.is_not(None))
    return db.session.scalar(select(Selection.id).where(*made)) is not None


def ideas(campaign_id: int, first_by_support: int) -> list[int]:
    """The ids of the ideas to assess: the selected ones, or the first so many by support that everyone may read."""
    public = (Contribution.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
    if first_by_support:
        query = _by_support(campaign_id).where(*public).limit(first_by_support)
    else:
        chosen = (Selection.campaign_id == campaign_id, Selection.made_at.is_not(None))
        query = _joined(SelectionRow).join(Selection, Selection.id == SelectionRow.selection_id)
        query = query.where(*public, *chosen, SelectionRow.way != Way.NOT_SELECTED).order_by(SelectionRow.idea_id)
    return list(db.session.scalars(query))


def _joined(rows: Any) -> Select[Any]:
    return select(Idea.id).join(Contribution, Contribution.id == Idea.id).join(rows, rows.idea_id == Idea.id)


def _by_support(campaign_id: int) -> Select[Any]:
    """By the rank of the published result where there is one, else by what supports the idea at this moment."""
    round_ = deciding(campaign_id)
    result = results.current(round_.id) if round_ else None
    if result is not None and result.published_at is not None:
        return _joined(ResultRow).where(ResultRow.result_id == result.id).order_by(ResultRow.rank)
    every = select(Idea.id).join(Contribution, Contribution.id == Idea.id)
    return every.order_by(Idea.support_total.desc(), Idea.id)


def experts(campaign_id: int) -> list[int]:
    """The ids of the living experts of the campaign."""
    query = select(Account.id).where(Account.id.in_(select(RoleGrant.account_id).where(is_expert(campaign_id))))
    return list(db.session.scalars(query.where(Account.ended_at.is_(None)).order_by(Account.id)))


def is_expert(campaign_id: int) -> ColumnElement[bool]:
    """Grants by which somebody is an expert of the campaign now."""
    return and_(RoleGrant.role == Role.EXPERT, RoleGrant.campaign_id == campaign_id, RoleGrant.ended_at.is_(None))


def bars(idea_ids: Sequence[int], account_ids: Collection[int]) -> set[Bar]:
    """Who of these wrote which of these ideas, alone or along; whoever left goes on being no stranger to it."""
    people = sorted(account_ids)
    rows = db.session.execute(
        select(Contribution.id, Contribution.author_id, CoAuthor.account_id)
        .outerjoin(CoAuthor, and_(CoAuthor.idea_id == Contribution.id, CoAuthor.account_id.in_(people)))
        .where(Contribution.id.in_(idea_ids), or_(Contribution.author_id.in_(people), CoAuthor.id.is_not(None)))
    )
    return {(row.id, one) for row in rows for one in (row.author_id, row.account_id) if one in account_ids}
