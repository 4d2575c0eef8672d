"""The recount: votes read anew from ballots, or from the rows of supports and of sheets, never from counters."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from app.foundation.db import db
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Support, SupportSheet
from campaigns.plan.models import PlannedWindow
from campaigns.rounds.counting.supports import Entry, count
from campaigns.rounds.models import Round, Source
from campaigns.rounds.queries.recounted import Recount, document, row_of
from campaigns.rounds.queries.votes import of_votes

BATCH = 1000


def recount(round_: Round) -> Recount:
    """Counts the round anew by its rule, from what stands in the database now. Reads in batches, by key."""
    return of_votes(round_) if round_.source == Source.BALLOTS else _of_supports(round_)


def _of_supports(round_: Round) -> Recount:
    since, voted = counted_in(round_)
    entries: list[Entry] = []
    strays: list[tuple[int, int, int]] = []
    for batch in _batches(round_, since, voted):
        for entry, counter in batch:
            entries.append(entry)
            if entry.votes != counter:
                strays.append((entry.id, counter, entry.votes))
    rule, places = dict(round_.rule), count(round_.rule, entries)
    rows = document(rule, [row_of(place) for place in places])
    votes = sum(place.entry.votes for place in places)
    return Recount(rule, places, votes, _people(round_, voted), rows, strays)


def counted_in(round_: Round) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which sheets and supports belong here: all, but for those of the next round that opened after this one was closed."""
    if round_.closed_at is None:
        return true(), true()
    next_opens = db.session.scalar(
        select(func.min(PlannedWindow.opens_at))
        .join(Round, Round.window_id == PlannedWindow.id)
        .where(
            Round.campaign_id == round_.campaign_id,
            Round.source == round_.source,
            PlannedWindow.opens_at >= round_.closed_at,
        )
    )
    if next_opens is None:
        return true(), true()
    return SupportSheet.entered_at < next_opens, Support.since < next_opens


def _takes_part(round_: Round) -> ColumnElement[bool]:
    """Ideas that are public and were so when the round was closed; one that was joined is counted where it goes on."""
    is_public = and_(
        Idea.campaign_id == round_.campaign_id,
        Contribution.state == State.PUBLISHED,
        Contribution.published_at.is_not(None),
    )
    return is_public if round_.closed_at is None else and_(is_public, Contribution.published_at <= round_.closed_at)


def _batches(
    round_: Round, sheets: ColumnElement[bool], voted: ColumnElement[bool]
) -> Iterator[list[tuple[Entry, int]]]:
    after = 0
    # Sheets stay with the idea they were gathered for, and are counted with the one it goes on in.
    counted_as = func.coalesce(Idea.joined_to_id, Idea.id)
    columns = (Idea.id, Idea.number, Contribution.published_at, Idea.support_total)
    while True:
        ideas = db.session.execute(
            select(*columns)
            .join(Contribution, Contribution.id == Idea.id)
            .where(_takes_part(round_), Idea.id > after)
            .order_by(Idea.id)
            .limit(BATCH)
        ).all()
        if not ideas:
            return
        span = and_(Idea.campaign_id == round_.campaign_id, Idea.id > after, Idea.id <= ideas[-1].id)
        on_site = _sums(
            select(Support.idea_id, func.count())
            .join(Idea, Idea.id == Support.idea_id)
            .where(span, voted)
            .group_by(Support.idea_id)
        )
        elsewhere = _sums(
            select(counted_as, func.sum(SupportSheet.count))
            .join(Idea, Idea.id == SupportSheet.idea_id)
            .where(Idea.campaign_id == round_.campaign_id, counted_as > after, counted_as <= ideas[-1].id, sheets)
            .group_by(counted_as)
        )
        yield [
            (
                Entry(row.id, row.number, row.published_at, on_site.get(row.id, 0), elsewhere.get(row.id, 0)),
                row.support_total,
            )
            for row in ideas
        ]
        after = ideas[-1].id


def _sums(query: Any) -> dict[int, int]:
    return {idea_id: int(number) for idea_id, number in db.session.execute(query)}


def _people(round_: Round, voted: ColumnElement[bool]) -> int:
    people = select(func.count(Support.account_id.distinct())).join(Idea, Idea.id == Support.idea_id)
    return (
        db.session.scalar(people.join(Contribution, Contribution.id == Idea.id).where(_takes_part(round_), voted)) or 0
    )
