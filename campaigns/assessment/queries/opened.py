"""Opened assessments, shaped for pages and files. What was said about an idea that the reader may not see is not read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.assessment import counting
from campaigns.assessment.counting import Counted
from campaigns.assessment.models import Assessment, Assessor, ScoreCard
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign

# Few, for reasons are long and all of them stand on the page.
PAGE = 5


@dataclass(frozen=True)
class Voice:
    """What one expert found. `name` is empty where the card gives experts as numbers."""

    number: int
    name: str
    score: Fraction
    scores: dict[str, int]
    told: dict[str, str]
    reasons: str


@dataclass(frozen=True)
class Found:
    """An idea in the order of the means, with all voices. `title` is None, and there are no voices, where it may not be read."""

    place: int
    idea_id: int
    number: int
    title: str | None
    language: str
    counted: Counted
    voices: Sequence[Voice]


def page(card: ScoreCard, actor: Actor, key: str | None) -> Page[Found]:
    """A page of ideas, from the place after the key. Two statements."""
    after = max((unpack(key, int) or (0,))[0], 0)
    rows = list(enumerate(card.result, 1))[after : after + PAGE]
    following = pack(rows[-1][0]) if rows and rows[-1][0] < len(card.result) else None
    return Page(_found(card, actor, rows), following, is_first=after == 0)


def everything(card: ScoreCard, actor: Actor) -> list[Found]:
    """All ideas, for a file."""
    return _found(card, actor, list(enumerate(card.result, 1)))


def one(card: ScoreCard, idea_id: int) -> tuple[int, Counted] | None:
    """The place of an idea and what came of it; None where it was not assessed."""
    found = ((place, row) for place, row in enumerate(card.result, 1) if row["idea"] == idea_id)
    return next(((place, counting.read(row)) for place, row in found), None)


def _found(card: ScoreCard, actor: Actor, rows: Sequence[tuple[int, dict[str, Any]]]) -> list[Found]:
    ids = [row["idea"] for _place, row in rows]
    seen = {
        row.id: row
        for row in db.session.execute(
            select(Idea.id, Idea.number, Idea.title, Contribution.language)
            .join(Contribution, Contribution.id == Idea.id)
            .join(Campaign, Campaign.id == Contribution.campaign_id)
            .where(Idea.id.in_(ids), visible_to(actor))
        )
    }
    voices = _voices(card, seen)
    found = []
    for place, row in rows:
        idea = seen.get(row["idea"])
        title, language = (idea.title, idea.language) if idea else (None, "")
        number = (idea.number if idea else None) or row["idea"]
        counted = counting.read(row)
        found.append(Found(place, row["idea"], number, title, language, counted, voices.get(row["idea"], ())))
    return found


def _voices(card: ScoreCard, idea_ids: Any) -> dict[int, list[Voice]]:
    """The voices about these ideas, by the number of the expert."""
    rows = db.session.execute(
        select(Assessment, Assessor.number, Account)
        .join(
            Assessor,
            and_(Assessor.campaign_id == Assessment.campaign_id, Assessor.account_id == Assessment.account_id),
        )
        .join(Account, Account.id == Assessment.account_id)
        .where(Assessment.campaign_id == card.campaign_id, Assessment.idea_id.in_(list(idea_ids)))
        .where(Assessment.submitted_at.is_not(None))
        .order_by(Assessor.number)
    )
    voices = defaultdict(list)
    for row, number, account in rows:
        name = account.public_name if card.names_experts else ""
        score = counting.weighted(row.scores, card.criteria)
        voices[row.idea_id].append(Voice(number, name, score, row.scores, row.told, row.reasons))
    return voices


def key_before(place: int) -> str | None:
    """The key of the page on which the idea of this place stands; None for the first page."""
    before = (place - 1) // PAGE * PAGE
    return pack(before) if before else None
