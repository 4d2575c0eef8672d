"""The pass of somebody who votes with a code: a signed word that goes from page to page in the form, and nowhere else."""

from dataclasses import dataclass

from app.foundation import tokens

PURPOSE = "voting pass"
HOURS = 12
CONFIRMATION = "vote confirmation"
DAYS = 365


@dataclass(frozen=True)
class Pass:
    """Lets whoever holds it vote in a round with a code."""

    round_id: int
    code_id: int


def give(round_id: int, code_id: int) -> str:
    """The word that lets its holder vote with this code for some hours: the code itself was checked just before."""
    return tokens.sign(PURPOSE, [round_id, code_id])


def read(word: str | None) -> Pass | None:
    """The pass that the word is; None where it is forged, broken or too old."""
    found = tokens.read(PURPOSE, word, HOURS * 3600) if word else None
    return Pass(*found) if found else None


def confirm(cast_id: int) -> str:
    """The word in the address of a confirmation, for somebody who has no account."""
    return tokens.sign(CONFIRMATION, cast_id)


def confirmed(word: str | None) -> int | None:
    """The id of the cast that this word confirms; None where it is forged, broken or too old."""
    return tokens.read(CONFIRMATION, word, DAYS * 86400) if word else None
