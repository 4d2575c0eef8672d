"""Places that rooms above fill on the pages of a discussion."""

from dataclasses import dataclass

from app.foundation.slots import Slot


@dataclass(frozen=True)
class Answering:
    """An idea that answers a problem, as everyone may read it."""

    idea_id: int
    number: int | None
    title: str
    supports: int


# Ids of problems; for each the public ideas that answer it, the most supported first. One statement a filler.
PROBLEM_IDEAS: Slot[tuple[int, ...], dict[int, tuple[Answering, ...]]] = Slot("problem.ideas")
