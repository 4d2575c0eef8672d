"""The buttons of a comment."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.addresses import local
from app.foundation.unit_of_work import begin_writing
from campaigns.comments.domain import highlights, reactions


def useful(comment_id: int) -> ResponseReturnValue:
    """The person finds the comment useful."""
    begin_writing()
    reactions.useful(current_actor(), comment_id, clock.now())
    return _back(comment_id)


def not_useful(comment_id: int) -> ResponseReturnValue:
    """The person does not find the comment useful any more."""
    begin_writing()
    reactions.not_useful(current_actor(), comment_id, clock.now())
    return _back(comment_id)


def highlight(comment_id: int) -> ResponseReturnValue:
    """The facilitator sets the comment in front."""
    begin_writing()
    highlights.highlight(current_actor(), comment_id, clock.now())
    return _back(comment_id)


def unhighlight(comment_id: int) -> ResponseReturnValue:
    """The facilitator sets the comment back."""
    begin_writing()
    highlights.unhighlight(current_actor(), comment_id, clock.now())
    return _back(comment_id)


def _back(comment_id: int) -> ResponseReturnValue:
    place = local(request.form.get("next"), url_for("comments.show_comment", comment_id=comment_id))
    return redirect(f"{place.partition('#')[0]}#c{comment_id}", 303)
