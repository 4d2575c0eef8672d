"""The rows that verbs work on, locked so that two verbs do not cross."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Undertaking


def idea_or_missing(actor: Actor, idea_id: int) -> Idea:
    """The idea with its common row and campaign, where the actor may see it; the common row is locked until the step ends."""
    idea = db.session.scalar(
        select(Idea)
        .join(Idea.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Idea.contribution).contains_eager(Contribution.campaign))
        .where(Idea.id == idea_id, visible_to(actor))
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    if idea is None:
        raise Missing
    return idea


def work_of(idea_id: int) -> Undertaking | None:
    """What is done about the idea, locked until the step ends."""
    query = select(Undertaking).where(Undertaking.idea_id == idea_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def work_or_missing(idea_id: int) -> Undertaking:
    """The same. Raises Missing where nothing was begun."""
    work = work_of(idea_id)
    if work is None:
        raise Missing
    return work


def contest_or_missing(actor: Actor, contest_id: int) -> Contest:
    """The objection with its common row, where the actor may see it; both are locked until the step ends."""
    contest = db.session.scalar(
        select(Contest)
        .join(Contest.contribution)
        .join(Contribution.campaign)
        .options(contains_eager(Contest.contribution).contains_eager(Contribution.campaign))
        .where(Contest.id == contest_id, visible_to(actor))
        .with_for_update(of=[Contest, Contribution])
        .execution_options(populate_existing=True)
    )
    if contest is None:
        raise Missing
    return contest
