"""Authors whose ideas need not wait: where the owner trusts those who have written well for a while."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.plan.models import Campaign
from moderation.models import Decision, Outcome, Review, Statement


def skips_queue(contribution: Contribution) -> bool:
    """Whether a text appears at once for who wrote it: fills the slot `ideas.skips-queue`. At most one statement.

    Trusted is whoever has as many published texts as the owner says, and none restricted for as many days. What a review
    reversed, a machine's hiding that nobody upheld and what was undone are forgotten.
    """
    campaign = db.session.get_one(Campaign, contribution.campaign_id)
    author_id = contribution.author_id
    if not campaign.trusted_from or author_id is None:
        return False
    since = clock.now() - timedelta(days=campaign.trusted_days)
    others = (Contribution.author_id == author_id, Contribution.id != contribution.id)
    published = select(func.count()).where(*others, Contribution.state.in_(sorted(PUBLIC))).scalar_subquery()
    text = aliased(Contribution)
    restricted = exists().where(
        Statement.contribution_id == text.id,
        text.author_id == author_id,
        Statement.made_at > since,
        Statement.decision.not_in([Decision.JOIN]),
        _holds(text),
    )
    row = db.session.execute(select(published.label("published"), restricted.label("restricted"))).one()
    return row.published >= campaign.trusted_from and not row.restricted


def _holds(text: type[Contribution]) -> ColumnElement[bool]:
    reversed_ = exists().where(Review.statement_id == Statement.id, Review.outcome == Outcome.REVERSED)
    by_person = or_(Statement.is_automatic.is_(False), text.statement_id == Statement.id)
    return and_(Statement.undone_at.is_(None), by_person, ~reversed_)
