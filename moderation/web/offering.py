"""A comment becomes a draft idea of its author."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.queries.follows import contribution_or_missing
from moderation.domain import offering


def make_draft(comment_id: int) -> ResponseReturnValue:
    """Makes the draft, or says why there is none."""
    actor = current_actor()
    contribution_or_missing(comment_id, actor)
    begin_writing()
    try:
        offering.make_draft(actor, comment_id, clock.now())
        flash(_("A draft was made for the author, who is told. The comment stays where it is."))
    except Conflict as refusal:
        flash(str(refusal.reason))
    return redirect(url_for("comments.show_comment", comment_id=comment_id), 303)
