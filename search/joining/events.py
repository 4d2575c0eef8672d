"""What happens to joinings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JoiningProposed:
    """The authors of both ideas are asked from now on."""

    joining_id: int


@dataclass(frozen=True)
class JoiningEnded:
    """Nothing comes of what was proposed: an author declined, it was taken back, or the ideas moved on."""

    joining_id: int


@dataclass(frozen=True)
class IdeasJoined:
    """One idea goes on in the other."""

    joining_id: int


@dataclass(frozen=True)
class IdeasParted:
    """Both stand by themselves again."""

    joining_id: int
