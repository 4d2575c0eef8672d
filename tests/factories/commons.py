"""The common row of any text, put into its table as it would stand there."""

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, RESTRICTED, Contribution, Kind, State
from campaigns.plan.models import Campaign
from moderation.models import Decision, Statement

DECISIONS = {State.RETURNED: Decision.RETURN, State.REJECTED: Decision.REJECT, State.HIDDEN: Decision.HIDE}


def common_row(kind: Kind, campaign: Campaign, author: Account | None, state: State) -> Contribution:
    """The common row, in any state; a restricted one with its statement of reasons."""
    now = clock.now()
    common = Contribution(
        kind=kind,
        campaign_id=campaign.id,
        author_id=author.id if author else None,
        byline="" if author else "Мария Л., Когалым",
        state=State.SUBMITTED if state in RESTRICTED else state,
        language="ru",
        created_at=now,
        changed_at=now,
        submitted_at=None if state == State.DRAFT else now,
        published_at=now if state in PUBLIC | {State.HIDDEN} else None,
    )
    db.session.add(common)
    db.session.flush()
    if state in RESTRICTED:
        statement = Statement(
            contribution_id=common.id,
            decision=DECISIONS[state],
            rule="rude",
            facts="В тексте есть ругательства.",
            language="ru",
            is_automatic=True,
            made_at=now,
            review_until=now,
        )
        db.session.add(statement)
        db.session.flush()
        common.statement_id, common.state = statement.id, state
        db.session.flush()
    return common
