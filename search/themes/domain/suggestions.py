"""Suggestions are asked for, made by a job, dismissed, and brought back."""

from app.foundation.db import db
from search.themes.models import ThemeSearch


def forget_words_of(campaign_id: int, idea_id: int) -> None:
    """The words that suggestions with this idea were told by go: they may stand nowhere else any more. Inside a write."""
    search = db.session.get(ThemeSearch, campaign_id)
    if search is None or not any(idea_id in one["ideas"] for one in search.found):
        return
    search.found = [{**one, "words": []} if idea_id in one["ideas"] else one for one in search.found]
    db.session.flush()
