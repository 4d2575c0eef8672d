"""Comments as pages show them: which are listed, and what of them leaves the database for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Account, family_as_shown
from app.accounts.roles import Actor
from app.foundation.db import db
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.comments.models import Comment, Reaction, Stand, Voice
from campaigns.contributions.bylines import byline, byline_columns
from campaigns.contributions.models import PUBLIC, Contribution, State
from campaigns.contributions.visibility import visible_to

# Made once: to make them anew for each page would take longer than to read it.
CHILD, PARENT = aliased(Comment), aliased(Comment)
ANSWERED, ANSWERER, PLACE = aliased(Contribution), aliased(Account), aliased(Territory)


@dataclass(frozen=True)
class CommentRow:
    """A comment as one person may read it. `body` is empty where they may not, and cut where a list asked for less.

    `answered_name` names the author of the answer it answers, where it answers one. `shelf` says for which part of the page it
    was picked.
    """

    shelf: int
    id: int
    thread_id: int
    parent_id: int | None
    root_id: int | None
    author_id: int | None
    state: State
    language: str
    statement_id: int | None
    byline: str
    body: str
    stand: Stand | None
    voice: Voice
    office: str | None
    said_at: datetime
    edited_at: datetime | None
    useful: int
    is_useful: bool
    replies: int
    is_highlighted: bool
    answered_name: str

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def is_stub(self) -> bool:
        return not self.body


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Comments whose words the actor may read, for a query that joins Contribution with its Campaign. Deleted is deleted."""
    return and_(visible_to(actor), Contribution.state != State.WITHDRAWN)


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """What stands in a thread: what the actor may read, and the places of what is gone where answers hang on them."""
    answered = exists().where(CHILD.parent_id == Comment.id, CHILD.is_counted)
    return or_(readable_by(actor), Comment.replies > 0, answered)


def read(
    actor: Actor, picked: Subquery, most: int | None = None, *, listed: bool = False, **values: int
) -> Sequence[CommentRow]:
    """The comments whose `id` is picked for a `shelf`, in no order, bodies cut after `most` characters. One statement.

    `listed` leaves out what stands in no thread; `values` are those of the parameters in `picked`.
    """
    words = Comment.body if most is None else func.substr(Comment.body, 1, most)
    reacted = exists().where(Reaction.comment_id == Comment.id, Reaction.account_id == actor.id)
    rows = db.session.execute(
        select(
            picked.c.shelf,
            Comment.id,
            Comment.thread_id,
            Comment.parent_id,
            Comment.root_id,
            Contribution.author_id,
            Contribution.state,
            Contribution.language,
            Contribution.statement_id,
            case((readable_by(actor), words), else_="").label("body"),
            Comment.stand,
            Comment.voice,
            Office.name.label("office"),
            Comment.said_at,
            Comment.edited_at,
            Comment.useful,
            (reacted if actor.id else false()).label("is_useful"),
            Comment.replies,
            Comment.highlighted_at,
            ANSWERED.state.label("answered_state"),
            ANSWERED.byline.label("answered_written"),
            ANSWERER.given_name.label("answered_given"),
            family_as_shown(ANSWERER).label("answered_family"),
            *byline_columns(PLACE),
        )
        .select_from(picked)
        .join(Comment, Comment.id == picked.c.id)
        .join(Comment.contribution)
        .join(Contribution.campaign)
        .outerjoin(Contribution.author)
        .outerjoin(PLACE, PLACE.id == Account.territory_id)
        .outerjoin(Office, Office.id == Comment.office_id)
        .outerjoin(PARENT, and_(PARENT.id == Comment.parent_id, PARENT.root_id.is_not(None)))
        .outerjoin(ANSWERED, ANSWERED.id == PARENT.id)
        .outerjoin(ANSWERER, ANSWERER.id == ANSWERED.author_id)
        .where(listed_for(actor) if listed else true()),
        values,
    )
    return [_row(row) for row in rows]


def _row(row: Row[Any]) -> CommentRow:
    answered = ""
    if row.answered_state in PUBLIC:
        answered = byline(row.answered_written, row.answered_given, row.answered_family, None)
    return CommentRow(
        shelf=row.shelf,
        id=row.id,
        thread_id=row.thread_id,
        parent_id=row.parent_id,
        root_id=row.root_id,
        author_id=row.author_id,
        state=row.state,
        language=row.language,
        statement_id=row.statement_id,
        byline=byline(row.written, row.given_name, row.family_name, row.place),
        body=row.body,
        stand=row.stand,
        voice=row.voice,
        office=row.office,
        said_at=row.said_at,
        edited_at=row.edited_at,
        useful=row.useful,
        is_useful=bool(row.is_useful),
        replies=row.replies,
        is_highlighted=row.highlighted_at is not None,
        answered_name=answered,
    )
