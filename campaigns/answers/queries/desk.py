"""What an official has before them: one answer that is owed with all that belongs to it, and the list of their department."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.foundation.db import db
from app.foundation.errors import Missing
from app.offices.models import Office
from campaigns.answers.models import Answer, AnswerTerms, OwedAnswer
from campaigns.answers.queries import given, owed
from campaigns.answers.queries.given import AnswerRead
from campaigns.answers.queries.owed import OwedRead
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign

USUAL_DAYS = 30


@dataclass(frozen=True)
class Terms:
    """How a campaign has its ideas answered."""

    days: int = USUAL_DAYS
    needs_second: bool = False
    release_together: bool = False
    is_released: bool = False

    @property
    def holds(self) -> bool:
        """Whether signed answers wait for the owner's word."""
        return self.release_together and not self.is_released


@dataclass(frozen=True)
class Desk:
    """An answer that is owed. `row` and `idea` are loaded with the idea's common row and campaign; `draft` is what is being written
    or waits for its release, `standing` what everyone reads.
    """

    row: OwedAnswer
    read: OwedRead
    idea: Idea
    terms: Terms
    draft: Answer | None
    standing: AnswerRead | None

    @property
    def campaign(self) -> Campaign:
        return self.idea.contribution.campaign

    @property
    def is_public(self) -> bool:
        """Whether the idea may be read."""
        return self.idea.contribution.state in PUBLIC

    @property
    def is_signed(self) -> bool:
        """Whether a signed answer waits here."""
        return self.draft is not None and self.draft.contribution.state == State.SUBMITTED


def terms_of(campaign_id: int) -> Terms:
    """How the campaign has its ideas answered; the usual where its owner said nothing. One statement."""
    kept = db.session.get(AnswerTerms, campaign_id)
    if kept is None:
        return Terms()
    return Terms(kept.days, kept.needs_second, kept.release_together, kept.released_at is not None)


def desk_of(owed_id: int) -> Desk:
    """All that belongs to what is owed; raises Missing where there is nothing of the kind. Whoever shows it looks first who asks."""
    columns: tuple[Any, ...] = (OwedAnswer, Idea)
    row = db.session.execute(
        select(*columns)
        .join(Idea, Idea.id == OwedAnswer.idea_id)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .where(OwedAnswer.id == owed_id)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
    ).one_or_none()
    read = owed.by_id(owed_id) if row else None
    if row is None or read is None:
        raise Missing
    standing = given.of_idea(read.idea_id)
    return Desk(row.OwedAnswer, read, row.Idea, terms_of(read.campaign_id), _draft(owed_id), standing)


def _draft(owed_id: int) -> Answer | None:
    return db.session.scalar(
        select(Answer)
        .join(Answer.contribution)
        .where(Answer.owed_id == owed_id, Contribution.state.in_([State.DRAFT, State.SUBMITTED]))
        .options(contains_eager(Answer.contribution))
        .order_by(Answer.number.desc())
        .limit(1)
    )


def last_signed_of(office_id: int) -> tuple[str, str] | None:
    """Who signed the department's latest answer: name and post, offered for the next one."""
    row = db.session.execute(
        select(Answer.signer, Answer.post)
        .where(Answer.office_id == office_id, Answer.signed_at.is_not(None))
        .order_by(Answer.signed_at.desc(), Answer.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.signer, row.post) if row else None


def names_of(office_ids: Sequence[int]) -> list[tuple[int, str]]:
    """The departments with these ids by name."""
    rows = db.session.execute(select(Office.id, Office.name).where(Office.id.in_(office_ids)).order_by(Office.name))
    return [(row.id, row.name) for row in rows]
