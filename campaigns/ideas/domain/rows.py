"""The rows that verbs of ideas work on, locked so that two verbs do not cross."""

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import contains_eager

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Missing
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Idea, IdeaProblem
from campaigns.ideas.texts import IdeaText

_COLUMNS = [column.key for column in Idea.__mapper__.column_attrs]


def locked(asked: Select[Idea]) -> Idea | None:
    """The asked idea with its common row and its campaign; the common row is locked until the step ends."""
    loaded = contains_eager(Idea.contribution).contains_eager(Contribution.campaign)
    idea = db.session.scalar(
        asked.join(Idea.contribution)
        .join(Contribution.campaign)
        .options(loaded)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    if idea is not None:
        # Whoever held the lock before may have written here, too: only the locked row itself is read anew by the wait.
        db.session.refresh(idea, _COLUMNS)
    return idea


def own(actor: Actor, idea_id: int) -> Idea:
    """The idea, for its author. Raises Missing for everyone else: whether a draft exists is nobody's business."""
    idea = locked(select(Idea).where(Idea.id == idea_id))
    if idea is None:
        raise Missing()
    if not actor.is_system and (actor.id is None or actor.id != idea.contribution.author_id):
        raise Missing()
    return idea


def text_of(idea: Idea) -> IdeaText:
    """The words and choices of the idea, with the problems that it answers. One statement."""
    answered = select(IdeaProblem.problem_id).where(IdeaProblem.idea_id == idea.id).order_by(IdeaProblem.problem_id)
    return IdeaText.of(idea, tuple(db.session.scalars(answered)))


def put(text: IdeaText, idea: Idea, before: IdeaText) -> None:
    """Makes these the words and choices of an idea that read as `before`, the problems it answers among them."""
    text.put_into(idea)
    db.session.flush()
    gone = sorted(set(before.problem_ids) - set(text.problem_ids))
    if gone:
        db.session.execute(delete(IdeaProblem).where(IdeaProblem.idea_id == idea.id, IdeaProblem.problem_id.in_(gone)))
    new = sorted(set(text.problem_ids) - set(before.problem_ids))
    db.session.add_all(IdeaProblem(idea_id=idea.id, problem_id=problem_id) for problem_id in new)
    db.session.flush()
