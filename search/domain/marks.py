"""Marks: what the index has to read again. A mark is written in the step of the change itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, literal, select, union_all
from sqlalchemy.orm import aliased

from app.foundation import outbox
from app.foundation.db import db
from campaigns.answers.models import Answer
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution
from campaigns.discussion.models import Conclusion
from campaigns.implementation.models import Contest, Undertaking
from search.models import Stale

INDEX_STALE = "search.index_stale"


def mark(contribution_ids: Iterable[int], now: datetime) -> None:
    """Marks contributions that changed and asks for the index to be brought up to date."""
    rows = [{"contribution_id": id, "marked_at": now} for id in contribution_ids]
    if rows:
        db.session.execute(insert(Stale), rows)
        outbox.ask_once(INDEX_STALE)


def mark_under(contribution_id: int, now: datetime) -> None:
    """Marks what hangs on a text, its comments, conclusion, official answers or objections: it is as public as the text."""
    at = literal(now, Stale.marked_at.type)
    root = aliased(Comment)
    roots = select(Comment.id, at).where(Comment.thread_id == contribution_id, Comment.root_id.is_(None))
    answers = (
        select(Comment.id, at)
        .join(root, root.id == Comment.root_id)
        .where(root.thread_id == contribution_id, root.root_id.is_(None))
    )
    conclusion = select(Conclusion.id, at).where(Conclusion.topic_id == contribution_id)
    objections = (
        select(Contest.id, at)
        .join(Undertaking, Undertaking.id == Contest.undertaking_id)
        .where(Undertaking.idea_id == contribution_id)
    )
    official = select(Answer.id, at).where(Answer.idea_id == contribution_id)
    all_of_it = union_all(roots, answers, conclusion, objections, official)
    db.session.execute(insert(Stale).from_select(["contribution_id", "marked_at"], all_of_it))


def mark_conclusion(topic_id: int, now: datetime) -> None:
    """Marks the conclusion of a topic: it is called by the topic's title."""
    at = literal(now, Stale.marked_at.type)
    conclusion = select(Conclusion.id, at).where(Conclusion.topic_id == topic_id)
    db.session.execute(insert(Stale).from_select(["contribution_id", "marked_at"], conclusion))


def mark_campaign(campaign_id: int, now: datetime) -> None:
    """Marks everything in a campaign: who may see it has changed."""
    at = literal(now, Stale.marked_at.type)
    all_of_it = select(Contribution.id, at).where(Contribution.campaign_id == campaign_id)
    db.session.execute(insert(Stale).from_select(["contribution_id", "marked_at"], all_of_it))
    outbox.ask_once(INDEX_STALE)


def strike_off(mark_ids: Sequence[int], read_at: datetime) -> None:
    """Deletes marks that were read then: these and no others, for the same text may have been marked again meanwhile.

    SQLite gives the number of the last mark anew once somebody else has struck it off: the later one is not ours.
    """
    db.session.execute(delete(Stale).where(Stale.id.in_(mark_ids), Stale.marked_at <= read_at))
