"""The words of any contribution, whatever its kind, as its page shows them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import IdeaText


@dataclass(frozen=True)
class Part:
    """A piece of a text: a field of its kind, with the heading people read above it."""

    name: str
    label: Any
    text: str


@dataclass(frozen=True)
class Text:
    """The words of a contribution and where its page is: endpoint and values for `url_for`."""

    title: str
    number: int | None
    parts: tuple[Part, ...]
    endpoint: str
    values: dict[str, int]


IDEA_PARTS: dict[str, Any] = {
    "title": _l("Title"),
    "problem": _l("What is inconvenient now"),
    "proposal": _l("What you propose"),
    "effect": _l("What will change"),
    "elsewhere": _l("Where it is done already"),
}


def texts_of(contribution_ids: Collection[int]) -> dict[int, Text]:
    """The words of these contributions by id. One statement for each kind."""
    found: dict[int, Text] = {}
    for reader in READERS:
        found |= reader(contribution_ids)
    return found


def _ideas(contribution_ids: Collection[int]) -> dict[int, Text]:
    ideas = db.session.scalars(select(Idea).where(Idea.id.in_(sorted(contribution_ids))))
    return {idea.id: _idea(idea) for idea in ideas}


def _idea(idea: Idea) -> Text:
    prose = IdeaText.of(idea).prose
    parts = tuple(Part(name, label, prose[name]) for name, label in IDEA_PARTS.items() if prose[name])
    return Text(idea.title, idea.number, parts, "ideas.show_idea", {"idea_id": idea.id})


READERS: tuple[Callable[[Collection[int]], dict[int, Text]], ...] = (_ideas,)
