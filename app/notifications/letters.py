"""Letters about one notice each, and the one to officials about all that is asked of them."""

from collections.abc import Callable, Collection
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.sessions import actor_of
from app.foundation import letters as words
from app.foundation.db import db
from app.notifications.models import BY_ITSELF, Notice, NoticeKind
from app.notifications.posting import address, compose, reachable
from app.notifications.queries import NoticeRead, read
from app.notifications.subjects import ALWAYS, ASKING, OF_ANSWERS, OF_REPLIES, OF_REVIEWS
from app.notifications.words import LOOKED_AT, MACHINE, PUBLISHED, SUBJECTS
from campaigns.answers.models import OwedState
from campaigns.answers.queries import given, owed
from campaigns.answers.words import OUTCOMES as ANSWER_OUTCOMES
from campaigns.contributions.models import Contribution, Kind
from campaigns.implementation.models import Contest
from moderation.queries import reviews, statements
from moderation.queries.statements import StatementRead
from moderation.words import OUTCOMES
from search.joining.queries import joinings

MOST_NAMED = 20


def about_own(notice_id: int) -> EmailMessage | None:
    """The letter to an author; None where it was sent already, another tells of it, or there is nobody to send it to."""
    notice = db.session.get(Notice, notice_id)
    account = reachable(notice.account_id) if notice and _has_own_letter(notice) else None
    if notice is None or account is None:
        return None
    (seen,) = read([notice], actor_of(account))
    if notice.kind in WORDED:
        return WORDED[notice.kind](notice, seen, account)
    if seen.place is None:
        return None
    kind, key = seen.text_kind or Kind.IDEA, f"notice-{notice.id}"
    values: dict[str, Any] = {
        "title": seen.title,
        "url": address(seen.place),
        "campaign": seen.campaign,
        "subject": SUBJECTS[notice.kind][kind],
    }
    if notice.kind == NoticeKind.PUBLISHED:
        kinds = [notice.kind]
        return compose(account, "notices_published.txt", key, kinds=kinds, opening=PUBLISHED[kind], **values)
    statement = statements.by_id(notice.details["statement_id"])
    if statement is None or not _is_in_force(notice):
        return None
    opening = MACHINE[kind] if statement.is_automatic else LOOKED_AT[kind]
    return compose(
        account,
        "notices_restricted.txt",
        key,
        kind=str(notice.kind),
        opening=opening,
        **values,
        **_reasons(statement),
    )


def _about_answer(notice: Notice, seen: NoticeRead, account: Account) -> EmailMessage | None:
    """What the department says to the person's idea; none where it is not public any more."""
    answers = given.of_idea(notice.contribution_id or 0) if seen.place else None
    if answers is None or answers.id != notice.details["answer_id"]:
        return None
    return compose(
        account,
        "notices_answer.txt",
        f"notice-{notice.id}",
        kinds=[notice.kind],
        title=seen.title,
        campaign=seen.campaign,
        url=address(seen.place),
        answer=answers,
        outcome=ANSWER_OUTCOMES[answers.outcome],
    )


def _about_reply(notice: Notice, seen: NoticeRead, account: Account) -> EmailMessage | None:
    """What the department replies to the person's objection; none where that is not public any more."""
    contest = db.session.get(Contest, notice.contribution_id) if seen.place else None
    if contest is None or contest.upheld is None:
        return None
    return compose(
        account,
        "notices_reply.txt",
        f"notice-{notice.id}",
        kinds=[notice.kind],
        title=seen.title,
        campaign=seen.campaign,
        url=address(seen.place),
        upheld=contest.upheld,
        reply=contest.reply,
    )


def about_asked(account_id: int, kinds: Collection[NoticeKind]) -> tuple[EmailMessage | None, list[int]]:
    """One letter to an official about all that waits for them and no letter has told; None where nothing is left to tell."""
    account = reachable(account_id)
    if account is None:
        return None, []
    rows = db.session.scalars(
        select(Notice)
        .where(Notice.account_id == account_id, Notice.kind.in_(sorted(kinds)))
        .where(Notice.letter_day == BY_ITSELF, Notice.mailed_at.is_(None))
        .order_by(Notice.id)
    ).all()
    dues = owed.of_ideas({one.contribution_id or 0 for one in rows})
    told = [
        (one, dues.get(row.contribution_id or 0)) for row, one in zip(rows, read(rows, actor_of(account)), strict=True)
    ]
    waiting = [(one, due) for one, due in told if one.place is not None and due and due.state == OwedState.OWED]
    if not waiting:
        return None, []
    letter = compose(
        account,
        "notices_asked.txt",
        f"asked-{account_id}-{waiting[-1][0].id}",
        kinds=kinds,
        asked=[
            (one.title, address(one.place), one.campaign, due.due_on)
            for one, due in waiting[:MOST_NAMED]
            if one.kind == NoticeKind.ANSWER_ASKED
        ],
        to_sign=[
            (one.title, address(one.place), one.campaign)
            for one, _due in waiting[:MOST_NAMED]
            if one.kind == NoticeKind.ANSWER_SIGNED
        ],
        more=max(0, len(waiting) - MOST_NAMED),
        page=words.address("answers.show_desk"),
    )
    return letter, [row.id for row in rows]


def _about_review(notice: Notice, seen: NoticeRead, account: Account) -> EmailMessage | None:
    """The outcome with its reasons to the one who asked; to those who reported the text, the outcome alone."""
    review = reviews.by_id(notice.details["review_id"])
    if review is None or review.outcome is None:
        return None
    return compose(
        account,
        "notices_reviewed.txt",
        f"notice-{notice.id}",
        kind=str(notice.kind),
        facts=review.facts,
        campaign=seen.campaign,
        url=address(seen.place),
        elsewhere=words.address("offices.where_to_turn"),
    )


def _about_joining(notice: Notice, seen: NoticeRead, account: Account) -> EmailMessage | None:
    """What is proposed, why and until when there is time to answer; none where it is over."""
    proposal = joinings.proposal_of(notice.details["joining_id"], actor_of(account)) if seen.place else None
    if proposal is None:
        return None
    return compose(
        account,
        "notices_joining.txt",
        f"notice-{notice.id}",
        proposal=proposal,
        campaign=seen.campaign,
        url=address(seen.place),
    )


# Those that have letters of their own.
WORDED: dict[NoticeKind, Callable[[Notice, NoticeRead, Account], EmailMessage | None]] = {
    **dict.fromkeys(OF_REVIEWS, _about_review),
    **dict.fromkeys(ASKING, _about_joining),
    **dict.fromkeys(OF_ANSWERS, _about_answer),
    **dict.fromkeys(OF_REPLIES, _about_reply),
}


def _has_own_letter(notice: Notice) -> bool:
    if notice.letter_day != BY_ITSELF or notice.mailed_at is not None:
        return False
    # Whoever has read it here is not written to about it, unless the letter is owed.
    return notice.read_at is None or notice.kind in ALWAYS


def _is_in_force(notice: Notice) -> bool:
    """Whether the text is still restricted for the reasons of this notice: what was undone meanwhile is not told."""
    statement_id = notice.details["statement_id"]
    same = select(Contribution.id).where(
        Contribution.id == notice.contribution_id, Contribution.statement_id == statement_id
    )
    return db.session.scalar(same) is not None


def _reasons(statement: StatementRead) -> dict[str, Any]:
    return {
        "statement": statement,
        "outcome": OUTCOMES[statement.decision],
        "elsewhere": words.address("offices.where_to_turn"),
    }
