"""Experts are told when ideas are given to them, and those who take part when what they found is opened."""

from app.foundation import clock
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import NoticeKind, Teller
from campaigns.assessment.events import AssessmentDue, AssessmentOpened, IdeasGiven


def tell_given(fact: IdeasGiven) -> None:
    """Each expert learns that ideas wait on their desk."""
    name = f"ideas-given:{fact.campaign_id}:{fact.turn}"
    tell(fact.account_ids, Fact(NoticeKind.IDEAS_GIVEN, name, fact.campaign_id), clock.now())


def tell_due(fact: AssessmentDue) -> None:
    """Experts are reminded of what they have not handed in, once for each of the days."""
    name = f"assessment-due:{fact.campaign_id}:{fact.last_day}:{fact.days}"
    tell(fact.account_ids, Fact(NoticeKind.ASSESSMENT_DUE, name, fact.campaign_id), clock.now())


def tell_opened(fact: AssessmentOpened) -> None:
    """Followers, authors and those who follow an idea learn what the experts found."""
    tellings.put(
        Teller.FOLLOWERS,
        kind=NoticeKind.ASSESSED,
        name=f"assessed:{fact.campaign_id}",
        campaign_id=fact.campaign_id,
    )
