"""People are told what a review ended in: who asked, and those who had reported the text."""

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.notifications.domain.notices import Fact, tell
from app.notifications.domain.texts import tell_publication
from app.notifications.models import NoticeKind
from campaigns.contributions.models import PUBLIC, Contribution
from moderation.models import Asker, Outcome, Report, Review, Statement

OF_OUTCOME: dict[Outcome, NoticeKind] = {
    Outcome.UPHELD: NoticeKind.REVIEW_UPHELD,
    Outcome.REVERSED: NoticeKind.REVIEW_REVERSED,
}


def tell_outcome(review: Review, *, was_public: bool) -> None:
    """Who asked learns it with the reasons. A text that nobody has read before is announced like any other."""
    if review.outcome is None:
        return
    _tell([review.asked_by], OF_OUTCOME[review.outcome], review)
    if review.outcome == Outcome.UPHELD:
        return
    if review.asked_as == Asker.REPORTER:
        # They were told before that it stays; the author reads the statement of reasons.
        others = [one for one in _reporters(review) if one != review.asked_by]
        tell(others, Fact(NoticeKind.REPORT_ACTED, f"review:{review.id}", review.campaign_id), clock.now())
        return
    _tell(_reporters(review), NoticeKind.REPORT_REVERSED, review)
    contribution = db.session.get_one(Contribution, review.contribution_id)
    if contribution.state in PUBLIC and not was_public:
        tell_publication(contribution, is_known=True)


def _tell(account_ids: list[int], kind: NoticeKind, review: Review) -> None:
    # Without the text: who reported it may not read it, and its words stand on the page of the review for its author.
    fact = Fact(kind, f"review:{review.id}", review.campaign_id, None, {"review_id": review.id})
    tell(account_ids, fact, clock.now())


def _reporters(review: Review) -> list[int]:
    statement = db.session.get(Statement, review.statement_id) if review.statement_id else None
    case_id = statement.case_id if statement else review.decided_case_id
    return list(db.session.scalars(select(Report.reporter_id).where(Report.case_id == case_id).order_by(Report.id)))
