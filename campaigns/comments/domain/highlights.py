"""The facilitator sets a comment in front of the others, openly and in the log."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation.errors import NotAllowed, Reason
from campaigns.comments.domain.rows import locked
from campaigns.comments.models import Comment
from campaigns.contributions.models import State
from campaigns.plan import permissions
from campaigns.plan.phases import Act

NOT_PUBLISHED = Reason("not-published", _l("Only a published comment can be highlighted."))


def highlight(actor: Actor, comment_id: int, now: datetime) -> None:
    """The comment stands first from now on. Twice is once. Raises Missing, NotAllowed."""
    comment = _permitted(actor, comment_id, now)
    if comment.contribution.state != State.PUBLISHED:
        raise NotAllowed(NOT_PUBLISHED)
    if comment.highlighted_at is None:
        comment.highlighted_at, comment.highlighted_by = now, actor.id
        _log("comment.highlight", comment, actor, now)


def unhighlight(actor: Actor, comment_id: int, now: datetime) -> None:
    """The comment stands where it stood before. Raises Missing, NotAllowed."""
    comment = _permitted(actor, comment_id, now)
    if comment.highlighted_at is not None:
        comment.highlighted_at, comment.highlighted_by = None, None
        _log("comment.unhighlight", comment, actor, now)


def _permitted(actor: Actor, comment_id: int, now: datetime) -> Comment:
    comment = locked(actor, comment_id)
    permissions.require(actor, Act.HIGHLIGHT, comment.contribution.campaign, now)
    return comment


def _log(act: str, comment: Comment, actor: Actor, now: datetime) -> None:
    chain.log(act, now=now, actor_id=actor.id, thing="comment", thing_id=comment.id, campaign_id=comment.campaign_id)
