"""What people are told when something happens below."""

from sqlalchemy import delete, select

from app.foundation import clock, outbox
from app.foundation.db import db
from app.notifications.audiences import AT_ONCE, still_there
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import Notice, NoticeKind
from campaigns.comments.models import Comment
from campaigns.contributions.events import ContributionPublished, ContributionRestricted
from campaigns.contributions.models import PUBLIC, Channel, Contribution, Kind
from campaigns.ideas.events import CoAuthorJoined, DraftThrownAway, IdeaChangedMaterially
from campaigns.plan.events import TimelineChanged
from campaigns.plan.models import Campaign
from campaigns.rounds.events import ResultPublished
from campaigns.selection.events import SelectionMade
from moderation.models import Decision, Statement

OF_DECISION: dict[Decision, NoticeKind] = {
    Decision.RETURN: NoticeKind.RETURNED,
    Decision.REJECT: NoticeKind.REJECTED,
    Decision.HIDE: NoticeKind.HIDDEN,
}

# What followers are told of a text that was published. Comments are told one by one to nobody but whom they answer.
OF_FOLLOWERS: dict[Kind, tuple[NoticeKind, str]] = {
    Kind.IDEA: (NoticeKind.FOLLOWED_PUBLISHED, "followed"),
    Kind.TOPIC: (NoticeKind.TOPIC_OPENED, "topic"),
    Kind.CONCLUSION: (NoticeKind.CONCLUSION_WRITTEN, "conclusion"),
    Kind.NEWS: (NoticeKind.NEWS, "news"),
}


def tell_published(fact: ContributionPublished) -> None:
    """The author learns it at once, unless it appeared as they sent it; followers of the campaign with the next letter, and
    so does whoever is answered.
    """
    contribution = db.session.get_one(Contribution, fact.contribution_id)
    # What was brought in by hundreds is no news one by one.
    if contribution.channel == Channel.IMPORT:
        return
    if contribution.changed_at != (contribution.submitted_at or contribution.published_at):
        name = f"published:{contribution.id}:{contribution.version}"
        _tell_author(contribution, Fact(NoticeKind.PUBLISHED, name, contribution.campaign_id, contribution.id))
    if contribution.kind == Kind.COMMENT:
        _tell_answered(contribution)
    elif contribution.kind in OF_FOLLOWERS:
        kind, name = OF_FOLLOWERS[contribution.kind]
        outbox.ask(
            "notifications.tell_followers",
            kind=kind,
            name=f"{name}:{contribution.id}",
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


def tell_selection(fact: SelectionMade) -> None:
    """Followers, authors and those who follow an idea learn what was selected."""
    outbox.ask(
        "notifications.tell_followers",
        kind=NoticeKind.SELECTED,
        name=f"selection:{fact.selection_id}",
        campaign_id=fact.campaign_id,
    )


def tell_supporters(fact: IdeaChangedMaterially) -> None:
    """Whose support was taken off learns it: the idea is another now, and they may support it again."""
    campaign_id = db.session.get_one(Contribution, fact.idea_id).campaign_id
    for start in range(0, len(fact.supporters), AT_ONCE):
        outbox.ask(
            "notifications.tell_people",
            kind=NoticeKind.SUPPORT_RESET,
            name=f"support-reset:{fact.idea_id}:{fact.version}",
            campaign_id=campaign_id,
            contribution_id=fact.idea_id,
            account_ids=list(fact.supporters[start : start + AT_ONCE]),
        )


def tell_joined(fact: CoAuthorJoined) -> None:
    """The author learns that somebody writes along now."""
    contribution = db.session.get_one(Contribution, fact.idea_id)
    name = f"joined:{fact.idea_id}:{fact.account_id}"
    fact_told = Fact(NoticeKind.CO_AUTHOR_JOINED, name, contribution.campaign_id, contribution.id)
    if contribution.author_id is not None:
        tell([contribution.author_id], fact_told, clock.now())


def forget_draft(fact: DraftThrownAway) -> None:
    """What somebody was told of a draft goes with it."""
    db.session.execute(delete(Notice).where(Notice.contribution_id == fact.idea_id))


def _tell_author(contribution: Contribution, fact: Fact) -> None:
    if contribution.author_id is None:
        return
    for notice_id in tell([contribution.author_id], fact, clock.now()):
        outbox.ask("notifications.mail_notice", notice_id=notice_id)


def _tell_answered(answer: Contribution) -> None:
    """Who wrote the comment that is answered, unless they answer themselves."""
    author_id = db.session.scalar(
        select(Contribution.author_id)
        .join(Comment, Comment.parent_id == Contribution.id)
        .where(Comment.id == answer.id, Contribution.state.in_(sorted(PUBLIC)))
    )
    if author_id is None or author_id == answer.author_id:
        return
    people = list(db.session.scalars(still_there([author_id], db.session.get_one(Campaign, answer.campaign_id))))
    tell(people, Fact(NoticeKind.ANSWERED, f"answered:{answer.id}", answer.campaign_id, answer.id), clock.now())
