"""What hangs on a text is as public as that text: a comment under a hidden idea is read nowhere, nor is it found or told."""

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlalchemy.orm import aliased

from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.contributions.slots import UNDER_HIDDEN
from campaigns.discussion.models import Conclusion


def under_what_is_public() -> ColumnElement[bool]:
    """For a query of Contribution, beside the one visibility rule: all but what hangs on a text that is not public."""
    host = aliased(Contribution)
    hidden = host.state.not_in(sorted(PUBLIC))
    comment = and_(Comment.id == Contribution.id, host.id == Comment.thread_id, hidden)
    conclusion = and_(Conclusion.id == Contribution.id, host.id == Conclusion.topic_id, hidden)
    return not_(or_(exists().where(comment), exists().where(conclusion), *UNDER_HIDDEN.fill(None)))
