"""A guest's draft at its secret address: read, gone on with, made one's own. And a draft thrown away."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import State
from campaigns.ideas.domain import drafts
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.queries import pages
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.web.sheets import filled, new_sheet, show_form


def show_draft(secret: str) -> ResponseReturnValue:
    """The draft for whoever holds its secret: a guest goes on writing, a person who has signed in is asked to take it."""
    actor = current_actor()
    read = pages.draft_or_missing(drafts.digest_of(secret))
    if actor.id is not None and read.contribution.author_id == actor.id:
        return redirect(url_for("ideas.edit_idea", idea_id=read.idea.id))
    _must_be_nobodys(read)
    if not actor.is_guest:
        return render_template("ideas/claim.html", read=read, secret=secret)
    text = text_of(read.idea)
    return show_form(filled(text, draft=secret), new_sheet(read.campaign, is_begun=True, chosen=text))


def show_kept(secret: str) -> ResponseReturnValue:
    """Tells a guest that the text is kept, where it is, and how to send it."""
    if not current_actor().is_guest:
        return redirect(url_for("ideas.show_draft", secret=secret))
    read = pages.draft_or_missing(drafts.digest_of(secret))
    _must_be_nobodys(read)
    return _for_one_alone(make_response(render_template("ideas/kept.html", read=read, secret=secret)))


def claim_draft(secret: str) -> ResponseReturnValue:
    """Makes a guest's draft that of the person who has signed in and holds its secret."""
    begin_writing()
    actor = current_actor()
    if actor.id is None or not drafts.claim(actor.id, [secret], clock.now()):
        raise Missing()
    read = pages.draft_or_missing(drafts.digest_of(secret))
    return redirect(url_for("ideas.edit_idea", idea_id=read.idea.id), 303)


def discard_draft(idea_id: int) -> ResponseReturnValue:
    """Throws one's own draft away."""
    begin_writing()
    drafts.discard(current_actor(), idea_id)
    flash(_("The draft is gone."))
    return redirect(url_for("accounts.my_page"), 303)


def _must_be_nobodys(read: IdeaRead) -> None:
    common, until = read.contribution, read.idea.draft_until
    if common.state != State.DRAFT or common.author_id is not None or until is None or until <= clock.now():
        raise Missing()


def _for_one_alone(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
