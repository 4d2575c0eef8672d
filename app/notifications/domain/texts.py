"""People are told what became of a text: its author of every decision, others once everyone may read it."""

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db
from app.notifications.audiences import still_there
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, tell
from app.notifications.models import NoticeKind, Teller
from campaigns.comments.models import Comment
from campaigns.contributions.models import PUBLIC, Channel, Contribution, Kind
from campaigns.plan.models import Campaign
from moderation.models import Case, Decision, Report, Statement
from moderation.possible import LEAVES_PUBLIC

OF_DECISION: dict[Decision, NoticeKind] = {
    Decision.RETURN: NoticeKind.RETURNED,
    Decision.REJECT: NoticeKind.REJECTED,
    Decision.HIDE: NoticeKind.HIDDEN,
    Decision.REFER: NoticeKind.REFERRED,
    Decision.MASK: NoticeKind.MASKED,
}

# What followers are told of a text that was published. Comments are told one by one to nobody but whom they answer.
OF_FOLLOWERS: dict[Kind, tuple[NoticeKind, str]] = {
    Kind.IDEA: (NoticeKind.FOLLOWED_PUBLISHED, "followed"),
    Kind.TOPIC: (NoticeKind.TOPIC_OPENED, "topic"),
    Kind.CONCLUSION: (NoticeKind.CONCLUSION_WRITTEN, "conclusion"),
    Kind.NEWS: (NoticeKind.NEWS, "news"),
}


def tell_decision(case: Case, contribution: Contribution) -> None:
    """What a moderator decided a minute ago. Nothing where the text has moved on since, or nothing became of it."""
    was_public = (case.before or {}).get("state") in PUBLIC
    if case.decision in LEAVES_PUBLIC:
        if contribution.state in PUBLIC and not was_public:
            tell_publication(contribution)
        return
    statement = db.session.get(Statement, contribution.statement_id) if contribution.statement_id else None
    if statement is not None and statement.case_id == case.id:
        tell_restriction(contribution, statement)
        if contribution.state in PUBLIC and not was_public:
            tell_publication(contribution, is_known=True)


def tell_reporters(case: Case) -> None:
    """Those who reported the text learn what a moderator decided about it. Nobody is told its words, or who else did."""
    if not case.reports or case.decision is None:
        return
    kind = NoticeKind.REPORT_STAYS if case.decision in LEAVES_PUBLIC else NoticeKind.REPORT_ACTED
    people = db.session.scalars(select(Report.reporter_id).where(Report.case_id == case.id).order_by(Report.id))
    tell(list(people), Fact(kind, f"reported:{case.id}", case.campaign_id), clock.now())


def tell_publication(contribution: Contribution, *, is_known: bool = False) -> None:
    """A text everyone may read now: its author is told, unless they know, and so are those who follow or are answered."""
    # What was brought in by hundreds is no news one by one.
    if contribution.channel == Channel.IMPORT:
        return
    if not is_known:
        name = f"published:{contribution.id}:{contribution.version}"
        _tell_author(contribution, Fact(NoticeKind.PUBLISHED, name, contribution.campaign_id, contribution.id))
    if contribution.kind == Kind.COMMENT:
        _tell_answered(contribution)
    elif contribution.kind in OF_FOLLOWERS:
        kind, name = OF_FOLLOWERS[contribution.kind]
        tellings.put(
            Teller.FOLLOWERS,
            kind=kind,
            name=f"{name}:{contribution.id}",
            campaign_id=contribution.campaign_id,
            contribution_id=contribution.id,
        )


def tell_restriction(contribution: Contribution, statement: Statement) -> None:
    """The author is told why their text is restricted; nobody else is."""
    told = Fact(
        OF_DECISION[statement.decision],
        f"statement:{statement.id}",
        contribution.campaign_id,
        contribution.id,
        {"statement_id": statement.id},
    )
    _tell_author(contribution, told)


def _tell_author(contribution: Contribution, fact: Fact) -> None:
    if contribution.author_id is None:
        return
    tell([contribution.author_id], fact, clock.now())


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
