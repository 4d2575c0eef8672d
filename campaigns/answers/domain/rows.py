"""The rows that verbs of answers work on, locked so that two verbs do not cross."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.answers.models import Answer, AnswerTerms, OwedAnswer
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign

UNRELEASED = (State.DRAFT, State.SUBMITTED)


@dataclass(frozen=True)
class Held:
    """What is owed, locked until the step ends, with its idea (and the idea's common row) and its campaign."""

    owed: OwedAnswer
    idea: Idea
    campaign: Campaign

    @property
    def is_public(self) -> bool:
        """Whether the idea may be read."""
        return self.idea.contribution.state in PUBLIC


def held(owed_id: int) -> Held:
    """Raises Missing where nothing of the kind is owed."""
    query = select(OwedAnswer).where(OwedAnswer.id == owed_id).with_for_update()
    owed = db.session.scalar(query.execution_options(populate_existing=True))
    if owed is None:
        raise Missing
    idea = db.session.scalars(
        select(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.id == owed.idea_id)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .execution_options(populate_existing=True)
    ).one()
    return Held(owed, idea, idea.contribution.campaign)


def unreleased(owed_id: int) -> Answer | None:
    """The answer that is being written or waits for its release, with its common row; there is one at the most.

    Called with what is owed locked.
    """
    return db.session.scalar(
        select(Answer)
        .join(Answer.contribution)
        .where(Answer.owed_id == owed_id, Contribution.state.in_(UNRELEASED))
        .options(contains_eager(Answer.contribution))
        .order_by(Answer.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def next_number(owed_id: int) -> int:
    """The number of the next answer to the idea."""
    return (db.session.scalar(select(func.max(Answer.number)).where(Answer.owed_id == owed_id)) or 0) + 1


def terms_of(campaign_id: int) -> AnswerTerms:
    """How the campaign has its ideas answered; the usual where its owner has said nothing."""
    kept = db.session.get(AnswerTerms, campaign_id, populate_existing=True)
    return kept or AnswerTerms(
        campaign_id=campaign_id, days=30, needs_second=False, release_together=False, released_at=None
    )
