"""Bringing comments in, in steps so short that nobody waits for them. Running it again changes only what changed in the file."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.tables import Row
from app.foundation.unit_of_work import step
from campaigns.comments.imports.rows import BroughtComment, comment_of
from campaigns.comments.imports.trees import circles, parents_first
from campaigns.comments.models import Comment, Thread
from campaigns.contributions import states
from campaigns.contributions.cells import Refused
from campaigns.contributions.languages import language_of
from campaigns.contributions.models import Channel, Contribution, Kind, State
from campaigns.contributions.slots import are_held
from campaigns.plan.models import Campaign

SHORT = 0.03


@dataclass
class Outcome:
    """What came of an import: `orphans` answer what is not there and stand at the top, `stubs` came without words.

    `held` are those new ones that a check would hold: moderators look at them, published or not.
    """

    comments: int = 0
    unchanged: int = 0
    orphans: int = 0
    stubs: int = 0
    held: int = 0
    refusals: list[tuple[Row, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """How rows are brought into a campaign. `ideas` gives the id of an idea by its source id.

    Unpublished ones go the way of what people say on the site: read first where the campaign reads comments first, or where
    a check holds them.
    """

    campaign_id: int
    columns: Mapping[str, str]
    ideas: Mapping[str, int]
    published: bool
    now: datetime


@dataclass(frozen=True)
class Known:
    """A comment that stands in the campaign already."""

    id: int
    root_id: int | None
    thread_id: int
    digest: str


Ready = tuple[Row, BroughtComment]


def bring(rows: Sequence[Row], way: Way, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Brings the rows in, each behind the one it answers. `progress` is told how many rows each step took."""
    outcome, known = Outcome(), _known(way.campaign_id)
    comments = deque(_changed(rows, way, known, outcome))
    progress(len(rows) - len(comments))
    while comments:
        before = len(comments)
        with step():
            until, desk = time.monotonic() + SHORT, _Desk(way, known, outcome)
            while comments and time.monotonic() < until:
                desk.take(*comments.popleft())
        progress(before - len(comments))
    return outcome


