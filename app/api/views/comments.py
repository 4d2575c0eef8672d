"""Threads of comments: read, and said in."""

from typing import Any

from flask import Response, jsonify
from werkzeug.datastructures import MultiDict

from app.api import addresses, cursors, personal
from app.api.calls import actor
from app.api.domain import replies
from app.api.operations import reads, writes
from app.api.reasons import Unfit
from app.api.scopes import Scope
from app.api.shapes.texts import (
    AnswersOfCommentSchema,
    NewCommentSchema,
    PageAskedSchema,
    SentSchema,
    ThreadAskedSchema,
    ThreadSchema,
)
from app.foundation import clock
from app.foundation.errors import Missing
from app.guards import door
from campaigns.comments.domain import comments
from campaigns.comments.domain.comments import Said
from campaigns.comments.queries import branches, threads
from campaigns.comments.queries.hosts import host_or_missing
from campaigns.comments.queries.rows import CommentRow
from campaigns.comments.queries.threads import Order
from campaigns.comments.web.forms import SayForm
from campaigns.contributions.models import PUBLIC


@reads(ThreadSchema, query=ThreadAskedSchema)
def list_comments(asked: dict[str, Any], thread_id: int) -> Any:
    """What is said about a topic or an idea: a page of branches, each with its first answers."""
    person = actor()
    # As on the pages, there is no thread to look at under what not everyone may read.
    if host_or_missing(person, thread_id).contribution.state not in PUBLIC:
        raise Missing
    of = ("thread", thread_id, asked["order"])
    key = cursors.given(asked.get("after"), *of)
    page = threads.page_of(person, thread_id, Order(asked["order"]), key)
    return {
        "total": threads.head_of(person, thread_id).comments,
        "items": [{**_shown(one.root), "answers": [_shown(row) for row in one.answers]} for one in page.branches],
        "next": cursors.made(page.after, *of),
    }


@reads(AnswersOfCommentSchema, query=PageAskedSchema)
def list_answers_of_comment(asked: dict[str, Any], comment_id: int) -> Any:
    """A comment at the top of its branch, and all answers in the branch, in the order of time."""
    person = actor()
    target = branches.comment_or_missing(person, comment_id)
    host_or_missing(person, target.thread_id)
    of = ("branch", comment_id)
    page = branches.branch_of(person, target, cursors.given(asked.get("after"), *of))
    return {
        "root": _shown(page.root),
        "items": [_shown(row) for row in page.answers],
        "next": cursors.made(page.after, *of),
    }


@writes(Scope.COMMENT, SentSchema, status=201, body=NewCommentSchema)
def say(sent: dict[str, Any], thread_id: int) -> Response:
    """Says something about a topic or an idea, in the name of the person."""
    person, now = actor(), clock.now()
    host_or_missing(person, thread_id)
    said = _fit(sent)
    personal.ask({"body": said.body}, sent["seen"])

    def keep() -> Response:
        comment = comments.say(person, thread_id, said, now)
        page = addresses.page("comments.show_comment", comment_id=comment.id)
        answer = jsonify(id=comment.id, state=comment.contribution.state.value, number=None, page=page)
        answer.status_code = 201
        answer.headers["Location"] = addresses.own("list_answers_of_comment", comment_id=comment.id)
        return answer

    return replies.once(person.id or 0, now, keep, lambda: door.count_act(str(person.id), "comments.say"))


def _fit(sent: dict[str, Any]) -> Said:
    typed = {"body": sent["body"], "stand": sent["stand"] or "", "parent_id": str(sent["parent"] or "")}
    form = SayForm(formdata=MultiDict(typed))
    if not form.validate():
        raise Unfit(
            [{"pointer": f"#/{name}", "detail": str(one)} for name, some in form.errors.items() for one in some]
        )
    return Said(form.body.data, form.parent, form.chosen)


def _shown(row: CommentRow) -> dict[str, Any]:
    gone = row.is_stub
    return {
        "id": row.id,
        "thread": row.thread_id,
        "parent": row.parent_id,
        "body": row.body,
        "byline": "" if gone else row.byline,
        "voice": row.voice,
        "office": None if gone else row.office,
        "stand": None if gone else row.stand,
        "language": row.language,
        "state": row.state,
        "said_at": row.said_at,
        "edited_at": row.edited_at,
        "useful": row.useful,
        "replies": row.replies,
        "page": addresses.page("comments.show_comment", comment_id=row.id),
    }
