"""The words of an idea in all places where the idea itself keeps them."""

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.rewriting import Change
from campaigns.ideas.models import Idea, IdeaFile
from campaigns.ideas.texts import IdeaText


def rewrite(idea_id: int, change: Change) -> None:
    """Puts what `change` makes of them in the place of the words. Called with the common row locked."""
    idea = db.session.get_one(Idea, idea_id, populate_existing=True)
    for name, words in IdeaText.of(idea).prose.items():
        setattr(idea, name, change(name, words))
    idea.withdrawn_why = change("withdrawn-why", idea.withdrawn_why)
    for file in db.session.scalars(select(IdeaFile).where(IdeaFile.idea_id == idea_id).order_by(IdeaFile.id)):
        file.caption = change(f"caption-{file.id}", file.caption)
    db.session.flush()
