"""What is looked at when themes are suggested: published ideas that are in none yet."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea
from search.themes.models import ThemeIdea
from search.themes.terms import Text

# A text is known by its beginning; a hundred kilobytes of it are not even read.
LONGEST = 8_000


def loose(campaign_id: int) -> list[Text]:
    """The ideas of a campaign that are in no theme: what is inconvenient and what is proposed, under the title."""
    parts = [func.substr(part, 1, LONGEST) for part in (Idea.problem, Idea.proposal)]
    columns: tuple[Any, ...] = (Idea.id, Idea.title, Contribution.language, *parts)
    query = select(*columns).join(Idea.contribution).outerjoin(ThemeIdea, ThemeIdea.idea_id == Idea.id)
    rows = db.session.execute(query.where(*_published(campaign_id), ThemeIdea.idea_id.is_(None)).order_by(Idea.id))
    return [Text(id, title, f"{problem}\n{proposal}", language) for id, title, language, problem, proposal in rows]


def grounds(campaign_id: int) -> str:
    """What the published ideas of a campaign stand like: another word where one came, went or was changed."""
    query = select(func.count(), func.max(Contribution.changed_at)).join(Idea, Idea.id == Contribution.id)
    count, changed_at = db.session.execute(query.where(*_published(campaign_id))).one()
    return f"{count} {changed_at.isoformat() if changed_at else ''}".strip()


def _published(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    is_idea = (Contribution.kind == Kind.IDEA, Contribution.state == State.PUBLISHED)
    return (Idea.campaign_id == campaign_id, *is_idea)
