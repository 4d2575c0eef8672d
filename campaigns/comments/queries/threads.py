"""A page of a thread, in three statements however many comments there are: its head, its roots, their first answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from sqlalchemy import Select, Subquery, and_, bindparam, literal, select, tuple_, union_all

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.paging import pack, unpack
from campaigns.comments.models import Comment, Stand, StandTaken, Thread
from campaigns.comments.queries import rows
from campaigns.comments.queries.rows import CommentRow, listed_for
from campaigns.contributions.models import Contribution

PAGE = 10
ANSWERS = 2
MOST_HIGHLIGHTED = 5
ROOT, HIGHLIGHT = 0, 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _first_answers() -> Subquery:
    table = Comment.__table__.c
    parts = (
        select(table.id, literal(ROOT).label("shelf"))
        .where(table.root_id == bindparam(f"root_{place}", type_=table.root_id.type))
        .order_by(table.said_at, table.id)
        # Some more than are shown: what is gone takes a place, and is left out where nobody has answered it.
        .limit(ANSWERS + 2)
        for place in range(PAGE)
    )
    return union_all(*(select(part.subquery()) for part in parts)).subquery()


# The first answers of as many branches as a page has. Made once: it is long.
FIRST_ANSWERS = _first_answers()


class Order(StrEnum):
    """How the roots of a thread are sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    USEFUL = "useful"


@dataclass(frozen=True)
class Head:
    """The counters of a thread, and where the reader stands in it."""

    comments: int = 0
    stands: dict[Stand, int] = field(default_factory=lambda: dict.fromkeys(Stand, 0))
    mine: Stand | None = None


@dataclass(frozen=True)
class Branch:
    """A root with the first of its answers."""

    root: CommentRow
    answers: Sequence[CommentRow]


@dataclass(frozen=True)
class ThreadPage:
    """A page of branches, what is highlighted in the whole thread (on the first page), and the key of the next page."""

    branches: Sequence[Branch]
    highlighted: Sequence[CommentRow]
    is_first: bool
    after: str | None


def head_of(actor: Actor, thread_id: int) -> Head:
    """The counters of the thread; zeros where nobody has said anything yet."""
    mine = and_(StandTaken.thread_id == Thread.id, StandTaken.account_id == actor.id)
    row = db.session.execute(
        select(Thread, StandTaken.stand).outerjoin(StandTaken, mine).where(Thread.id == thread_id)
    ).one_or_none()
    if row is None:
        return Head()
    thread = row.Thread
    stands = {
        Stand.FOR: thread.stands_for,
        Stand.AGAINST: thread.stands_against,
        Stand.UNSURE: thread.stands_unsure,
    }
    return Head(thread.comments, stands, row.stand)


def page_of(actor: Actor, thread_id: int, order: Order, after: str | None, most: int | None = None) -> ThreadPage:
    """A page of the thread as the actor may see it. A key that is broken shows the first page."""
    place = _place(order, after)
    parts = [_roots(actor, thread_id, order, place, PAGE + 1)]
    if place is None:
        parts.append(_highlighted(thread_id))
    found = rows.read(actor, union_all(*(select(part.subquery()) for part in parts)).subquery(), most)
    roots = sorted(
        (row for row in found if row.shelf == ROOT), key=lambda row: _rank(order, row), reverse=_falls(order)
    )
    highlighted = sorted((row for row in found if row.shelf == HIGHLIGHT), key=lambda row: (row.said_at, row.id))
    shown = roots[:PAGE]
    following = _key(order, shown[-1]) if len(roots) > PAGE else None
    return ThreadPage(_branches(actor, shown, most), highlighted, place is None, following)


def _falls(order: Order) -> bool:
    return order != Order.OLDEST


def _rank(order: Order, row: CommentRow) -> tuple[Any, int]:
    return (row.useful if order == Order.USEFUL else row.said_at, row.id)


def _roots(actor: Actor, thread_id: int, order: Order, place: Any, size: int) -> Select[int, int]:
    column: Any = Comment.useful if order == Order.USEFUL else Comment.said_at
    key, falls = tuple_(column, Comment.id), _falls(order)
    query = _listed(actor, ROOT).where(Comment.thread_id == thread_id, Comment.root_id.is_(None))
    if place is not None:
        point = tuple_(literal(place[0], column.type), literal(place[1], Comment.id.type))
        query = query.where(key < point if falls else key > point)
    return query.order_by(*(part.desc() if falls else part.asc() for part in (column, Comment.id))).limit(size)


def _listed(actor: Actor, shelf: int) -> Select[int, int]:
    return (
        select(Comment.id, literal(shelf).label("shelf"))
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .where(listed_for(actor))
    )


def _highlighted(thread_id: int) -> Select[int, int]:
    return (
        select(Comment.id, literal(HIGHLIGHT).label("shelf"))
        .where(Comment.thread_id == thread_id, Comment.highlighted_at.is_not(None), Comment.is_counted)
        .order_by(Comment.highlighted_at.desc(), Comment.id.desc())
        .limit(MOST_HIGHLIGHTED)
    )


def _branches(actor: Actor, roots: Sequence[CommentRow], most: int | None) -> list[Branch]:
    # A waiting answer of one's own is no reply that counts: only guests are spared the look.
    asked = [root.id for root in roots if root.replies or not actor.is_guest]
    answers = first_answers(actor, asked, most)
    return [Branch(root, answers.get(root.id, [])) for root in roots]


def first_answers(actor: Actor, root_ids: Sequence[int], most: int | None = None) -> dict[int, list[CommentRow]]:
    """The first answers in each of these branches. One statement that reads their rows alone, however long a branch is."""
    if not root_ids:
        return {}
    values = {f"root_{place}": id for place, id in zip_longest(range(PAGE), root_ids[:PAGE], fillvalue=0)}
    answers: dict[int, list[CommentRow]] = {}
    found = rows.read(actor, FIRST_ANSWERS, most, listed=True, **values)
    for row in sorted(found, key=lambda row: (row.said_at, row.id)):
        answers.setdefault(row.root_id or 0, []).append(row)
    return {root_id: some[:ANSWERS] for root_id, some in answers.items()}


def branch(actor: Actor, root_id: int, place: Any, size: int) -> Select[int, int]:
    """The ids of the answers under a root in the order of time, those after the place."""
    query = _listed(actor, ROOT).where(Comment.root_id == root_id)
    if place is not None:
        point = tuple_(literal(place[0], Comment.said_at.type), literal(place[1], Comment.id.type))
        query = query.where(tuple_(Comment.said_at, Comment.id) > point)
    return query.order_by(Comment.said_at, Comment.id).limit(size)


def key_in_time(row: CommentRow) -> str:
    """The key of a comment where comments stand in the order of time."""
    return pack((row.said_at - EPOCH) // timedelta(microseconds=1), row.id)


def key_before(row: CommentRow) -> str:
    """The key of a page, the newest first, that begins with the comment."""
    return pack((row.said_at - EPOCH) // timedelta(microseconds=1), row.id + 1)


def place_in_time(word: str | None) -> tuple[datetime, int] | None:
    """What such a key says; None where it is broken."""
    parts = unpack(word, int, int)
    try:
        return (EPOCH + timedelta(microseconds=parts[0]), parts[1]) if parts else None
    except OverflowError:
        return None


def _key(order: Order, row: CommentRow) -> str:
    return pack(row.useful, row.id) if order == Order.USEFUL else key_in_time(row)


def _place(order: Order, word: str | None) -> Any:
    return unpack(word, int, int) if order == Order.USEFUL else place_in_time(word)
