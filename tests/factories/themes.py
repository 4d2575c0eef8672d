"""Themes of ideas, and what was suggested."""

from itertools import count

from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search.themes.models import DismissedTheme, Theme, ThemeIdea, ThemeSearch
from search.themes.queries import texts

_numbers = count(1)


def make_theme(campaign: Campaign, *ideas: Idea, name: str = "") -> int:
    """A named theme with these ideas: its id."""
    name, now = name or f"Тема {next(_numbers)}", clock.now()
    with step():
        theme = Theme(
            campaign_id=campaign.id, name=name, name_key=name.casefold(), note="", named_at=now, changed_at=now
        )
        db.session.add(theme)
        db.session.flush()
        db.session.add_all(ThemeIdea(idea_id=idea.id, theme_id=theme.id, put_at=now) for idea in ideas)
        return theme.id


def put_suggestion(campaign: Campaign, *ideas: Idea, key: str = "suggested", words: tuple[str, ...] = ()) -> str:
    """One suggestion in the place of those there were: its key."""
    with step():
        search = db.session.get(ThemeSearch, campaign.id) or ThemeSearch(campaign_id=campaign.id)
        search.found = [{"key": key, "words": list(words), "ideas": [idea.id for idea in ideas], "tight": 40}]
        search.made_at, search.looked_at, search.asked_at = clock.now(), len(ideas), None
        search.grounds = texts.grounds(campaign.id)
        db.session.add(search)
    return key


def put_away(campaign: Campaign, *ideas: Idea) -> int:
    """A suggestion that was dismissed: its id."""
    with step():
        dismissed = DismissedTheme(campaign_id=campaign.id, ideas=[idea.id for idea in ideas], dismissed_at=clock.now())
        db.session.add(dismissed)
        db.session.flush()
        return dismissed.id
