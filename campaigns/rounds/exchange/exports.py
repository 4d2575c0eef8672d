"""What is given out of a published result: its ideas, and the ballots that its count is made of, with nothing that leads to a voter.

Ballots come in the order of what they say, so their order tells nothing; whoever numbers them numbers that order. Supports
were never announced as ballots that everyone reads: each is given out alone, and which of them one person gave stays unsaid.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.ideas.models import Idea
from campaigns.plan import days
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.rounds.ballots import marks
from campaigns.rounds.ballots.marks import Marks
from campaigns.rounds.ballots.models import Ballot, Option
from campaigns.rounds.counting.effective import counts_as, settled
from campaigns.rounds.models import Result, ResultRow, Round, Source
from campaigns.rounds.queries import votes

# Supports of other places are numbers: so many are written as lines of their own, and more only as a number.
MOST_ELSEWHERE = 100_000
BATCH = 20_000


@dataclass(frozen=True)
class Item:
    """An idea of the result; its title is empty where it is not public any more."""

    id: int
    key: str
    title: str
    cost: int | None
    winner: bool
    on_site: int
    elsewhere: int


@dataclass(frozen=True)
class Given:
    """A published result as it is given out. `ballots` are (choice, how many are equal) in the order of what they say."""

    slug: str
    title: str
    organiser: str
    language: str
    number: int
    first_day: date
    last_day: date
    rule: Mapping[str, Any]
    items: tuple[Item, ...]
    ballots: tuple[tuple[Marks, int], ...]
    left_out: int

    @property
    def kind(self) -> str:
        """What people filled in; supports are like approvals."""
        return str(self.rule["ballot"]["kind"]) if self.rule["source"] == Source.BALLOTS else "approve"


def of_result(result: Result, round_: Round) -> Given:
    """What is given out of a published result."""
    campaign = db.session.get_one(Campaign, round_.campaign_id)
    window = db.session.get_one(PlannedWindow, round_.window_id)
    items = tuple(_items(result, round_))
    ballots, left_out = _ballots(result, round_, items)
    return Given(
        slug=campaign.slug,
        title=campaign.title,
        organiser=campaign.organiser,
        language=campaign.language,
        number=round_.number,
        first_day=days.first_day(window.opens_at, campaign.time_zone),
        last_day=days.last_day(round_.closed_at or window.closes_at, campaign.time_zone),
        rule=round_.rule,
        items=items,
        ballots=ballots,
        left_out=left_out,
    )


def _items(result: Result, round_: Round) -> Iterator[Item]:
    """The ideas in the order of the ballot, or of their places in a count of supports."""
    titles = {
        option.idea_id: option for option in db.session.scalars(select(Option).where(Option.round_id == round_.id))
    }
    rows = db.session.execute(
        select(ResultRow, Idea.source_id, Idea.title, Contribution.state)
        .join(Idea, Idea.id == ResultRow.idea_id)
        .join(Contribution, Contribution.id == ResultRow.idea_id)
        .where(ResultRow.result_id == result.id)
        .order_by(ResultRow.rank)
    ).all()
    is_from_elsewhere = all(row.source_id and not set(row.source_id) & set(',;"\n\r') for row in rows)
    for row in sorted(
        rows, key=lambda one: titles[one.ResultRow.idea_id].place if one.ResultRow.idea_id in titles else 0
    ):
        of_row: ResultRow = row.ResultRow
        option = titles.get(of_row.idea_id)
        title = option.title if option else row.title
        yield Item(
            id=of_row.idea_id,
            key=row.source_id if is_from_elsewhere else str(of_row.idea_id),
            title=title if row.state in PUBLIC else "",
            cost=option.cost if option else None,
            winner=of_row.winner,
            on_site=of_row.on_site,
            elsewhere=of_row.elsewhere,
        )


def _ballots(result: Result, round_: Round, items: Collection[Item]) -> tuple[tuple[tuple[Marks, int], ...], int]:
    if round_.source == Source.BALLOTS:
        return tuple(_of_voters(result, round_)), 0
    elsewhere = sum(item.elsewhere for item in items)
    left_out = elsewhere if elsewhere > MOST_ELSEWHERE else 0
    single = ((((item.id, 1),), item.on_site + (0 if left_out else item.elsewhere)) for item in items)
    return tuple(one for one in single if one[1]), left_out


def _of_voters(result: Result, round_: Round) -> Iterator[tuple[Marks, int]]:
    """The ballots that the count is made of, as they count there."""
    size = result.details["ledger"]["size"]
    cast = _cast(round_.id)
    if round_.rule["result"] == "cleaned":
        for pile in votes.set_apart(round_.id, size).values():
            cast -= pile
    on_ballot = db.session.scalars(select(Option.idea_id).where(Option.round_id == round_.id)).all()
    as_ = counts_as(on_ballot, votes.changes(round_.id, size))
    found: Counter[str] = Counter()
    for text, number in settled(cast.items(), on_ballot, as_, round_.rule["ballot"]["kind"]):
        found[text] += number
    for text in sorted(found):
        yield marks.read(text), found[text]


def _cast(round_id: int) -> Counter[str]:
    found: Counter[str] = Counter()
    query = select(Ballot.marks).where(Ballot.round_id == round_id).execution_options(yield_per=BATCH)
    for texts in db.session.scalars(query).partitions():
        found.update(texts)
    return found
