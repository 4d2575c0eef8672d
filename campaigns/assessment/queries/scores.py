"""What experts found, once it is opened: nothing here answers before that. Only public ideas are among it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.assessment import counting
from campaigns.assessment.counting import Counted
from campaigns.assessment.models import ScoreCard
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea


@dataclass(frozen=True)
class IdeaScores:
    """An assessed idea. `place` counts from 1 by the mean; `mean` is exact, and None where no expert has answered."""

    idea_id: int
    number: int
    title: str
    language: str
    place: int
    counted: Counted

    @property
    def mean(self) -> Fraction | None:
        return self.counted.mean

    @property
    def experts(self) -> int:
        """How many experts have answered."""
        return len(self.counted.scores)

    @property
    def stepped_back(self) -> int:
        """How many experts stepped back."""
        return self.counted.stepped_back


@dataclass(frozen=True)
class CampaignScores:
    """The opened assessment of a campaign: its ideas by their mean, the highest first.

    `criteria` are rows of code, title, weight and anchors; scores go from `lowest` to `highest`. With a `reason` it was opened
    before everything was in.
    """

    opened_at: datetime
    criteria: Sequence[dict[str, Any]]
    lowest: int
    highest: int
    reason: str
    ideas: Sequence[IdeaScores]


def opened_card(campaign_id: int) -> ScoreCard | None:
    """The card of a campaign whose assessment is opened."""
    card = db.session.get(ScoreCard, campaign_id)
    return card if card and card.opened_at else None


def of_campaign(campaign_id: int) -> CampaignScores | None:
    """All that came of the assessment; None before it is opened. Two statements."""
    card = opened_card(campaign_id)
    if card is None or card.opened_at is None:
        return None
    return CampaignScores(card.opened_at, card.criteria, card.lowest, card.highest, card.reason, _ideas(card))


def _ideas(card: ScoreCard) -> list[IdeaScores]:
    rows = db.session.execute(
        select(Idea.id, Idea.number, Idea.title, Contribution.language)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Idea.id.in_([row["idea"] for row in card.result]), Contribution.state == State.PUBLISHED)
    )
    public = {row.id: row for row in rows}
    return [
        IdeaScores(row.id, row.number or row.id, row.title, row.language, place, one)
        for place, one in enumerate(map(counting.read, card.result), 1)
        if (row := public.get(one.idea_id)) is not None
    ]
