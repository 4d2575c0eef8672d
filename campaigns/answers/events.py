"""What answers announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerAsked:
    """A department owes an answer from now on: asked for anew, or passed on by another."""

    owed_id: int
    office_id: int


@dataclass(frozen=True)
class AnswerSigned:
    """An answer has its first signature and waits for the second."""

    answer_id: int
    owed_id: int
    office_id: int


@dataclass(frozen=True)
class AnswerReleased:
    """An official answer can be read by everyone from now on."""

    answer_id: int
    idea_id: int
    campaign_id: int


@dataclass(frozen=True)
class AnswerExtended:
    """The day until which an answer is owed was moved."""

    extension_id: int
    idea_id: int
    campaign_id: int


@dataclass(frozen=True)
class ClosedUnanswered:
    """No answer will come: two people said so, and why."""

    owed_id: int
    idea_id: int
    campaign_id: int


@dataclass(frozen=True)
class AnswerDue:
    """The day of an answer (ISO) comes near, or has come: so many `days` are left, 0 on the day itself."""

    owed_id: int
    due_on: str
    days: int


@dataclass(frozen=True)
class AnswerOverdue:
    """The day of an answer (ISO) is over, and nothing is signed."""

    owed_id: int
    due_on: str
