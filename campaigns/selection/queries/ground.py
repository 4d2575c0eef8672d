"""What a selection stands on: the round that decides, its frozen result, and whether a selection is made."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.rounds.models import Result, ResultRow, Round, Source
from campaigns.rounds.queries import results
from campaigns.selection.models import ExpertPick, Selection
from campaigns.selection.rule import Picked, Ranked


@dataclass(frozen=True)
class Ground:
    """The last round that counts supports, its current frozen result, and the selection, finished or not."""

    round: Round
    result: Result | None
    selection: Selection | None

    @property
    def rule(self) -> dict[str, Any]:
        return self.selection.rule if self.selection else self.round.rule

    @property
    def made(self) -> Selection | None:
        """The selection, once it is made."""
        return self.selection if self.selection and self.selection.made_at else None

    @property
    def most_picks(self) -> int:
        return int(self.rule.get("expert_picks", 0))


def ground(campaign_id: int) -> Ground | None:
    """What there is to select from; None in a campaign that counts no supports."""
    round_ = deciding(campaign_id)
    if round_ is None:
        return None
    selection = db.session.scalar(select(Selection).where(Selection.campaign_id == campaign_id))
    result = db.session.get(Result, selection.result_id) if selection else results.current(round_.id)
    return Ground(round_, result, selection)


def deciding(campaign_id: int) -> Round | None:
    """The round whose result is selected from: the last one that counts supports."""
    rounds = select(Round).where(Round.campaign_id == campaign_id, Round.source == Source.SUPPORTS)
    return db.session.scalar(rounds.order_by(Round.number.desc()).limit(1))


def picks_of(campaign_id: int) -> list[Picked]:
    """What experts chose, in the order in which they did; ideas that are public no more are left out."""
    rows = db.session.execute(
        select(ExpertPick.idea_id, ExpertPick.account_id, ExpertPick.reason)
        .join(Contribution, Contribution.id == ExpertPick.idea_id)
        .where(ExpertPick.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .order_by(ExpertPick.picked_at, ExpertPick.idea_id)
    )
    return [Picked(*row) for row in rows]


def winners_of(result_id: int) -> list[int]:
    """Ids of the ideas that are in by their support."""
    return list(db.session.scalars(select(ResultRow.idea_id).where(ResultRow.result_id == result_id, ResultRow.winner)))


def public_winners(result_id: int) -> int:
    """How many of them everyone in the audience may still read."""
    query = select(func.count()).select_from(ResultRow).join(Contribution, Contribution.id == ResultRow.idea_id)
    here = (ResultRow.result_id == result_id, ResultRow.winner, Contribution.state == State.PUBLISHED)
    return db.session.scalar(query.where(*here)) or 0


def still_public(result_id: int, after: int, most: int) -> list[Ranked]:
    """The next ideas of the result by rank that everyone in the audience may still read."""
    rows = db.session.execute(
        select(ResultRow.idea_id, ResultRow.rank, ResultRow.votes, ResultRow.winner)
        .join(Contribution, Contribution.id == ResultRow.idea_id)
        .where(ResultRow.result_id == result_id, ResultRow.rank > after, Contribution.state == State.PUBLISHED)
        .order_by(ResultRow.rank)
        .limit(most)
    )
    return [Ranked(*row) for row in rows]


def size_of(result_id: int) -> int:
    """How many ideas the result counts."""
    return db.session.scalar(select(func.count()).where(ResultRow.result_id == result_id)) or 0


def without_outcome(campaign_id: int) -> ColumnElement[bool]:
    """Public ideas of the campaign that nothing has become of yet, for a query that joins Idea with Contribution."""
    return and_(Idea.campaign_id == campaign_id, Idea.outcome.is_(None), Contribution.state == State.PUBLISHED)
