"""What people are told when something happens below."""

from app.foundation import clock, outbox
from app.foundation.db import db
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import NoticeKind
from campaigns.contributions.events import ContributionPublished, ContributionRestricted
from campaigns.contributions.models import Channel, Contribution
from campaigns.plan.events import TimelineChanged
from campaigns.rounds.events import ResultPublished
from moderation.models import Decision, Statement

OF_DECISION: dict[Decision, NoticeKind] = {
    Decision.RETURN: NoticeKind.RETURNED,
    Decision.REJECT: NoticeKind.REJECTED,
    Decision.HIDE: NoticeKind.HIDDEN,
}


def tell_published(fact: ContributionPublished) -> None:
    """The author learns it at once, unless it appeared as they sent it; followers of the campaign with the next letter."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    # What was brought in by hundreds is no news one by one.
    if contribution.channel == Channel.IMPORT:
        return
    if contribution.changed_at != contribution.submitted_at:
        name = f"published:{contribution.id}:{contribution.version}"
        _tell_author(contribution, Fact(NoticeKind.PUBLISHED, name, contribution.campaign_id, contribution.id))
    outbox.ask(
        "notifications.tell_followers",
        kind=NoticeKind.FOLLOWED_PUBLISHED,
        name=f"followed:{contribution.id}",
        campaign_id=contribution.campaign_id,
        contribution_id=contribution.id,
    )


def tell_restricted(fact: ContributionRestricted) -> None:
    """The author learns what was decided and why; nobody else does."""
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    statement = db.session.get_one(Statement, fact.statement_id)
    told = Fact(
        OF_DECISION[statement.decision],
        f"statement:{statement.id}",
        contribution.campaign_id,
        contribution.id,
        {"statement_id": statement.id},
    )
    _tell_author(contribution, told)


def tell_timeline(fact: TimelineChanged) -> None:
    """Followers learn that the dates have changed."""
    outbox.ask(
        "notifications.tell_followers",
        kind=NoticeKind.TIMELINE_CHANGED,
        name=f"timeline:{fact.change_id}",
        campaign_id=fact.campaign_id,
    )


def tell_result(fact: ResultPublished) -> None:
    """Followers, authors and those who follow an idea learn what came out."""
    outbox.ask(
        "notifications.tell_followers",
        kind=NoticeKind.RESULT_PUBLISHED,
        name=f"result:{fact.result_id}",
        campaign_id=fact.campaign_id,
    )


def _tell_author(contribution: Contribution, fact: Fact) -> None:
    if contribution.author_id is None:
        return
    for notice_id in tell([contribution.author_id], fact, clock.now()):
        outbox.ask("notifications.mail_notice", notice_id=notice_id)
