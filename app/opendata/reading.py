"""What all tables of a campaign read alike: which texts are public, which results are out, who lives where."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union

from app.accounts.models import Account
from app.digests.queries import counts
from app.digests.sections.participation import told_apart
from app.foundation.db import db
from campaigns.comments.models import StandTaken, Thread
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.discussion.models import Question, QuestionAnswer, Topic
from campaigns.ideas.models import Idea, Support
from campaigns.plan import days
from campaigns.plan.models import Campaign
from campaigns.rounds.models import Result, Round

BATCH = 1000
MANY = 500


@dataclass(frozen=True)
class Home:
    """People by where they live: the places that are told apart with how many, all others together, and those who did not say."""

    places: tuple[tuple[int, int], ...]
    merged: tuple[int, ...]
    merged_people: int
    unknown: int


@dataclass(frozen=True)
class Out:
    """A round whose current result is published."""

    round_id: int
    number: int
    result_id: int


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids, so many at once as a statement takes well."""
    return (ids[start : start + MANY] for start in range(0, len(ids), MANY))


class Reading:
    """A campaign while its tables are read. What is kept in it are ids and numbers, never texts."""

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        self.id, self.slug, self.zone, self.language = campaign.id, campaign.slug, campaign.time_zone, campaign.language
        self.territory_id, self.now = campaign.territory_id, now

    def day(self, at: datetime | None) -> date | None:
        """The day of an instant in the calendar of the campaign."""
        return None if at is None else days.local(at, self.zone).date()

    def is_public(self, common: Any, kind: Kind) -> ColumnElement[bool]:
        """Texts of the kind in this campaign that everyone may read. The campaign itself is for everyone, or there is no pack."""
        return and_(common.campaign_id == self.id, common.kind == kind, common.state.in_(sorted(PUBLIC)))

    @cached_property
    def ideas(self) -> frozenset[int]:
        """The public ideas. All tables speak of these alone, also of one that is hidden while they are read."""
        return self._ids(Kind.IDEA)

    @cached_property
    def topics(self) -> frozenset[int]:
        """The public topics."""
        return self._ids(Kind.TOPIC)

    @cached_property
    def conclusions(self) -> frozenset[int]:
        """The public conclusions."""
        return self._ids(Kind.CONCLUSION)

    @cached_property
    def territory_names(self) -> dict[int, str]:
        """All places by id."""
        return counts.territory_names()

    @cached_property
    def out(self) -> tuple[Out, ...]:
        """The rounds whose results are out, in their order."""
        rows = db.session.execute(
            select(Round.id, Round.number, Result.id)
            .join(Result, Result.round_id == Round.id)
            .where(
                Round.campaign_id == self.id,
                Result.counted_at.is_not(None),
                Result.superseded_at.is_(None),
                Result.published_at.is_not(None),
            )
            .order_by(Round.number)
        )
        return tuple(Out(*row) for row in rows)

    @cached_property
    def participants(self) -> Home:
        """Where those live who wrote, supported, took a stand or answered a question."""
        wrote = select(Contribution.author_id).where(
            Contribution.campaign_id == self.id,
            Contribution.kind.in_([Kind.IDEA, Kind.COMMENT]),
            Contribution.state.in_(sorted(PUBLIC)),
            Contribution.author_id.is_not(None),
        )
        stood = select(StandTaken.account_id).join(Thread, Thread.id == StandTaken.thread_id)
        answered = (
            select(QuestionAnswer.account_id)
            .join(Question, Question.id == QuestionAnswer.question_id)
            .join(Topic, Topic.id == Question.topic_id)
        )
        people = union(
            wrote,
            self._supporters(),
            stood.where(Thread.campaign_id == self.id),
            answered.where(Topic.campaign_id == self.id),
        ).subquery()
        return self._home(select(people.c[0].label("account_id")))

    @cached_property
    def supporters(self) -> Home:
        """Where those live who support an idea on the site."""
        return self._home(self._supporters().distinct())

    def _ids(self, kind: Kind) -> frozenset[int]:
        return frozenset(db.session.scalars(select(Contribution.id).where(self.is_public(Contribution, kind))))

    def _supporters(self) -> Select[int]:
        return (
            select(Support.account_id)
            .join(Idea, Idea.id == Support.idea_id)
            .join(Contribution, Contribution.id == Idea.id)
            .where(self.is_public(Contribution, Kind.IDEA))
        )

    def _home(self, people: Select[int]) -> Home:
        ids = people.subquery()
        rows = db.session.execute(
            select(Account.territory_id, func.count())
            .join(ids, ids.c.account_id == Account.id)
            .group_by(Account.territory_id)
        )
        counted: Counter[int | None] = Counter(dict(rows.all()))
        unknown = counted.pop(None, 0)
        told, merged = told_apart({id: n for id, n in counted.items() if id is not None}, self.territory_names)
        together = tuple(id for id, _people in merged)
        return Home(tuple(told), together, sum(people for _id, people in merged), unknown)
