"""What work on ideas begins with, and what objections become."""

from app.foundation import clock
from app.foundation.db import db
from campaigns.answers.events import AnswerReleased
from campaigns.answers.models import Answer, Outcome
from campaigns.contributions.events import ContributionPublished
from campaigns.contributions.models import Contribution, Kind
from campaigns.implementation.domain import contests, works

SAYS_YES = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})


def begin_work(fact: AnswerReleased) -> None:
    """A department has said yes: its work is planned. What works already needs none; another answer than yes ends it."""
    answer = db.session.get_one(Answer, fact.answer_id)
    if answer.outcome in SAYS_YES:
        works.begin_planned(fact.idea_id, answer.office_id, clock.now())
    else:
        works.end_by_answer(fact.idea_id, clock.now())


def announce_contest(fact: ContributionPublished) -> None:
    """An objection became readable for everyone."""
    if db.session.get_one(Contribution, fact.contribution_id).kind == Kind.CONTEST:
        contests.announce(fact.contribution_id)
