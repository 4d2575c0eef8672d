"""What similar ideas bring to the pages of ideas."""

from app.foundation.slots import Part
from campaigns.contributions.models import State
from campaigns.ideas.slots import IdeaShown, IdeaWritten
from search.engine import Unready
from search.similar import queries


def aside(shown: IdeaShown) -> Part | None:
    """Beside an idea: those like it."""
    if shown.state != State.PUBLISHED:
        return None
    ideas = queries.beside(shown.viewer, shown.id, shown.campaign_id)
    return Part("similar/aside.html", {"ideas": ideas}) if ideas else None


def told(written: IdeaWritten) -> Part | None:
    """While an idea is written: those that may be meant."""
    try:
        ideas = queries.like(written.title, written.text, written.campaign_id)
    except Unready:
        return None
    return Part("similar/told.html", {"ideas": ideas}) if ideas else None
