"""Plays how the facilitator names what ideas are about."""

from collections.abc import Callable, Iterator
from datetime import datetime

from app.accounts.roles import Role
from app.demo.stage import Stage
from app.demo.story import Named
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.plan.models import Campaign
from search.themes.domain import themes

Act = Callable[[datetime], None]


def happenings(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """Each theme is named once its ideas are public."""
    for named in stage.story.themes:
        yield stage.at(named.day), _name(stage, named)


def _name(stage: Stage, named: Named) -> Act:
    def act(at: datetime) -> None:
        places = [place for place, told in enumerate(stage.story.ideas) if told.title in named.ideas]
        with step():
            campaign = db.session.get_one(Campaign, stage.campaign_id)
            ideas = [stage.ideas[place] for place in places if place in stage.ideas]
            themes.name(stage.troupe.member(Role.FACILITATOR), campaign, (named.name, named.note), ideas, at)

    return act
