"""What a phase allows. The only place that knows. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PhaseKind(StrEnum):
    """What a window of the timeline is for."""

    ANNOUNCEMENT = "announcement"
    DISCUSSION = "discussion"
    IDEAS = "ideas"
    REFINEMENT = "refinement"
    SCREENING = "screening"
    VOTING = "voting"
    DECISION = "decision"
    RESULTS = "results"


class Act(StrEnum):
    """What people do in a campaign. Those that stand in ALLOWS need an open phase; the others only a role."""

    READ = "read"
    FOLLOW = "follow"
    PROPOSE_TOPIC = "propose a topic"
    OPEN_TOPIC = "open a topic"
    ANSWER_QUESTIONS = "answer questions"
    COMMENT = "comment"
    REVISE_COMMENT = "revise a comment"
    DELETE_COMMENT = "delete a comment"
    TAKE_STAND = "take a stand"
    REACT = "react"
    HIGHLIGHT = "highlight a comment"
    CONCLUDE = "conclude a topic"
    DRAFT_IDEA = "draft an idea"
    SUBMIT_IDEA = "submit an idea"
    REVISE_IDEA = "revise an idea"
    WITHDRAW_IDEA = "withdraw an idea"
    INVITE_CO_AUTHORS = "invite co-authors"
    SUPPORT = "support"
    JOIN_IDEAS = "join ideas"
    ASSESS = "assess"
    VOTE = "vote"
    ANSWER = "answer"
    REPORT_PROGRESS = "report progress"
    CREATE = "create a campaign"
    PLAN = "plan a campaign"
    LAUNCH = "launch a campaign"
    CHANGE_TIMELINE = "change the timeline"
    CLOSE_ROUND = "close a round"
    SIGN_OFF = "sign off a result"
    PUBLISH_RESULT = "publish a result"
    PICK = "pick an idea"
    SELECT = "make the selection"
    INVITE = "invite people"
    POST_NEWS = "post news"
    ENTER_IDEAS = "enter ideas for others"
    ENTER_BALLOTS = "enter paper ballots"
    SEE_LOG = "see the log"


ALLOWS: dict[PhaseKind, frozenset[Act]] = {
    PhaseKind.ANNOUNCEMENT: frozenset(),
    PhaseKind.DISCUSSION: frozenset(
        {
            Act.PROPOSE_TOPIC,
            Act.OPEN_TOPIC,
            Act.ANSWER_QUESTIONS,
            Act.COMMENT,
            Act.REVISE_COMMENT,
            Act.TAKE_STAND,
            Act.REACT,
        }
    ),
    PhaseKind.IDEAS: frozenset(
        {Act.SUBMIT_IDEA, Act.REVISE_IDEA, Act.COMMENT, Act.REVISE_COMMENT, Act.REACT, Act.SUPPORT}
    ),
    PhaseKind.REFINEMENT: frozenset({Act.REVISE_IDEA}),
    PhaseKind.SCREENING: frozenset({Act.ASSESS}),
    PhaseKind.VOTING: frozenset({Act.VOTE}),
    PhaseKind.DECISION: frozenset({Act.ANSWER}),
    PhaseKind.RESULTS: frozenset({Act.REPORT_PROGRESS}),
}

PHASED: frozenset[Act] = frozenset().union(*ALLOWS.values())

# What is owed stays owed after its stage: the clock says when these begin, never that they are over. Where the plan has no stage
# for them they begin with what they are about, which their own rooms know.
LASTING: frozenset[Act] = frozenset({Act.ANSWER, Act.REPORT_PROGRESS})

EXCLUSIVE: frozenset[frozenset[PhaseKind]] = frozenset({frozenset({PhaseKind.VOTING, PhaseKind.IDEAS})})

# Kinds in which somebody has something to do; before the first of them a campaign is coming, after the last it is finished.
QUIET: frozenset[PhaseKind] = frozenset({PhaseKind.ANNOUNCEMENT, PhaseKind.RESULTS})


class Stage(StrEnum):
    """Where a campaign is on its way, for lists."""

    COMING = "coming"
    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True)
class Window:
    """A stretch of the timeline, half-open: open at `opens_at`, shut at `closes_at`. Aware instants.

    `added` and `removed` are the owner's switches: acts this window allows beyond, or short of, its kind.
    """

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime
    added: frozenset[Act] = frozenset()
    removed: frozenset[Act] = frozenset()
    id: int | None = field(default=None, compare=False)

    @property
    def allows(self) -> frozenset[Act]:
        return (ALLOWS[self.kind] | self.added) - self.removed

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True)
class Timeline:
    """The windows of one campaign, in the order in which they open."""

    windows: tuple[Window, ...]

    @classmethod
    def of(cls, windows: Iterable[Window]) -> "Timeline":
        return cls(tuple(sorted(windows, key=lambda w: (w.opens_at, w.closes_at, w.kind))))

    def open_at(self, now: datetime) -> tuple[Window, ...]:
        return tuple(w for w in self.windows if w.is_open(now))

    def allows(self, act: Act, now: datetime) -> bool:
        """Whether the clock allows the act: acts that no phase governs always are."""
        return act not in PHASED or any(act in w.allows for w in self.open_at(now))

    def next_for(self, act: Act, now: datetime) -> Window | None:
        """The next window that will allow the act."""
        return next((w for w in self.windows if w.opens_at > now and act in w.allows), None)

    def last_for(self, act: Act, now: datetime) -> Window | None:
        """The last window that allowed the act and is over."""
        over = [w for w in self.windows if w.closes_at <= now and act in w.allows]
        return max(over, key=lambda w: w.closes_at, default=None)

    def closing_of(self, act: Act, now: datetime) -> datetime | None:
        """When the act will stop being allowed, seen from a moment at which it is: the end of unbroken windows."""
        end = None
        for window in self.windows:
            if act in window.allows and window.is_open(end or now):
                end = max(end or window.closes_at, window.closes_at)
        return end

    def stage_at(self, now: datetime) -> Stage:
        """Where the campaign is. A pause between two windows belongs to its course."""
        busy = [w for w in self.windows if w.kind not in QUIET]
        if all(w.closes_at <= now for w in busy):
            return Stage.FINISHED
        return Stage.RUNNING if any(w.opens_at <= now for w in busy) else Stage.COMING

    @property
    def opens_at(self) -> datetime | None:
        return self.windows[0].opens_at if self.windows else None

    @property
    def closes_at(self) -> datetime | None:
        return max((w.closes_at for w in self.windows), default=None)


class Fault(StrEnum):
    """What may be wrong with a timeline."""

    EMPTY = "empty"
    BACKWARDS = "backwards"
    NOT_WHOLE_MINUTE = "not whole minute"
    EXCLUSIVE = "exclusive"


def faults(timeline: Timeline, *, voting_over_ideas: bool = False) -> list[tuple[Fault, tuple[Window, ...]]]:
    """What is wrong with a timeline: each fault with the windows it is about; empty where it may be launched."""
    found: list[tuple[Fault, tuple[Window, ...]]] = []
    if not timeline.windows:
        found.append((Fault.EMPTY, ()))
    for window in timeline.windows:
        if window.closes_at <= window.opens_at:
            found.append((Fault.BACKWARDS, (window,)))
        if any(at.second or at.microsecond for at in (window.opens_at, window.closes_at)):
            found.append((Fault.NOT_WHOLE_MINUTE, (window,)))
    if not voting_over_ideas:
        found.extend((Fault.EXCLUSIVE, pair) for pair in _exclusive_overlaps(timeline))
    return found


def _exclusive_overlaps(timeline: Timeline) -> list[tuple[Window, Window]]:
    return [
        (one, other)
        for place, one in enumerate(timeline.windows)
        for other in timeline.windows[place + 1 :]
        if frozenset({one.kind, other.kind}) in EXCLUSIVE
        and other.opens_at < one.closes_at
        and one.opens_at < other.closes_at
    ]
