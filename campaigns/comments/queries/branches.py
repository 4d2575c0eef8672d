"""One comment at its address, with its branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all

from app.accounts.roles import Actor
from app.foundation.errors import Missing
from campaigns.comments.models import Comment
from campaigns.comments.queries import rows
from campaigns.comments.queries.rows import CommentRow, listed_for
from campaigns.comments.queries.threads import ROOT, branch, key_in_time, place_in_time
from campaigns.contributions.models import Contribution

PAGE = 50


@dataclass(frozen=True)
class BranchPage:
    """A root, a page of its answers in the order of time, and the key of the next page."""

    root: CommentRow
    answers: Sequence[CommentRow]
    is_first: bool
    after: str | None


def comment_or_missing(actor: Actor, comment_id: int) -> CommentRow:
    """The comment, or what is left of it where others have answered. Raises Missing where nothing is left, or it is nobody's
    business. What its thread hangs on is to be looked at apart."""
    picked = (
        select(Comment.id, literal(ROOT).label("shelf"))
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .where(Comment.id == comment_id, listed_for(actor))
    )
    found = rows.read(actor, picked.subquery())
    if not found:
        raise Missing()
    return found[0]


def branch_of(actor: Actor, target: CommentRow, after: str | None, size: int = PAGE) -> BranchPage:
    """The branch in which the comment stands. Without a key, or with a broken one, the page has the comment on it."""
    root_id, place = target.root_id or target.id, place_in_time(after)
    page = _page(actor, root_id, place, size)
    if place is not None or target.root_id is None or target.id in {row.id for row in page.answers}:
        return page
    return _page(actor, root_id, (target.said_at, target.id - 1), size)


def _page(actor: Actor, root_id: int, place: Any, size: int) -> BranchPage:
    root = select(Comment.id, literal(ROOT).label("shelf")).where(Comment.id == root_id)
    answers = select(branch(actor, root_id, place, size + 1).subquery())
    found = sorted(
        rows.read(actor, union_all(root, answers).subquery()), key=lambda row: (bool(row.root_id), row.said_at, row.id)
    )
    shown = found[1 : size + 1]
    return BranchPage(found[0], shown, place is None, key_in_time(shown[-1]) if len(found) > size + 1 else None)
