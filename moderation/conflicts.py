"""Conflict of interest: a text that is about a department, and the people who are connected with that department."""

from collections.abc import Collection
from typing import Any

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import RoleGrant
from app.accounts.roles import Actor, Role
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Reason
from app.offices.models import Affiliation
from campaigns.answers.models import Answer
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution
from campaigns.discussion.models import Conclusion, Topic
from campaigns.ideas.models import Idea
from campaigns.implementation.models import Contest, Undertaking
from campaigns.services.models import Service

CONNECTED = Reason(
    "connected", _l("This text is about a department you are connected with. Somebody else will look at it.")
)
NO_OFFICE = 0


def offices_of(actor: Actor) -> frozenset[int]:
    """The departments a person is connected with: by what they have said, and as an official. One statement a request."""
    if actor.id is None:
        return frozenset()
    if not has_request_context():
        return _read(actor)
    known: dict[int, frozenset[int]] = g.setdefault("offices_connected_with", {})
    if actor.id not in known:
        known[actor.id] = _read(actor)
    return known[actor.id]


def _read(actor: Actor) -> frozenset[int]:
    said = select(Affiliation.office_id).where(Affiliation.account_id == actor.id, Affiliation.ended_at.is_(None))
    return frozenset(db.session.scalars(said)) | {
        grant.office_id for grant in actor.grants if grant.office_id is not None
    }


def is_connected(actor: Actor, contribution: Contribution) -> bool:
    """Whether the text is about a department of this person. Two statements for those who have one."""
    mine = offices_of(actor)
    if not mine:
        return False
    query = select(Contribution.id).where(Contribution.id == contribution.id, concerns(mine))
    return db.session.scalar(query) is not None


def require_none(actor: Actor, contribution: Contribution) -> None:
    """Raises NotAllowed where the text is about a department of this person."""
    if not actor.is_system and is_connected(actor, contribution):
        raise NotAllowed(CONNECTED)


def concerns(office_ids: Collection[int]) -> ColumnElement[bool]:
    """Contributions about one of the departments, or written in its name: never unknown, so that it can be negated."""
    if not office_ids:
        return false()
    return or_(_service_office().in_(sorted(office_ids)), _voice_office().in_(sorted(office_ids)))


def offices_of_text() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The department that a text is about, and the one in whose name it was written; NO_OFFICE for none."""
    return _service_office(), _voice_office()


def concerns_those_of(
    account_id: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> ColumnElement[bool]:
    """The same for the departments of a person who is a column of the query."""
    said = exists().where(
        Affiliation.account_id == account_id, Affiliation.ended_at.is_(None), _is_about(Affiliation.office_id)
    )
    given = exists().where(
        RoleGrant.account_id == account_id,
        RoleGrant.role == Role.OFFICIAL,
        RoleGrant.ended_at.is_(None),
        _is_about(RoleGrant.office_id),
    )
    return or_(said.correlate_except(Affiliation), given.correlate_except(RoleGrant))


def _is_about(office_id: Any) -> ColumnElement[bool]:
    return or_(office_id == _service_office(), office_id == _voice_office())


def _service_office() -> ColumnElement[int]:
    """The department of the service that the text is about; of a comment or a conclusion, what it hangs on is about. An objection
    is about the department that says it is done, an answer about the one that gives it.
    """
    hangs_on = func.coalesce(
        _one(select(Comment.thread_id).where(Comment.id == Contribution.id)),
        _one(select(Conclusion.topic_id).where(Conclusion.id == Contribution.id)),
        Contribution.id,
    )
    served = select(Service.office_id)
    works = select(Undertaking.office_id).join(Contest, Contest.undertaking_id == Undertaking.id)
    return func.coalesce(
        _one(works.where(Contest.id == Contribution.id)),
        _one(select(Answer.office_id).where(Answer.id == Contribution.id)),
        _one(served.join(Idea, Idea.service_id == Service.id).where(Idea.id == hangs_on)),
        _one(served.join(Topic, Topic.service_id == Service.id).where(Topic.id == hangs_on)),
        NO_OFFICE,
    )


def _voice_office() -> ColumnElement[int]:
    """The department for which an official wrote a comment."""
    spoken = select(Comment.office_id).where(and_(Comment.id == Contribution.id))
    return func.coalesce(_one(spoken), NO_OFFICE)


def _one(query: Any) -> Any:
    return query.correlate(Contribution).scalar_subquery()
