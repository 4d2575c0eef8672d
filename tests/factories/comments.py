"""Comments in every state, and whole threads of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.comments.domain import comments
from campaigns.comments.domain.comments import Said
from campaigns.comments.models import Comment, Thread, Voice
from campaigns.contributions import states
from campaigns.contributions.models import RESTRICTED, Channel, Contribution, Kind, State
from campaigns.ideas.models import Idea
from moderation.models import Decision, Statement

DECISIONS = {State.RETURNED: Decision.RETURN, State.REJECTED: Decision.REJECT, State.HIDDEN: Decision.HIDE}


def say(host: Any, author: Account, body: str = "Так и есть.", parent: Comment | None = None, **over: Any) -> Comment:
    """The author says something under a topic or an idea, through the verb."""
    with step():
        said = Said(body, parent.id if parent else None, over.pop("stand", None), over.pop("form", ""))
        return comments.say(actor_of(author), host.id, said, over.pop("now", clock.now()))


def make_comment_in(state: State, host: Any, author: Account, body: str = "Так и есть.", **over: Any) -> Comment:
    """A comment in any state, counters included; a restricted one with its statement of reasons."""
    comment = say(host, author, body, **over)
    if state in AFTERWARDS:
        AFTERWARDS[state](comment)
    elif state != State.PUBLISHED:
        with step():
            _unsay(comment, db.session.get_one(Contribution, comment.id), state)
    return comment


def hide(comment: Comment) -> None:
    """A moderator has hidden the comment, counters included."""
    with step():
        contribution = db.session.get_one(Contribution, comment.id)
        states.restrict(contribution, State.HIDDEN, _statement(contribution, State.HIDDEN).id, clock.now())


def delete(comment: Comment) -> None:
    """Its author has deleted the comment, counters included."""
    with step():
        states.withdraw(db.session.get_one(Contribution, comment.id), clock.now())


def make_thread_of(host: Any, roots: int, answers: int, author: Account | None = None) -> None:
    """Very many comments at once, a minute apart: every root has so many answers."""
    now = clock.now() - timedelta(days=5)
    first = 1_000_000
    with step():
        rows = [_row(host, first, number, answers, now) for number in range(roots * (answers + 1))]
        for start in range(0, len(rows), 1000):
            part = rows[start : start + 1000]
            db.session.execute(insert(Contribution), [_common(host, row, author) for row in part])
        db.session.execute(
            insert(Thread),
            [
                {
                    "id": host.id,
                    "campaign_id": host.campaign_id,
                    "comments": len(rows),
                    "stands_for": 0,
                    "stands_against": 0,
                    "stands_unsure": 0,
                }
            ],
        )
        for start in range(0, len(rows), 1000):
            db.session.execute(insert(Comment), rows[start : start + 1000])
        db.session.execute(update(Idea).where(Idea.id == host.id).values(comments=len(rows)))


def _row(host: Any, first: int, number: int, answers: int, now: datetime) -> dict[str, Any]:
    place, root = number % (answers + 1), first + number - number % (answers + 1)
    # Every fourth answers an answer.
    parent = None if place == 0 else root if place % 4 else first + number - 1
    return {
        "id": first + number,
        "campaign_id": host.campaign_id,
        "thread_id": host.id,
        "parent_id": parent,
        "root_id": None if place == 0 else root,
        "body": f"Сказано {number}: " + "так оно и есть, и давно пора это изменить. " * 5,
        "voice": Voice.RESIDENT,
        "said_at": now + timedelta(minutes=number),
        "useful": number * 7 % 100,
        "replies": answers if place == 0 else 0,
        "is_counted": True,
    }


def _common(host: Any, row: dict[str, Any], author: Account | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": Kind.COMMENT,
        "campaign_id": host.campaign_id,
        "author_id": author.id if author else None,
        "byline": "" if author else "Мария Л., Когалым",
        "channel": Channel.SITE,
        "state": State.PUBLISHED,
        "language": "ru",
        "version": 1,
        "created_at": row["said_at"],
        "changed_at": row["said_at"],
        "submitted_at": row["said_at"],
        "published_at": row["said_at"],
    }


def _unsay(comment: Comment, contribution: Contribution, state: State) -> None:
    """As it would stand had it never been published."""
    if state in RESTRICTED:
        contribution.statement_id = _statement(contribution, state).id
    contribution.state, contribution.published_at = state, None
    if state == State.DRAFT:
        contribution.submitted_at = None
    db.session.execute(update(Thread).where(Thread.id == comment.thread_id).values(comments=Thread.comments - 1))
    db.session.execute(update(Idea).where(Idea.id == comment.thread_id).values(comments=Idea.comments - 1))
    db.session.execute(update(Comment).where(Comment.id == comment.id).values(is_counted=False))
    if comment.root_id is not None:
        db.session.execute(update(Comment).where(Comment.id == comment.root_id).values(replies=Comment.replies - 1))


def _statement(contribution: Contribution, state: State) -> Statement:
    now = clock.now()
    statement = Statement(
        contribution_id=contribution.id,
        decision=DECISIONS[state],
        rule="rude",
        facts="Слова обидные.",
        language="ru",
        is_automatic=True,
        made_at=now,
        review_until=now + timedelta(days=14),
    )
    db.session.add(statement)
    db.session.flush()
    return statement


AFTERWARDS = {State.HIDDEN: hide, State.WITHDRAWN: delete}
