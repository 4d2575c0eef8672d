"""The end of a story: experts add ideas to those that people support most, and every idea gets its sentence."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.roles import Role
from app.demo.clock import StoryClock
from app.demo.stage import Stage
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.selection.domain import making, picks


def select_ideas(stage: Stage, story_clock: StoryClock) -> None:
    """The experts pick, the owner makes the selection."""
    campaign = db.session.get_one(Campaign, stage.campaign_id)
    expert, owner = stage.troupe.member(Role.EXPERT), stage.troupe.member(Role.OWNER)
    for title, reason in stage.story.picks:
        same = (Idea.campaign_id == stage.campaign_id, Idea.title == title)
        idea_id = db.session.scalars(select(Idea.id).where(*same)).one()
        with step():
            picks.pick(campaign, idea_id, reason, actor=expert, now=story_clock.now())
    story_clock.move_to(story_clock.now() + timedelta(hours=20))
    with step():
        making.make(campaign, owner, story_clock.now())
