"""What officials and owners owe: the day of an answer comes near, or is over; and those an idea concerns, when no answer will come."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.notifications.audiences import still_there
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import NoticeKind, Teller
from campaigns.answers.events import AnswerDue, AnswerOverdue, ClosedUnanswered
from campaigns.answers.models import OwedAnswer
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign


def tell_due(fact: AnswerDue) -> None:
    """The officials of the department are reminded, once for each of the days."""
    owed = db.session.get_one(OwedAnswer, fact.owed_id)
    whom = (RoleGrant.role == Role.OFFICIAL) & (RoleGrant.office_id == owed.office_id)
    _tell(NoticeKind.ANSWER_DUE, f"answer-due:{owed.id}:{fact.due_on}:{fact.days}", owed, whom)


def tell_overdue(fact: AnswerOverdue) -> None:
    """The owners of the campaign learn that a day is over, once for the day."""
    owed = db.session.get_one(OwedAnswer, fact.owed_id)
    whom = (RoleGrant.role == Role.OWNER) & (RoleGrant.campaign_id == owed.campaign_id)
    _tell(NoticeKind.ANSWER_OVERDUE, f"answer-overdue:{owed.id}:{fact.due_on}", owed, whom)


def tell_closed(fact: ClosedUnanswered) -> None:
    """Those the idea concerns learn that no answer will come, and why."""
    tellings.put(
        Teller.CONCERNED,
        kind=NoticeKind.CLOSED_UNANSWERED,
        name=f"closed-unanswered:{fact.owed_id}",
        idea_id=fact.idea_id,
    )


def _tell(kind: NoticeKind, name: str, owed: OwedAnswer, whom: ColumnElement[bool]) -> None:
    # An idea that nobody may read now is spoken of to nobody.
    if db.session.get_one(Contribution, owed.idea_id).state in PUBLIC:
        people = db.session.scalars(select(RoleGrant.account_id).where(RoleGrant.ended_at.is_(None), whom)).all()
        fact = Fact(kind, name, owed.campaign_id, owed.idea_id, {"owed_id": owed.id})
        tell(_living(people, owed.campaign_id), fact, clock.now())


def _living(people: Sequence[int], campaign_id: int) -> Sequence[int]:
    campaign = db.session.get_one(Campaign, campaign_id)
    return db.session.scalars(still_there(people, campaign).order_by(Account.id)).all()