def check(rows: Sequence[Row], way: Way, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """What an import would do, without doing it."""
    outcome, known = Outcome(), _known(way.campaign_id)
    seen = set(known)
    for _, comment in _changed(rows, way, known, outcome):
        outcome.comments += 1
        outcome.stubs += not comment.text and comment.source_id not in known
        outcome.orphans += bool(comment.parent) and comment.parent not in seen
        seen.add(comment.source_id)
    progress(len(rows))
    return outcome


def _known(campaign_id: int) -> dict[str, Known]:
    query = select(Comment.source_id, Comment.id, Comment.root_id, Comment.thread_id, Comment.source_digest).where(
        Comment.campaign_id == campaign_id, Comment.source_digest.is_not(None)
    )
    known = {
        str(source): Known(id, root, thread, str(digest))
        for source, id, root, thread, digest in db.session.execute(query)
    }
    db.session.rollback()
    return known


def _changed(rows: Sequence[Row], way: Way, known: Mapping[str, Known], outcome: Outcome) -> list[Ready]:
    """The comments that are new or changed, parents first; rows refused or known as they are go into the outcome."""
    read = _read(rows, way, outcome)
    in_circles = circles({source: comment.parent for source, (_, comment) in read.items()})
    for source in in_circles:
        outcome.refusals.append((read.pop(source)[0], "the comments it answers lead back to itself"))
    outcome.refusals.sort(key=lambda refusal: refusal[0].number)
    ready = []
    for comment in parents_first(comment for _, comment in read.values()):
        if comment.source_id in known and known[comment.source_id].digest == comment.digest:
            outcome.unchanged += 1
        else:
            ready.append((read[comment.source_id][0], comment))
    return ready


def _read(rows: Sequence[Row], way: Way, outcome: Outcome) -> dict[str, Ready]:
    read: dict[str, Ready] = {}
    for row in rows:
        try:
            comment = comment_of(row, way.columns, way.now)
            if comment.source_id in read:
                raise Refused(f"row {read[comment.source_id][0].number} has the same source id")
            if comment.idea not in way.ideas:
                raise Refused(f"the campaign has no idea {comment.idea[:40]!r}")
        except Refused as refused:
            outcome.refusals.append((row, str(refused)))
        else:
            read[comment.source_id] = row, comment
    return read


class _Desk:
    """One step's work: comments are kept, what came of it is counted."""

    def __init__(self, way: Way, known: dict[str, Known], outcome: Outcome) -> None:
        self._way, self._known, self._outcome = way, known, outcome
        self._campaign = db.session.get_one(Campaign, way.campaign_id)
        self._threads: set[int] = set()

    def take(self, row: Row, brought: BroughtComment) -> None:
        """Keeps one comment, or refuses it."""
        before = self._known.get(brought.source_id)
        try:
            if before:
                self._renew(before, brought)
            else:
                self._add(brought)
        except Refused as refused:
            self._outcome.refusals.append((row, str(refused)))
        else:
            self._outcome.comments += 1

    def _add(self, brought: BroughtComment) -> None:
        at, thread_id = brought.created_at or self._way.now, self._way.ideas[brought.idea]
        self._begin_thread(thread_id)
        common = self._common(brought, at)
        parent = self._known.get(brought.parent) if brought.parent else None
        if parent is not None and parent.thread_id != thread_id:
            parent = None
        comment = Comment(
            id=common.id,
            campaign_id=self._way.campaign_id,
            thread_id=thread_id,
            parent_id=parent.id if parent else None,
            root_id=(parent.root_id or parent.id) if parent else None,
            body=brought.text,
            said_at=at,
            source_id=brought.source_id,
            source_digest=brought.digest,
        )
        db.session.add(comment)
        db.session.flush()
        self._let_out(common, brought, at)
        self._outcome.orphans += bool(brought.parent) and parent is None
        self._outcome.stubs += not brought.text
        self._known[brought.source_id] = Known(comment.id, comment.root_id, thread_id, brought.digest)

    def _common(self, brought: BroughtComment, at: datetime) -> Contribution:
        common = Contribution(
            kind=Kind.COMMENT,
            campaign_id=self._way.campaign_id,
            byline=brought.author,
            channel=Channel.IMPORT,
            state=State.DRAFT,
            language=language_of(brought.text, self._campaign.language),
            created_at=at,
            changed_at=at,
        )
        db.session.add(common)
        db.session.flush()
        return common

    def _let_out(self, common: Contribution, brought: BroughtComment, at: datetime) -> None:
        """Everyone reads it, or a moderator first; one without words only keeps the place of what answers it."""
        now = self._way.now
        if not brought.text:
            states.withdraw(common, now)
            return
        is_held = are_held([brought.text], self._way.campaign_id)
        self._outcome.held += is_held
        if not self._way.published:
            states.submit(common, now)
            if self._campaign.comments_checked_first or is_held:
                return
        common.submitted_at = common.published_at = at
        states.publish(common, now)

    def _renew(self, before: Known, brought: BroughtComment) -> None:
        comment = db.session.get_one(Comment, before.id)
        common = db.session.get_one(Contribution, before.id)
        parent = self._known.get(brought.parent)
        if before.thread_id != self._way.ideas[brought.idea] or comment.parent_id != (parent.id if parent else None):
            raise Refused("it stands at another place of the tree already")
        if bool(brought.text) != (common.state != State.WITHDRAWN):
            raise Refused("its words were taken back already" if brought.text else "it stands here with words already")
        comment.body, comment.source_digest = brought.text, brought.digest
        comment.said_at = brought.created_at or comment.said_at
        common.byline = brought.author
        common.language = language_of(brought.text, self._campaign.language)
        states.changed(common, self._way.now)
        self._known[brought.source_id] = Known(before.id, before.root_id, before.thread_id, brought.digest)

    def _begin_thread(self, idea_id: int) -> None:
        if idea_id not in self._threads and db.session.get(Thread, idea_id) is None:
            db.session.add(Thread(id=idea_id, campaign_id=self._way.campaign_id))
            db.session.flush()
        self._threads.add(idea_id)
