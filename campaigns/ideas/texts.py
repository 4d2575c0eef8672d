"""What the author of an idea writes and chooses, as one value."""

import hashlib
from dataclasses import astuple, dataclass

from campaigns.ideas.models import Idea

TITLE_MOST = 200
TEXT_MOST = 5_000
PROBLEMS_MOST = 3


@dataclass(frozen=True)
class IdeaText:
    """The words and choices of an idea, already cleaned."""

    title: str = ""
    problem: str = ""
    proposal: str = ""
    effect: str = ""
    elsewhere: str = ""
    track_id: int | None = None
    territory_id: int | None = None
    service_id: int | None = None
    problem_ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, idea: Idea, problem_ids: tuple[int, ...] = ()) -> "IdeaText":
        """The words and choices of the row; the problems that it answers stand in a table of their own and come along."""
        return cls(
            idea.title,
            idea.problem,
            idea.proposal,
            idea.effect,
            idea.elsewhere,
            idea.track_id,
            idea.territory_id,
            idea.service_id,
            problem_ids,
        )

    def put_into(self, idea: Idea) -> None:
        """Makes these the words and choices of the row; which problems it answers is written beside it."""
        idea.title, idea.problem, idea.proposal = self.title, self.problem, self.proposal
        idea.effect, idea.elsewhere = self.effect, self.elsewhere
        idea.track_id, idea.territory_id, idea.service_id = self.track_id, self.territory_id, self.service_id

    @property
    def prose(self) -> dict[str, str]:
        """The texts by the name of their field, in the order of the page."""
        return {
            "title": self.title,
            "problem": self.problem,
            "proposal": self.proposal,
            "effect": self.effect,
            "elsewhere": self.elsewhere,
        }

    @property
    def is_whole(self) -> bool:
        """Whether it says what an idea must say before it is sent."""
        return bool(self.title and self.problem and self.proposal)

    @property
    def fingerprint(self) -> str:
        """A short word that is equal for equal texts and choices."""
        return hashlib.sha256(repr(astuple(self)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
