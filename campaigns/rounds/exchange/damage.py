"""What is wrong with a file of votes: where, and why. Standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Damage:
    """A fault: the line of the file (the first is 1, 0 for the whole file), the reason, and the line's words where a row is refused.

    `file` names the file where there are several.
    """

    line: int
    reason: str
    text: str = ""
    file: str = ""

    def __str__(self) -> str:
        where = " ".join(part for part in (self.file, f"line {self.line}" if self.line else "") if part)
        return f"{where}: {self.reason}" if where else self.reason


class Broken(Exception):
    """The file cannot be counted as a whole, for these reasons: nothing of it comes in."""

    def __init__(self, damages: Sequence[Damage]) -> None:
        super().__init__("; ".join(map(str, damages)))
        self.damages = tuple(damages)


class Refused(Exception):
    """One row is refused, for this reason."""
