"""The rows that verbs of answers work on, locked so that two verbs do not cross."""

from collections.abc import Collection
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
    found = all_held([owed_id])
    if owed_id not in found:
        raise Missing
    return found[owed_id]


def all_held(owed_ids: Collection[int]) -> dict[int, Held]:
    """Those of these that are owed, by their number. Locked in one order, so that two who hold many do not wait for each other."""
    query = select(OwedAnswer).where(OwedAnswer.id.in_(sorted(owed_ids))).order_by(OwedAnswer.id).with_for_update()
    owed = db.session.scalars(query.execution_options(populate_existing=True)).all()
    query_of_ideas = (
        select(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(Idea.id.in_([one.idea_id for one in owed]))
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .execution_options(populate_existing=True)
    )
    ideas = {idea.id: idea for idea in db.session.scalars(query_of_ideas)} if owed else {}
    return {one.id: Held(one, ideas[one.idea_id], ideas[one.idea_id].contribution.campaign) for one in owed}


def unreleased(owed_id: int) -> Answer | None:
    """The answer that is being written or waits for its release, with its common row; there is one at the most.

    Called with what is owed locked.
    """
    return all_unreleased([owed_id]).get(owed_id)


def all_unreleased(owed_ids: Collection[int]) -> dict[int, Answer]:
    """The same of many, by what is owed."""
    query = (
        select(Answer)
        .join(Answer.contribution)
        .where(Answer.owed_id.in_(sorted(owed_ids)), Contribution.state.in_(UNRELEASED))
        .options(contains_eager(Answer.contribution))
        .order_by(Answer.number)
        .execution_options(populate_existing=True)
    )
    return {one.owed_id: one for one in db.session.scalars(query)}


def next_numbers(owed_ids: Collection[int]) -> dict[int, int]:
    """The number of the next answer to each of these."""
    query = select(Answer.owed_id, func.max(Answer.number)).where(Answer.owed_id.in_(sorted(owed_ids)))
    last = {row[0]: row[1] for row in db.session.execute(query.group_by(Answer.owed_id))}
    return {owed_id: last.get(owed_id, 0) + 1 for owed_id in owed_ids}


def terms_of(campaign_id: int) -> AnswerTerms:
    """How the campaign has its ideas answered; the usual where its owner has said nothing."""
    kept = db.session.get(AnswerTerms, campaign_id, populate_existing=True)
    return kept or AnswerTerms(
        campaign_id=campaign_id, days=30, needs_second=False, release_together=False, released_at=None
    )
