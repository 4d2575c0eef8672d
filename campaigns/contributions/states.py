"""The verbs that change a state. Nothing else does."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Reason
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionJoined,
    ContributionMasked,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionReworded,
    ContributionSubmitted,
    ContributionUnjoined,
    ContributionWithdrawn,
)
from campaigns.contributions.models import PUBLIC, RESTRICTED, Contribution, State
from campaigns.contributions.slots import GOES_ON_ELSEWHERE

MOVED_ON = Reason("state", _l("This text has moved on meanwhile. Look at how it stands now."))

WAYS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.PUBLISHED, State.RETURNED, State.REJECTED, State.WITHDRAWN}),
    State.RETURNED: frozenset({State.SUBMITTED, State.WITHDRAWN, State.REJECTED}),
    State.PUBLISHED: frozenset({State.HIDDEN, State.WITHDRAWN, State.JOINED}),
    State.JOINED: frozenset({State.PUBLISHED, State.HIDDEN}),
    State.HIDDEN: frozenset({State.PUBLISHED, State.JOINED, State.HIDDEN}),
    State.REJECTED: frozenset({State.PUBLISHED}),
    State.WITHDRAWN: frozenset(),
}


def _move(contribution: Contribution, state: State, now: datetime) -> None:
    if state not in WAYS[contribution.state]:
        raise Conflict(MOVED_ON)
    contribution.state, contribution.changed_at = state, now
    contribution.version += 1


def _readable(contribution: Contribution) -> State:
    """How a text stands that everyone may read: one that was joined into another before goes on there."""
    joined = contribution.published_at is not None and any(GOES_ON_ELSEWHERE.fill(contribution.id))
    return State.JOINED if joined else State.PUBLISHED


def submit(contribution: Contribution, now: datetime) -> None:
    """A draft or a returned text is sent to be checked."""
    _move(contribution, State.SUBMITTED, now)
    contribution.submitted_at, contribution.statement_id = now, None
    db.session.flush()
    events.announce(ContributionSubmitted(contribution.id))


def publish(contribution: Contribution, now: datetime, *, may_be_undone: bool = False) -> None:
    """The text becomes readable; a text published before keeps its place in time."""
    _move(contribution, _readable(contribution), now)
    contribution.published_at = contribution.published_at or now
    contribution.statement_id = None
    db.session.flush()
    events.announce(ContributionPublished(contribution.id, may_be_undone))


def publish_masked(contribution: Contribution, statement_id: int, now: datetime) -> None:
    """The text is public without some of its words, for the reasons of a statement; one that is public keeps its place."""
    is_new = contribution.state not in PUBLIC
    if is_new:
        _move(contribution, _readable(contribution), now)
        contribution.published_at = contribution.published_at or now
    else:
        contribution.changed_at = now
        contribution.version += 1
    contribution.statement_id = statement_id
    db.session.flush()
    events.announce(
        ContributionPublished(contribution.id, may_be_undone=True) if is_new else ContributionMasked(contribution.id)
    )


def restrict(
    contribution: Contribution, state: State, statement_id: int, now: datetime, *, may_be_undone: bool = False
) -> None:
    """The text is returned, refused or hidden for the reasons of a statement."""
    if state not in RESTRICTED:
        raise ValueError(f"{state} is no restriction")
    _move(contribution, state, now)
    contribution.statement_id = statement_id
    db.session.flush()
    events.announce(ContributionRestricted(contribution.id, statement_id, may_be_undone))


@dataclass(frozen=True)
class Standing:
    """How a text stood at a moment: enough to put it back there."""

    state: State
    changed_at: datetime
    published_at: datetime | None
    statement_id: int | None


def standing(contribution: Contribution) -> Standing:
    """How the text stands now."""
    return Standing(contribution.state, contribution.changed_at, contribution.published_at, contribution.statement_id)


def restore(contribution: Contribution, before: Standing) -> None:
    """The text stands as it stood before a decision that was undone, its place in time included."""
    contribution.state, contribution.statement_id = before.state, before.statement_id
    contribution.changed_at, contribution.published_at = before.changed_at, before.published_at
    contribution.version += 1
    db.session.flush()
    events.announce(ContributionRestored(contribution.id))


def reinstate(contribution: Contribution, now: datetime) -> None:
    """A restriction was reversed: everyone reads the text again, in its place in time; one that was joined is so still.

    One that nobody has read yet appears now. Raises Conflict where it is not restricted any more.
    """
    if contribution.state not in RESTRICTED:
        raise Conflict(MOVED_ON)
    was_public = contribution.published_at is not None
    contribution.state = _readable(contribution)
    contribution.published_at = contribution.published_at or now
    contribution.changed_at, contribution.statement_id = now, None
    contribution.version += 1
    db.session.flush()
    if was_public:
        events.announce(ContributionRestored(contribution.id))
    else:
        events.announce(ContributionPublished(contribution.id, may_be_undone=True))


def changed(contribution: Contribution, now: datetime) -> None:
    """The words of a text became others; its state stays."""
    contribution.changed_at = now
    contribution.version += 1
    db.session.flush()
    is_public = contribution.state in PUBLIC
    events.announce((ContributionChanged if is_public else ContributionReworded)(contribution.id))


def mended(contribution: Contribution, now: datetime) -> None:
    """A moderator mended a small thing in the text; its state stays."""
    contribution.changed_at = now
    contribution.version += 1
    db.session.flush()
    events.announce(ContributionMended(contribution.id, contribution.version))


def emptied(contribution: Contribution, now: datetime) -> None:
    """The words went with somebody who has left; the text stands where it stood, so that what hangs on it keeps its place."""
    contribution.changed_at = now
    contribution.version += 1
    db.session.flush()
    is_public = contribution.state in PUBLIC
    events.announce((ContributionMasked if is_public else ContributionReworded)(contribution.id))


def withdraw(contribution: Contribution, now: datetime) -> None:
    """The author takes the text back."""
    _move(contribution, State.WITHDRAWN, now)
    contribution.statement_id = None
    db.session.flush()
    events.announce(ContributionWithdrawn(contribution.id))


def join(contribution: Contribution) -> None:
    """The text goes on in another. Its words, its place in time and its number stay as they are."""
    if contribution.state != State.PUBLISHED:
        raise Conflict(MOVED_ON)
    contribution.state = State.JOINED
    contribution.version += 1
    db.session.flush()
    events.announce(ContributionJoined(contribution.id))


def unjoin(contribution: Contribution) -> None:
    """The text stands by itself again, in its place in time; one that is hidden stays so."""
    if contribution.state == State.JOINED:
        contribution.state = State.PUBLISHED
    contribution.version += 1
    db.session.flush()
    events.announce(ContributionUnjoined(contribution.id))
