"""Places that rooms above fill on the pages of a discussion."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.foundation.slots import Part, Slot


@dataclass(frozen=True)
class Answering:
    """An idea that answers a problem, as everyone may read it."""

    idea_id: int
    number: int | None
    title: str
    supports: int


# Ids of problems; for each the public ideas that answer it, the most supported first. One statement a filler.
PROBLEM_IDEAS: Slot[tuple[int, ...], dict[int, tuple[Answering, ...]]] = Slot("problem.ideas")


@dataclass(frozen=True)
class TopicShown:
    """The topic whose page is being made, and who looks at it. `conclusion_id` is that of its conclusion, if it has one.

    `mend_url` leads to the form in which the viewer mends it, where they may.
    """

    id: int
    campaign_id: int
    state: str
    author_id: int | None
    viewer: Actor
    conclusion_id: int | None = None
    conclusion_state: str | None = None
    mend_url: str | None = None


# Above a topic, asked for its author and the staff alone: why it, or its conclusion, was returned, refused or hidden.
TOPIC_STATE_NOTE: Slot[TopicShown, Part | None] = Slot("topic.state-note")

# Beside a topic: the case of it and of its conclusion, for moderators. One batch of statements a filler.
TOPIC_ASIDE: Slot[TopicShown, Part | None] = Slot("topic.aside")
