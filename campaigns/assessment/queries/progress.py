"""How far the experts are, for owners: who has handed in how many, who stepped back and why. Never a word of what they found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account
from app.foundation.db import db
from campaigns.assessment.models import Assessment, Assessor
from campaigns.assessment.queries import candidates
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea


@dataclass(frozen=True)
class Expert:
    """An expert, with how many ideas they have and how many they handed in. Not `here`: the role was taken away, or they left."""

    account_id: int
    number: int
    name: str
    asked: int
    handed_in: int
    here: bool


@dataclass(frozen=True)
class SteppedBack:
    """An expert who gave an idea back, or from whom it was taken, and why."""

    name: str
    idea_id: int
    number: int
    title: str
    language: str
    why: str
    by_owner: bool


@dataclass(frozen=True)
class Short:
    """An idea that has fewer experts than it should."""

    idea_id: int
    number: int
    title: str
    language: str
    asked: int


@dataclass(frozen=True)
class Progress:
    """The whole in numbers. Counted are ideas that everyone may read."""

    ideas: int
    asked: int
    handed_in: int
    experts: Sequence[Expert]
    stepped_back: Sequence[SteppedBack]
    short: Sequence[Short]

    @property
    def missing(self) -> int:
        return self.asked - self.handed_in


def of_campaign(campaign_id: int, wanted: int) -> Progress:
    """How far it is; `wanted` is how many experts an idea should have. Three statements."""
    rows = db.session.execute(
        select(
            Assessment.account_id,
            Assessment.submitted_at.is_not(None).label("is_in"),
            Assessment.stepped_back_at,
            Assessment.stepped_back_why,
            Assessment.taken_back_by,
            Idea.id.label("idea_id"),
            Idea.number,
            Idea.title,
            Contribution.language,
        )
        .join(Idea, Idea.id == Assessment.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .where(Assessment.campaign_id == campaign_id, Contribution.state == State.PUBLISHED)
        .order_by(Assessment.idea_id, Assessment.id)
    ).all()
    held = [row for row in rows if row.stepped_back_at is None]
    asked, handed_in = Counter(row.account_id for row in held), Counter(row.account_id for row in held if row.is_in)
    per_idea = Counter(row.idea_id for row in held)
    ideas = {row.idea_id: row for row in rows}
    experts = _experts(campaign_id, asked, handed_in)
    names = {one.account_id: one.name for one in experts}
    return Progress(
        len(ideas),
        len(held),
        sum(handed_in.values()),
        experts,
        [
            SteppedBack(
                names.get(row.account_id, ""),
                row.idea_id,
                row.number or row.idea_id,
                row.title,
                row.language,
                row.stepped_back_why,
                row.taken_back_by is not None,
            )
            for row in rows
            if row.stepped_back_at
        ],
        [
            Short(id, row.number or id, row.title, row.language, per_idea[id])
            for id, row in ideas.items()
            if per_idea[id] < wanted
        ],
    )


def _experts(campaign_id: int, asked: Counter[int], handed_in: Counter[int]) -> list[Expert]:
    here = set(candidates.experts(campaign_id))
    rows = db.session.execute(
        select(Account, Assessor.number)
        .join(Assessor, Assessor.account_id == Account.id)
        .where(Assessor.campaign_id == campaign_id)
        .order_by(Assessor.number)
    )
    return [
        Expert(one.id, number, one.public_name, asked[one.id], handed_in[one.id], one.id in here)
        for one, number in rows
    ]


def counts(campaign_id: int) -> tuple[int, int]:
    """How many assessments there are to be, and how many are handed in. One statement."""
    rows = db.session.scalars(
        select(Assessment.submitted_at)
        .join(Contribution, Contribution.id == Assessment.idea_id)
        .where(Assessment.campaign_id == campaign_id, Assessment.stepped_back_at.is_(None))
        .where(Contribution.state == State.PUBLISHED)
    ).all()
    return len(rows), sum(at is not None for at in rows)
