"""Who took part, from rows and not from counters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, union

from app.accounts.models import Account
from app.digests.queries import counts
from app.digests.rows import IdeaRow, Took
from app.foundation.db import db
from campaigns.comments.models import StandTaken, Thread
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.discussion.models import Question, QuestionAnswer, Topic
from campaigns.ideas.models import Idea, Support
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round, Source


def took(campaign: Campaign, round_: Round | None, result: Result | None, ideas: Sequence[IdeaRow]) -> Took:
    """Who brought the ideas, gave the support, and spoke. Ballots are nobody's: votes are told by their result alone."""
    zone, lives_in = campaign.time_zone, dict[int, int | None]()
    authors = {row.author_id for row in ideas if row.author_id is not None}
    given: Counter[date] = Counter()
    if round_ is not None and result is not None and round_.source == Source.SUPPORTS:
        for account_id, since, territory_id in counts.supports(round_, result.id):
            given[days.local(since, zone).date()] += 1  # type: ignore[arg-type]
            lives_in[account_id] = territory_id
    supporters = len(lives_in)
    said: Counter[date] = Counter()
    for author_id, at, territory_id in _comments(campaign.id):
        said[days.local(at, zone).date()] += 1
        if author_id is not None:
            lives_in[author_id] = territory_id
    for account_id, territory_id in (*_others(campaign.id), *_homes(sorted(authors - lives_in.keys()))):
        lives_in[account_id] = territory_id
    sent = Counter(row.sent_on for row in ideas)
    returning = len(_earlier(campaign) & lives_in.keys())
    return Took(sent, given, said, lives_in, len(authors), supporters, returning)


def _comments(campaign_id: int) -> Iterable[Any]:
    return db.session.execute(
        select(Contribution.author_id, Contribution.published_at, Account.territory_id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(
            Contribution.campaign_id == campaign_id,
            Contribution.kind == Kind.COMMENT,
            Contribution.state.in_(sorted(PUBLIC)),
            Contribution.published_at.is_not(None),
        )
        .execution_options(yield_per=counts.BATCH)
    )


def _others(campaign_id: int) -> Iterable[Any]:
    """Who took a stand or answered a question."""
    stood = (
        select(StandTaken.account_id)
        .join(Thread, Thread.id == StandTaken.thread_id)
        .where(Thread.campaign_id == campaign_id)
    )
    answered = (
        select(QuestionAnswer.account_id)
        .join(Question, Question.id == QuestionAnswer.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .where(Topic.campaign_id == campaign_id)
    )
    return db.session.execute(_with_homes(union(stood, answered).subquery().c.account_id))


def _with_homes(ids: Any) -> Select[int, int | None]:
    return select(Account.id, Account.territory_id).where(Account.id.in_(select(ids)))


def _homes(ids: Sequence[int]) -> Iterable[Any]:
    for start in range(0, len(ids), counts.BATCH):
        some = ids[start : start + counts.BATCH]
        yield from db.session.execute(select(Account.id, Account.territory_id).where(Account.id.in_(some)))


def _earlier(campaign: Campaign) -> set[int]:
    """Who wrote or supported something in another campaign before this one was launched."""
    before: datetime = campaign.launched_at or campaign.created_at
    wrote = select(Contribution.author_id).where(
        Contribution.campaign_id != campaign.id,
        Contribution.state.in_(sorted(PUBLIC)),
        Contribution.published_at < before,
        Contribution.author_id.is_not(None),
    )
    supported = (
        select(Support.account_id)
        .join(Idea, Idea.id == Support.idea_id)
        .where(Idea.campaign_id != campaign.id, Support.since < before)
    )
    return set(db.session.scalars(union(wrote, supported)))
