"""The words of ideas."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import Kind
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import IdeaText
from moderation.texts.words import Part, Text

PARTS: dict[str, Any] = {
    "title": _l("Title"),
    "problem": _l("What is inconvenient now"),
    "proposal": _l("What you propose"),
    "effect": _l("What will change"),
    "elsewhere": _l("Where it is done already"),
}


def read(ids: Collection[int]) -> dict[int, Text]:
    """One statement."""
    return {idea.id: _text(idea) for idea in db.session.scalars(select(Idea).where(Idea.id.in_(ids)))}


def _text(idea: Idea) -> Text:
    prose = IdeaText.of(idea).prose
    parts = tuple(Part(name, label, prose[name]) for name, label in PARTS.items() if prose[name])
    return Text(Kind.IDEA, idea.title, idea.number, parts, "ideas.show_idea", {"idea_id": idea.id})
