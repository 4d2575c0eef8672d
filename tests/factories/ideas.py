"""Ideas in every state, and what a person types into the form."""

from datetime import timedelta
from typing import Any

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import RESTRICTED, Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Decision, Statement
from tests.factories.campaigns import make_idea

AN_IDEA = {
    "title": "Лист ожидания к врачу",
    "problem": "Талоны к узким специалистам расходятся за минуты.",
    "proposal": "Сделать лист ожидания с уведомлением.",
}
DECISIONS = {State.RETURNED: Decision.RETURN, State.REJECTED: Decision.REJECT, State.HIDDEN: Decision.HIDE}


def make_idea_in(state: State, campaign: Campaign, author: Account | None = None, **over: Any) -> Idea:
    """An idea in any state; a restricted one with its statement of reasons."""
    if state not in RESTRICTED:
        return make_idea(campaign, author, state, **over)
    idea = make_idea(campaign, author, State.SUBMITTED, **over)
    with step():
        now = clock.now()
        statement = Statement(
            contribution_id=idea.id,
            decision=DECISIONS[state],
            rule="personal data",
            facts="В тексте остался номер телефона.",
            language="ru",
            is_automatic=True,
            made_at=now,
            review_until=now + timedelta(days=14),
        )
        db.session.add(statement)
        db.session.flush()
        common = db.session.get_one(Contribution, idea.id)
        common.statement_id, common.state = statement.id, state
        common.published_at = now if state == State.HIDDEN else None
    return idea
