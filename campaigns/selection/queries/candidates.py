"""Ideas of a frozen result as experts and owners look at them before the selection is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import CoAuthor, Idea
from campaigns.rounds.models import ResultRow
from campaigns.selection.models import ExpertPick

PAGE = 30


@dataclass(frozen=True)
class Candidate:
    """An idea in rank order, with who picked it and why. `is_own`: the one who looks wrote it, alone or with others."""

    idea_id: int
    number: int | None
    title: str
    problem: str
    proposal: str
    language: str
    rank: int
    votes: int
    winner: bool
    is_own: bool
    picked_by: int | None
    expert: str
    reason: str


def _candidates(
    result_id: int, campaign_id: int, viewer: Actor
) -> Select[ResultRow, Idea, Contribution, ExpertPick, Account, bool]:
    with_others = exists().where(CoAuthor.idea_id == Idea.id, CoAuthor.account_id == viewer.id)
    return (
        select(ResultRow, Idea, Contribution, ExpertPick, Account, with_others.label("with_others"))
        .join(Idea, Idea.id == ResultRow.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .outerjoin(ExpertPick, and_(ExpertPick.idea_id == Idea.id, ExpertPick.campaign_id == campaign_id))
        .outerjoin(Account, Account.id == ExpertPick.account_id)
        .where(ResultRow.result_id == result_id, Contribution.state == State.PUBLISHED)
        .order_by(ResultRow.rank)
    )


def _candidate(row: Any, viewer: Actor) -> Candidate:
    counted, idea, common, pick, expert = row[:5]
    return Candidate(
        idea_id=idea.id,
        number=idea.number,
        title=idea.title,
        problem=idea.problem,
        proposal=idea.proposal,
        language=common.language,
        rank=counted.rank,
        votes=counted.votes,
        winner=counted.winner,
        is_own=viewer.id is not None and (common.author_id == viewer.id or row.with_others),
        picked_by=pick.account_id if pick else None,
        expert=expert.public_name if expert else "",
        reason=pick.reason if pick else "",
    )


def page(result_id: int, campaign_id: int, viewer: Actor, key: str | None) -> Page[Candidate]:
    """A page of public ideas by rank, from the one after the key."""
    after = (unpack(key, int) or (0,))[0]
    query = _candidates(result_id, campaign_id, viewer).where(ResultRow.rank > after).limit(PAGE + 1)
    rows = [_candidate(row, viewer) for row in db.session.execute(query)]
    return Page(rows[:PAGE], pack(rows[PAGE - 1].rank) if len(rows) > PAGE else None, is_first=after <= 0)


def require_idea(campaign_id: int, idea_id: int) -> None:
    """Raises Missing where the campaign has no idea of this id."""
    if db.session.scalar(select(Idea.id).where(Idea.id == idea_id, Idea.campaign_id == campaign_id)) is None:
        raise Missing


def one(result_id: int, campaign_id: int, idea_id: int, viewer: Actor) -> Candidate:
    """One of them. Raises Missing where the idea is not public or took no part in the count."""
    query = _candidates(result_id, campaign_id, viewer).where(Idea.id == idea_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    return _candidate(row, viewer)


def picked(result_id: int, campaign_id: int, viewer: Actor) -> list[Candidate]:
    """What experts picked, by rank."""
    query = _candidates(result_id, campaign_id, viewer).where(ExpertPick.idea_id.is_not(None))
    return [_candidate(row, viewer) for row in db.session.execute(query)]


def counting(picks: list[Candidate], rule: Mapping[str, Any]) -> int:
    """How many of the picks count: those of ideas that are not in by support, no more than the rule allows."""
    return min(sum(not pick.winner for pick in picks), int(rule.get("expert_picks", 0)))
