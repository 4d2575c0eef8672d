"""Who is asked about a joining, and what they said."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from app.accounts.models import Account
from app.foundation.db import db
from campaigns.ideas.queries.joined import writers_of
from search.joining.models import Joining, JoiningAnswer, Progress


def asked_of(joining: Joining) -> Sequence[int]:
    """The accounts that are asked: those who write one of the two ideas. Nobody stands behind an idea from elsewhere."""
    return [account.id for account in people_of(joining.idea_id, joining.into_id)]


def people_of(idea_id: int, other_id: int) -> Sequence[Account]:
    """Those who write one of two ideas and have an account."""
    both = writers_of(idea_id).union(writers_of(other_id)).subquery()
    query = select(Account).where(Account.id.in_(select(both.c[0])), Account.ended_at.is_(None))
    return db.session.scalars(query.order_by(Account.id)).all()


def answers_of(joining_id: int) -> dict[int, bool]:
    """What each of those who answered said: whether they agree."""
    query = select(JoiningAnswer.account_id, JoiningAnswer.agrees).where(JoiningAnswer.joining_id == joining_id)
    return {row.account_id: row.agrees for row in db.session.execute(query)}


def have_all_agreed(joining: Joining) -> bool:
    """Whether nobody is left to answer and all agree; so it is where there is nobody to ask."""
    agreed = {id for id, agrees in answers_of(joining.id).items() if agrees}
    return set(asked_of(joining)) <= agreed


def is_asked_about(idea_id: int, into_id: int) -> bool:
    """Whether the authors of the first idea are being asked about it already, or those of the second whether it may go on
    elsewhere. Several ideas may wait to go on in the same one.
    """
    concerned = or_(Joining.idea_id.in_([idea_id, into_id]), Joining.into_id == idea_id)
    return bool(db.session.scalar(select(exists().where(concerned, Joining.progress == Progress.ASKED))))
