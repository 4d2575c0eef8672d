"""The page that a thread stands on, by the kind of what it hangs on. Those pages are of higher rooms: links alone know them."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from campaigns.contributions.models import Contribution, Kind, State
from campaigns.plan.models import Campaign

# The comments of an idea that goes on in another stay with its own words.
OF_IDEAS: dict[State, str] = {State.JOINED: "ideas.show_joined"}

PAGES: dict[Kind, Callable[[Contribution, Campaign], tuple[str, dict[str, Any]]]] = {
    Kind.TOPIC: lambda topic, campaign: ("discussion.show_topic", {"slug": campaign.slug, "topic_id": topic.id}),
    Kind.IDEA: lambda idea, campaign: (OF_IDEAS.get(idea.state, "ideas.show_idea"), {"idea_id": idea.id}),
}


def page_of(contribution: Contribution, campaign: Campaign, **more: Any) -> str:
    """The address of the page; `more` are arguments and the anchor."""
    endpoint, values = PAGES[contribution.kind](contribution, campaign)
    return url_for(endpoint, **values, **{name: value for name, value in more.items() if value is not None})
