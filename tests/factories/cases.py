"""Cases of moderation."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.calendar import calendar
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.domain import cases, decisions, reviews
from moderation.domain.decisions import Ruling, Seen
from moderation.models import Case, Decision, Report, Review, Statement


def make_case(idea: Idea, *, waiting_hours: float = 1, **over: object) -> Case:
    """An open case about an idea that was sent some hours ago; the checks have found nothing in it."""
    with step():
        contribution = db.session.get_one(Contribution, idea.id)
        opened_at = clock.now() - timedelta(hours=waiting_hours)
        zone = db.session.get_one(Campaign, idea.campaign_id).time_zone
        fields = {"checked_version": contribution.version, "due_at": calendar().due(opened_at, zone), **over}
        case = Case(contribution_id=idea.id, campaign_id=idea.campaign_id, opened_at=opened_at, **fields)
        db.session.add(case)
    return case


def restrict(
    idea: Idea,
    decision: Decision,
    moderator: Account,
    *,
    ground: str = "personal-data",
    facts: str = "There is a phone in it.",
) -> Statement:
    """A moderator has restricted the idea, through the verb, case and statement included."""
    with step():
        case = cases.open_for(db.session.get_one(Contribution, idea.id), clock.now())
        seen = Seen(case.version, db.session.get_one(Contribution, idea.id).version)
        ruling = Ruling(decision, ground, facts, "en")
        decisions.decide(actor_of(moderator), case.id, ruling, seen, clock.now())
    return db.session.scalars(select(Statement).where(Statement.contribution_id == idea.id)).one()


def make_review(idea: Idea, words: str = "It is the number of a bus.") -> Review:
    """The author of a restricted idea has asked for a review, through the verb."""
    with step():
        author = db.session.get_one(Account, db.session.get_one(Contribution, idea.id).author_id)
        return reviews.ask(actor_of(author), idea.id, words, clock.now())


def leave_report(idea: Idea, reporter: Account, moderator: Account, words: str = "It insults a neighbour.") -> Report:
    """Somebody has reported a public idea, and the moderator has left it as it was."""
    now = clock.now()
    with step():
        over = {"decision": Decision.PUBLISH, "decided_at": now, "decided_by": moderator.id, "closed_at": now}
        case = Case(contribution_id=idea.id, campaign_id=idea.campaign_id, opened_at=now, reports=1, **over)
        db.session.add(case)
        db.session.flush()
        about = {"case_id": case.id, "contribution_id": idea.id, "rule": "rude", "language": "en"}
        report = Report(reporter_id=reporter.id, words=words, made_at=now, acted=False, **about)
        db.session.add(report)
    return report
