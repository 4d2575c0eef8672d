"""Frozen results, shaped for pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from app.accounts.roles import Actor
from app.foundation import canonical
from app.foundation.db import db
from app.foundation.paging import Page, pack, unpack
from campaigns.contributions.models import Contribution
from campaigns.contributions.visibility import visible_to
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.rounds.counting.supports import Entry, Place
from campaigns.rounds.ledger.queries import documents
from campaigns.rounds.models import Result, ResultRow, Round, Source
from campaigns.rounds.queries.recount import BATCH
from campaigns.rounds.queries.recounted import document, row_of

PAGE = 30


@dataclass(frozen=True)
class Standing:
    """An idea in a frozen result. `title` is None where the reader may not see the idea any more: its numbers stay."""

    idea_id: int
    number: int | None
    title: str | None
    source_id: str | None
    on_site: int
    elsewhere: int
    votes: int
    rank: int
    winner: bool
    against: int = 0
    score: str = ""
    cost: int | None = None


@dataclass(frozen=True)
class Totals:
    """A frozen result in four numbers: ideas, winners, votes elsewhere, and the ideas that got any vote."""

    ideas: int
    winners: int
    elsewhere: int
    supported: int


def finished(round_id: int) -> Sequence[Result]:
    """All frozen results of a round, the newest edition first."""
    query = select(Result).where(Result.round_id == round_id, Result.counted_at.is_not(None))
    return db.session.scalars(query.order_by(Result.edition.desc())).all()


def current(round_id: int) -> Result | None:
    """The frozen result that nothing has superseded."""
    query = select(Result).where(
        Result.round_id == round_id, Result.counted_at.is_not(None), Result.superseded_at.is_(None)
    )
    return db.session.scalar(query)


def is_being_counted(round_id: int) -> bool:
    """Whether a count is under way, the first or a new one."""
    return (
        db.session.scalar(select(Result.id).where(Result.round_id == round_id, Result.counted_at.is_(None))) is not None
    )


def totals(result_id: int) -> Totals:
    """The numbers of a result."""
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(ResultRow.winner),
            func.coalesce(func.sum(ResultRow.elsewhere), 0),
            func.count().filter(ResultRow.votes > 0),
        ).where(ResultRow.result_id == result_id)
    ).one()
    return Totals(row[0], row[1], int(row[2]), row[3])


def _standings(result_id: int, actor: Actor) -> Select[Any]:
    """The rows of a result; titles only of ideas that the actor may see now."""
    return (
        select(
            ResultRow.idea_id,
            ResultRow.number,
            case((visible_to(actor), Idea.title), else_=None).label("title"),
            Idea.source_id,
            ResultRow.on_site,
            ResultRow.elsewhere,
            ResultRow.votes,
            ResultRow.rank,
            ResultRow.winner,
            ResultRow.against,
            ResultRow.score,
            ResultRow.cost,
        )
        .join(Idea, Idea.id == ResultRow.idea_id)
        .join(Contribution, Contribution.id == Idea.id)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .where(ResultRow.result_id == result_id)
        .order_by(ResultRow.rank)
    )


def first(result_id: int, actor: Actor, most: int) -> list[Standing]:
    """The ideas in front."""
    return [Standing(*row) for row in db.session.execute(_standings(result_id, actor).limit(most))]


def everyone(result_id: int, actor: Actor) -> list[Standing]:
    """All ideas of the result."""
    return [Standing(*row) for row in db.session.execute(_standings(result_id, actor))]


def page(result_id: int, actor: Actor, key: str | None) -> Page[Standing]:
    """A page of ideas by rank, from the one after `key`."""
    after = (unpack(key, int) or (0,))[0]
    query = _standings(result_id, actor).where(ResultRow.rank > after).limit(PAGE + 1)
    rows = [Standing(*row) for row in db.session.execute(query)]
    following = pack(rows[PAGE - 1].rank) if len(rows) > PAGE else None
    return Page(rows[:PAGE], following, is_first=after <= 0)


def described(places: Sequence[Place]) -> list[Standing]:
    """The places of a recount with the titles of their ideas, for the operator's eyes."""
    words: dict[int, tuple[str, str | None]] = {}
    ids = [place.entry.id for place in places]
    for start in range(0, len(ids), BATCH):
        rows = select(Idea.id, Idea.title, Idea.source_id).where(Idea.id.in_(ids[start : start + BATCH]))
        words |= {idea_id: (title, source_id) for idea_id, title, source_id in db.session.execute(rows)}
    return [
        Standing(
            entry.id,
            entry.number,
            *words[entry.id],
            entry.on_site,
            entry.elsewhere,
            entry.votes,
            place.rank,
            place.winner,
        )
        for place in places
        for entry in (place.entry,)
    ]


def spelled(result: Result, round_: Round) -> bytes:
    """The rule and all rows as canonical JSON: the bytes whose SHA-256 is the result's fingerprint."""
    if round_.source == Source.BALLOTS:
        return canonical.spell(documents.of_result(result, round_))
    rows = db.session.scalars(select(ResultRow).where(ResultRow.result_id == result.id).order_by(ResultRow.rank))
    return canonical.spell(document(round_.rule, [row_of(_place(row)) for row in rows]))


def _place(row: ResultRow) -> Place:
    return Place(Entry(row.idea_id, row.number, row.published_at, row.on_site, row.elsewhere), row.rank, row.winner)


def outcomes(campaign_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each campaign with a published result the winners and the ideas of its last round. One statement."""
    rows = db.session.execute(
        select(Round.campaign_id, func.count().filter(ResultRow.winner), func.count(ResultRow.idea_id))
        .join(Result, Result.round_id == Round.id)
        .outerjoin(ResultRow, ResultRow.result_id == Result.id)
        .where(Round.campaign_id.in_(campaign_ids), Result.published_at.is_not(None), Result.superseded_at.is_(None))
        .group_by(Round.campaign_id, Round.number)
        .order_by(Round.number)
    )
    return {campaign_id: (winners, ideas) for campaign_id, winners, ideas in rows}


@dataclass(frozen=True)
class Waiting:
    """A round that is over, in the campaign with this address, and its current result if it is frozen."""

    slug: str
    number: int
    result: Result | None


def waiting(campaign_id: int, now: datetime) -> list[Waiting]:
    """The rounds of a campaign that are closed or whose window is over, in their order."""
    rows = db.session.execute(
        select(Campaign.slug, Round.number, Result)
        .join(Round, Round.campaign_id == Campaign.id)
        .join(PlannedWindow, PlannedWindow.id == Round.window_id)
        .outerjoin(
            Result, and_(Result.round_id == Round.id, Result.counted_at.is_not(None), Result.superseded_at.is_(None))
        )
        .where(Campaign.id == campaign_id, or_(Round.closed_at.is_not(None), PlannedWindow.closes_at <= now))
        .order_by(Round.number)
    )
    return [Waiting(slug, number, result) for slug, number, result in rows]
