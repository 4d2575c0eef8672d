"""What lies on an expert's own desk. Nobody else's is ever read here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.db import db
from campaigns.assessment.models import Assessment, ScoreCard
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Lying:
    """An idea on one's own desk. `is_begun`: something is written."""

    id: int
    idea_id: int
    number: int
    title: str
    language: str
    is_begun: bool
    is_in: bool


@dataclass(frozen=True)
class Desk:
    """All that was given to one expert, in their own order."""

    lying: Sequence[Lying]

    @property
    def left(self) -> int:
        """How many are not handed in."""
        return sum(not one.is_in for one in self.lying)

    def next_to(self, assessment_id: int | None) -> Lying | None:
        """The one to go on with: the next that is not handed in, after this one and then from the beginning."""
        ids = [one.id for one in self.lying]
        after = ids.index(assessment_id) + 1 if assessment_id in ids else 0
        around = [*self.lying[after:], *self.lying[:after]]
        return next((one for one in around if not one.is_in and one.id != assessment_id), None)

    def place_of(self, assessment_id: int) -> int:
        """Which one it is, from 1; 0 where it does not lie here."""
        return next((place for place, one in enumerate(self.lying, 1) if one.id == assessment_id), 0)


def of_expert(campaign_id: int, account_id: int) -> Desk:
    """The desk of an expert: public ideas that they have not stepped back from. One statement."""
    rows = db.session.execute(
        select(Assessment, Idea.number, Idea.title, Contribution.language)
        .join(Idea, Idea.id == Assessment.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Assessment.campaign_id == campaign_id, Assessment.account_id == account_id)
        .where(Assessment.stepped_back_at.is_(None), Contribution.state == State.PUBLISHED)
        .order_by(Assessment.place, Assessment.id)
    )
    return Desk(
        [
            Lying(
                one.id,
                one.idea_id,
                number or one.idea_id,
                title,
                language,
                one.changed_at is not None,
                one.submitted_at is not None,
            )
            for one, number, title, language in rows
        ]
    )


@dataclass(frozen=True)
class Waits:
    """A campaign in which an expert has something to assess: how many are left of how many."""

    slug: str
    title: str
    left: int
    all: int


def waiting_for(account_id: int) -> list[Waits]:
    """The campaigns whose assessment is under way and in which the person has ideas. One statement."""
    rows = db.session.execute(
        select(Campaign.slug, Campaign.title, Assessment.submitted_at)
        .join(Campaign, Campaign.id == Assessment.campaign_id)
        .join(ScoreCard, ScoreCard.campaign_id == Campaign.id)
        .join(Contribution, Contribution.id == Assessment.idea_id)
        .where(Assessment.account_id == account_id, Assessment.stepped_back_at.is_(None))
        .where(ScoreCard.opened_at.is_(None), Contribution.state == State.PUBLISHED)
        .order_by(Campaign.id)
    ).all()
    left = {(slug, title): [at is None for *where, at in rows if where == [slug, title]] for slug, title, _at in rows}
    return [Waits(slug, title, sum(open_), len(open_)) for (slug, title), open_ in left.items()]
