"""Bringing ideas in, in steps so short that no vote waits for them. Running it again changes only what changed in the file."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.tables import Row
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.contributions import states
from campaigns.contributions.cells import Refused
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.contributions.slots import are_held
from campaigns.ideas.domain.joined import recount
from campaigns.ideas.imports.rows import BroughtIdea, idea_of
from campaigns.ideas.models import RING, Idea, SupportSheet
from campaigns.plan.models import Campaign, Track

SHORT = 0.03


@dataclass
class Outcome:
    """What came of an import. `sources` are the source ids of the file's ideas that are in the campaign, or would be.

    `held` are those new ones that a check would hold: moderators look at them, published or not.
    """

    ideas: int = 0
    held: int = 0
    unchanged: int = 0
    sources: set[str] = field(default_factory=set)
    refusals: list[tuple[Row, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """How rows are brought into a campaign. Unpublished ones go to the moderators' queue."""

    campaign_id: int
    columns: Mapping[str, str]
    published: bool
    now: datetime


def bring(rows: Sequence[Row], way: Way, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Brings the rows in. `progress` is told how many rows each step took."""
    outcome = Outcome()
    ideas = deque(_new(rows, way, outcome, progress))
    while ideas:
        before = len(ideas)
        with step():
            until, places = time.monotonic() + SHORT, _Places(way)
            while ideas and time.monotonic() < until:
                outcome.held += _keep(ideas.popleft(), places, way)
        outcome.ideas += before - len(ideas)
        progress(before - len(ideas))
    return outcome


def check(rows: Sequence[Row], way: Way, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """What an import would do, without doing it."""
    outcome = Outcome()
    outcome.ideas = len(list(_new(rows, way, outcome, progress)))
    return outcome


def ideas_by_source(campaign_id: int) -> dict[str, int]:
    """The ids of the ideas of a campaign that were brought in, by their source id."""
    query = select(Idea.source_id, Idea.id).where(Idea.campaign_id == campaign_id, Idea.source_id.is_not(None))
    found = {str(source): id for source, id in db.session.execute(query)}
    db.session.rollback()
    return found


def _known(campaign_id: int) -> dict[str, str]:
    query = select(Idea.source_id, Idea.source_digest).where(
        Idea.campaign_id == campaign_id, Idea.source_id.is_not(None)
    )
    return {str(source): str(digest) for source, digest in db.session.execute(query)}


def _new(rows: Sequence[Row], way: Way, outcome: Outcome, progress: Callable[[int], None]) -> Iterator[BroughtIdea]:
    """The ideas that are new or changed; rows that are refused or known as they are go into the outcome."""
    known = _known(way.campaign_id)
    db.session.rollback()
    seen: dict[str, int] = {}
    for row in rows:
        try:
            idea = idea_of(row, way.columns, way.now)
            if idea.source_id in seen:
                raise Refused(f"row {seen[idea.source_id]} has the same source id")
        except Refused as refused:
            outcome.refusals.append((row, str(refused)))
            progress(1)
            continue
        seen[idea.source_id] = row.number
        outcome.sources.add(idea.source_id)
        if known.get(idea.source_id) == idea.digest:
            outcome.unchanged += 1
            progress(1)
        else:
            yield idea


class _Places:
    """The campaign, its tracks and the territories as one step sees them; new names become new rows."""

    def __init__(self, way: Way) -> None:
        self.campaign = db.session.scalars(
            select(Campaign)
            .where(Campaign.id == way.campaign_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        self._tracks: dict[str, int] = {}
        self._territories: dict[str, int] = {}

    def track(self, name: str) -> int | None:
        if name and name not in self._tracks:
            same = select(Track).where(Track.campaign_id == self.campaign.id, Track.name == name)
            track = db.session.scalar(same) or Track(campaign_id=self.campaign.id, name=name)
            db.session.add(track)
            db.session.flush()
            self._tracks[name] = track.id
        return self._tracks.get(name)

    def territory(self, name: str) -> int | None:
        if name and name not in self._territories:
            territory = db.session.scalar(select(Territory).where(Territory.name == name)) or Territory(name=name)
            db.session.add(territory)
            db.session.flush()
            self._territories[name] = territory.id
        return self._territories.get(name)

    def next_number(self) -> int:
        self.campaign.ideas_numbered += 1
        return self.campaign.ideas_numbered


def _keep(brought: BroughtIdea, places: _Places, way: Way) -> bool:
    """Keeps an idea; whether it is new and a check would hold it."""
    query = select(Idea).where(Idea.campaign_id == way.campaign_id, Idea.source_id == brought.source_id)
    idea, is_held = db.session.scalar(query), False
    if idea:
        _renew(idea, brought, places, way)
    else:
        idea = _add(brought, places, way)
        is_held = are_held([brought.title, brought.problem, brought.proposal, brought.effect], way.campaign_id)
        _let_out(db.session.get_one(Contribution, idea.id), brought.created_at or way.now, way, is_held)
    if brought.supports is not None:
        _count_apart(idea, brought.supports, way)
    return is_held


def _let_out(contribution: Contribution, at: datetime, way: Way, is_held: bool) -> None:
    """Into the queue, or past the moderators: what a check would hold they look at all the same."""
    if is_held or not way.published:
        states.submit(contribution, way.now)
    if way.published:
        contribution.submitted_at = contribution.published_at = at
        states.publish(contribution, way.now)


def _texts(brought: BroughtIdea, places: _Places) -> dict[str, object]:
    return {
        "title": brought.title,
        "problem": brought.problem,
        "proposal": brought.proposal,
        "effect": brought.effect,
        "track_id": places.track(brought.track),
        "territory_id": places.territory(brought.territory),
        "source_status": brought.status,
        "source_digest": brought.digest,
    }


def _add(brought: BroughtIdea, places: _Places, way: Way) -> Idea:
    at = brought.created_at or way.now
    contribution = Contribution(
        kind=Kind.IDEA,
        campaign_id=way.campaign_id,
        byline=brought.author,
        channel=Channel.IMPORT,
        state=State.DRAFT,
        language=language_of(f"{brought.title} {brought.problem} {brought.proposal}", places.campaign.language),
        created_at=at,
        changed_at=at,
    )
    db.session.add(contribution)
    db.session.flush()
    idea = Idea(
        id=contribution.id,
        campaign_id=way.campaign_id,
        number=places.next_number(),
        ring=random.randrange(RING),  # noqa: S311
        source_id=brought.source_id,
        **_texts(brought, places),
    )
    db.session.add(idea)
    db.session.flush()
    return idea


def _renew(idea: Idea, brought: BroughtIdea, places: _Places, way: Way) -> None:
    for name, value in _texts(brought, places).items():
        setattr(idea, name, value)
    db.session.flush()
    states.changed(db.session.get_one(Contribution, idea.id), way.now)


def _count_apart(idea: Idea, count: int, way: Way) -> None:
    same = select(SupportSheet).where(SupportSheet.idea_id == idea.id, SupportSheet.channel == Channel.IMPORT)
    sheet = db.session.scalar(same) or SupportSheet(
        idea_id=idea.id, channel=Channel.IMPORT, count=0, entered_at=way.now
    )
    sheet.count, sheet.entered_at = count, way.now
    db.session.add(sheet)
    db.session.flush()
    for counted_id in (idea.id, idea.joined_to_id):
        if counted_id is not None:
            recount(counted_id)
