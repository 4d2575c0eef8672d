"""A comment at its own address, its history, and the pages on which its author changes or deletes it."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.differences import differences
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.comments import slots
from campaigns.comments.domain import comments
from campaigns.comments.hosts import Host
from campaigns.comments.models import Comment
from campaigns.comments.queries import branches, own
from campaigns.comments.queries.hosts import host_or_missing
from campaigns.comments.web.forms import CommentForm
from campaigns.comments.web.places import page_of
from campaigns.comments.web.reader import Reader
from campaigns.comments.web.shown import number_of, place_on_page, presenter
from campaigns.contributions import states
from campaigns.contributions.models import State
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.plan import permissions
from campaigns.plan.phases import Act

DELETABLE = frozenset({State.SUBMITTED, State.PUBLISHED})


def show_comment(comment_id: int) -> str:
    """The comment in its branch."""
    actor = current_actor()
    target = branches.comment_or_missing(actor, comment_id)
    host = host_or_missing(actor, target.thread_id)
    reader = Reader(host.contribution, host.campaign, actor, clock.now())
    after = request.args.get("after")
    page = branches.branch_of(actor, target, after)
    address = _address(comment_id, None if page.is_first else after)
    rows = [page.root, *page.answers]
    show = presenter(reader, rows, number_of(request.args.get("answer")), address)
    return render_template(
        "comments/show.html",
        campaign=host.campaign,
        title=slots.titles_of([host.contribution.id]).get(host.contribution.id),
        target=comment_id,
        root=show(page.root),
        answers=[show(row) for row in page.answers],
        place=place_on_page(host, page.root),
        first_url=None if page.is_first else address(after=None, _anchor=f"c{page.root.id}"),
        next_url=address(after=page.after) if page.after else None,
    )


def show_history(comment_id: int) -> str:
    """How the comment was changed after the time for corrections, for everyone who may read it."""
    actor = current_actor()
    row = branches.comment_or_missing(actor, comment_id)
    host = host_or_missing(actor, row.thread_id)
    wordings = [] if row.is_stub else own.wordings_of(comment_id)
    if not wordings:
        raise Missing()
    changes = [(after.since, differences(before.body, after.body)) for before, after in pairwise(wordings)]
    return render_template(
        "comments/history.html", row=row, campaign=host.campaign, first=wordings[0], changes=changes[::-1]
    )


def edit_comment(comment_id: int) -> str:
    """The form in which the author changes their comment."""
    comment, _host = _own(comment_id)
    reason = comments.refusal_to_revise(current_actor(), comment.contribution, clock.now())
    return _edit_page(comment, CommentForm(formdata=None, data={"body": comment.body}), reason)


def revise_comment(comment_id: int) -> ResponseReturnValue:
    """Keeps the other words of a comment; what cannot be kept comes back."""
    comment, _host = _own(comment_id)
    form = CommentForm()
    if not form.validate():
        return _edit_page(comment, form), 422
    warned = warnings.found_in({"body": form.body.data})
    if not warnings.were_shown(warned, form.checked.data):
        form.checked.data = warnings.word_for(warned)
        return _edit_page(comment, form, warned=warned), 422
    begin_writing()
    try:
        comments.revise(current_actor(), comment_id, form.body.data, clock.now())
    except (NotAllowed, Conflict, Invalid) as refusal:
        return _edit_page(comment, form, refusal.reason), 409
    return redirect(url_for("comments.show_comment", comment_id=comment_id, _anchor=f"c{comment_id}"), 303)


def ask_to_delete(comment_id: int) -> str:
    """Says what deleting means and asks once more."""
    comment, _host = _own(comment_id)
    reason = _refusal_to_delete(comment)
    return render_template("comments/delete.html", comment=comment, reason=reason)


def delete_comment(comment_id: int) -> ResponseReturnValue:
    """The author deletes the comment."""
    _comment, host = _own(comment_id)
    begin_writing()
    comments.delete(current_actor(), comment_id, clock.now())
    flash(_("Your comment is deleted."))
    return redirect(page_of(host.contribution, host.campaign, _anchor="comments"), 303)


def _own(comment_id: int) -> tuple[Comment, Host]:
    actor = current_actor()
    comment = own.own_or_missing(actor, comment_id)
    return comment, host_or_missing(actor, comment.thread_id)


def _refusal_to_delete(comment: Comment) -> Reason | None:
    contribution = comment.contribution
    if contribution.state not in DELETABLE:
        return states.MOVED_ON
    return permissions.refusal(
        current_actor(), Act.DELETE_COMMENT, contribution.campaign, clock.now(), author_id=contribution.author_id
    )


def _edit_page(comment: Comment, form: CommentForm, reason: Reason | None = None, warned: Sequence[Warned] = ()) -> str:
    is_free = comments.is_free(comment.said_at, clock.now()) or comment.contribution.state == State.SUBMITTED
    return render_template(
        "comments/edit.html",
        comment=comment,
        campaign=comment.contribution.campaign,
        form=form,
        reason=reason,
        warned=warned,
        is_free=is_free,
        most=comments.LONGEST,
    )


def _address(comment_id: int, after: str | None) -> Callable[..., str]:
    def address(**more: Any) -> str:
        values = {"after": after, **more}
        return url_for(
            "comments.show_comment",
            comment_id=comment_id,
            **{name: value for name, value in values.items() if value is not None},
        )

    return address
