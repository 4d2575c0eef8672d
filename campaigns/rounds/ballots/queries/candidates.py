"""Which ideas may stand on a ballot: the selected ones, else all that are public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.rounds.models import Round, Source
from campaigns.rounds.slots import ROUND_CANDIDATES


@dataclass(frozen=True)
class Candidate:
    """An idea that may be put on a ballot."""

    idea_id: int
    number: int | None
    title: str
    language: str


@dataclass(frozen=True)
class Candidates:
    """The ideas for a ballot, the one published first in front. `waits`: they are to be selected first, and are not yet."""

    ideas: Sequence[Candidate]
    waits: bool = False


def of_rule(campaign_id: int, rule: Mapping[str, Any]) -> Candidates:
    """The ideas that the rule wants on the ballot of a vote in this campaign. Joined and hidden ones are not among them."""
    if rule["options"] == "selected" and _is_selected_here(campaign_id):
        chosen = [ids for ids in ROUND_CANDIDATES.fill(campaign_id) if ids is not None]
        if not chosen:
            return Candidates((), waits=True)
        wanted = {idea_id for ids in chosen for idea_id in ids}
        return Candidates([one for one in _public(campaign_id) if one.idea_id in wanted])
    return Candidates(_public(campaign_id))


def _is_selected_here(campaign_id: int) -> bool:
    """Whether ideas gather support in the campaign, so that some of them are selected."""
    supports = select(Round.id).where(Round.campaign_id == campaign_id, Round.source == Source.SUPPORTS)
    return db.session.scalar(supports.limit(1)) is not None


def _public(campaign_id: int) -> list[Candidate]:
    rows = db.session.execute(
        select(Idea.id, Idea.number, Idea.title, Contribution.language)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Idea.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .order_by(Contribution.published_at, Idea.id)
    )
    return [Candidate(*row) for row in rows]
