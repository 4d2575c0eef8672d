"""Named themes with their published ideas: what everyone may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from search.themes.models import Theme, ThemeIdea


@dataclass(frozen=True)
class NamedTheme:
    """A theme of a campaign; `ideas` and `support` count what is published."""

    id: int
    name: str
    note: str
    version: int
    ideas: int
    support: int


def of_campaign(campaign_id: int) -> list[NamedTheme]:
    """The themes of a campaign, those with the most ideas first; empty ones, too."""
    is_public = Contribution.state == State.PUBLISHED
    ideas, support = func.count(Contribution.id), func.coalesce(func.sum(Idea.support_total), 0)
    query = (
        select(Theme.id, Theme.name, Theme.note, Theme.version, ideas.label("ideas"), support)
        .outerjoin(ThemeIdea, ThemeIdea.theme_id == Theme.id)
        .outerjoin(Contribution, (Contribution.id == ThemeIdea.idea_id) & is_public)
        .outerjoin(Idea, Idea.id == Contribution.id)
        .where(Theme.campaign_id == campaign_id, Theme.ended_at.is_(None))
        .group_by(Theme.id, Theme.name, Theme.note, Theme.version)
    )
    rows = db.session.execute(query.order_by(ideas.desc(), Theme.name_key, Theme.id))
    return [NamedTheme(*row[:5], int(row[5])) for row in rows]


def public_names(campaign_id: int) -> list[tuple[int, str]]:
    """The themes that have an idea everyone can read: id and name, by name."""
    has_idea = exists().where(
        ThemeIdea.theme_id == Theme.id,
        Contribution.id == ThemeIdea.idea_id,
        Contribution.state == State.PUBLISHED,
    )
    query = select(Theme.id, Theme.name).where(Theme.campaign_id == campaign_id, Theme.ended_at.is_(None), has_idea)
    return [(id, name) for id, name in db.session.execute(query.order_by(Theme.name_key))]


def theme_of(campaign_id: int) -> dict[int, int]:
    """The theme of each idea of a campaign that has one, by the id of the idea; those that are not published, too."""
    query = select(ThemeIdea.idea_id, ThemeIdea.theme_id).join(Theme, Theme.id == ThemeIdea.theme_id)
    rows = db.session.execute(query.where(Theme.campaign_id == campaign_id, Theme.ended_at.is_(None)))
    return {row.idea_id: row.theme_id for row in rows}


def in_theme(theme_id: int) -> ColumnElement[bool]:
    """Ideas of a theme, for a query of ideas."""
    return Idea.id.in_(select(ThemeIdea.idea_id).where(ThemeIdea.theme_id == theme_id))


def lines(ids: Sequence[int]) -> dict[int, Any]:
    """The published ones among ideas: id, number, title, language, support, and the theme each is in."""
    query = (
        select(Idea.id, Idea.number, Idea.title, Contribution.language, Idea.support_total, ThemeIdea.theme_id)
        .join(Idea.contribution)
        .outerjoin(ThemeIdea, ThemeIdea.idea_id == Idea.id)
        .where(Idea.id.in_(ids), Contribution.state == State.PUBLISHED)
    )
    return {row.id: row for row in db.session.execute(query)}


def page_of(theme_id: int, after: int, size: int) -> Sequence[Any]:
    """The published ideas of a theme by number, those after a number."""
    query = (
        select(Idea.id, Idea.number, Idea.title, Contribution.language, Idea.support_total)
        .join(ThemeIdea, ThemeIdea.idea_id == Idea.id)
        .join(Idea.contribution)
        .where(ThemeIdea.theme_id == theme_id, Contribution.state == State.PUBLISHED, Idea.number > after)
    )
    return db.session.execute(query.order_by(Idea.number).limit(size)).all()
