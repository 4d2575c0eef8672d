"""Why somebody's own text was restricted: for its author, whatever its kind."""

from flask import render_template

from app.accounts.sessions import require_person
from campaigns.contributions.words import KINDS, LABELS, TONES
from moderation.queries import own
from moderation.words import OUTCOMES


def show_reasons(contribution_id: int) -> str:
    """The text as it stood and why it was decided so; once it is public again, the way to it."""
    read = own.text_or_missing(require_person(), contribution_id)
    return render_template("moderation/own.html", read=read, kinds=KINDS, labels=LABELS, tones=TONES, outcomes=OUTCOMES)
