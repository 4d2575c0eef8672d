"""Why somebody's own text was restricted: for its author, whatever its kind."""

from flask import render_template, url_for

from app.accounts.sessions import require_person
from campaigns.contributions.words import KINDS, LABELS, TONES
from moderation.queries import own, reviews
from moderation.words import OUTCOMES, REVIEWED


def show_reasons(contribution_id: int) -> str:
    """The text as it stood and why it was decided so; once it is public again, the way to it."""
    actor = require_person()
    read = own.text_or_missing(actor, contribution_id)
    review = reviews.latest_of_author(contribution_id, actor.id)
    is_asked = review is not None and read.statement is not None and review.statement_id == read.statement.id
    return render_template(
        "moderation/own.html",
        read=read,
        review=review,
        ask=False if is_asked else url_for("moderation.ask_review", contribution_id=contribution_id),
        kinds=KINDS,
        labels=LABELS,
        tones=TONES,
        outcomes=OUTCOMES,
        reviewed=REVIEWED,
    )
