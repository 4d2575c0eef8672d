"""Places that rooms above fill on the pages and in the verbs of ideas."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from app.accounts.roles import Actor
from app.foundation.errors import Reason
from app.foundation.slots import Part, Slot
from campaigns.contributions.models import Contribution


@dataclass(frozen=True)
class IdeaShown:
    """The idea whose page is being made, and who looks at it. `author_id` is None where no account stands behind it.

    `is_editing`: the page is the form in which the author mends it.
    """

    id: int
    campaign_id: int
    state: str
    author_id: int | None
    viewer: Actor
    is_editing: bool = False

    @property
    def is_own(self) -> bool:
        return self.viewer.id is not None and self.viewer.id == self.author_id


@dataclass(frozen=True)
class IdeaWritten:
    """An idea that is being written: so much of it as there is."""

    campaign_id: int
    title: str
    text: str


@dataclass(frozen=True)
class Listed:
    """The list of a campaign's ideas that is being made, and who looks at it."""

    campaign_id: int
    slug: str
    viewer: Actor


@dataclass(frozen=True)
class Theme:
    """What several ideas are about. `holds` says of which, for a query of ideas."""

    id: int
    name: str
    holds: ColumnElement[bool]


@dataclass(frozen=True)
class Themed:
    """The themes by which a list can be filtered, and the page where the viewer keeps them, for those who do."""

    themes: Sequence[Theme]
    url: str | None = None


# Themes of a campaign's ideas, above its list. One statement a filler.
IDEA_THEMES: Slot[Listed, Themed] = Slot("idea.themes")

# Beside the idea: similar ideas, for one. None where there is nothing to say. One batch of statements a filler.
IDEA_ASIDE: Slot[IdeaShown, Part | None] = Slot("idea.aside")

# Beneath the title of an idea that is being written, and before it is sent: ideas of others that may be meant. None where there
# is no use in telling. What is written is looked at and not kept.
IDEA_TWINS: Slot[IdeaWritten, Part | None] = Slot("idea.twins")

# Asked inside the write that sends an idea, with its common row: whether it appears at once although ideas are checked first.
SKIPS_QUEUE: Slot[Contribution, bool] = Slot("ideas.skips-queue")

# Above the idea, asked for its author and the staff alone: why it was returned, refused or hidden.
IDEA_STATE_NOTE: Slot[IdeaShown, Part | None] = Slot("idea.state-note")

# Above the idea, for everyone: what became of it after its cycle, in a sentence. Asked only of ideas that have
# an outcome, in campaigns whose voting is over, and once experts assess.
IDEA_OUTCOME: Slot[IdeaShown, Part | None] = Slot("idea.outcome")

# Above the comments of an idea that everyone may read: the official answer, or until when it is owed. None where nobody was asked.
IDEA_ANSWER: Slot[IdeaShown, Part | None] = Slot("idea.answer")

# Asked with the id of a campaign inside the write that gives or takes back a support. Takes the row of the open round in
# shared mode and raises NotAllowed where the round is closed or its window is shut by the database's clock.
SUPPORT_GUARD: Slot[int, None] = Slot("support.guard")

# The read side of the guard, asked with the id of a campaign by the page of an idea: why support is taken no more although the
# timeline still allows it. None where it is taken. One statement a filler.
SUPPORT_SHUT: Slot[int, Reason | None] = Slot("support.shut")
