"""An answer is as public as the idea it is given to; before its release the department that writes it sees it, too."""

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import aliased

from app.accounts.roles import Actor
from campaigns.answers.models import Answer
from campaigns.answers.permissions import offices_of
from campaigns.contributions.models import PUBLIC, Contribution


def under_hidden_ideas(_asked: None) -> ColumnElement[bool]:
    """For a query of Contribution: answers to ideas that are not public. Fills the slot of contributions."""
    host = aliased(Contribution)
    return exists().where(Answer.id == Contribution.id, host.id == Answer.idea_id, host.state.not_in(sorted(PUBLIC)))


def written_along(actor: Actor) -> ColumnElement[bool]:
    """Answers of the person's departments, drafts too: colleagues write them together. Fills the slot of contributions."""
    offices = offices_of(actor)
    if not offices:
        return false()
    return Contribution.id.in_(select(Answer.id).where(Answer.office_id.in_(sorted(offices))))
