"""What an official writes, as a value, and the limits of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.answers.models import Answer, Outcome

REASONS_LEAST, REASONS_MOST = 20, 10_000
LINK_MOST, REFERRED_MOST, SIGNER_MOST, POST_MOST, NUMBER_MOST = 1_000, 500, 120, 200, 60
WHY_LEAST, WHY_MOST = 10, 1_000
MOST_DAYS = 366
# A department may move its own day once, by so many days; the owner of the campaign as often as needed.
OWN_EXTENSION_DAYS = 30
LINK_STARTS = ("https://", "http://")


@dataclass(frozen=True)
class AnswerWords:
    """What a department says to an idea: the outcome with its reasons, and who signs the letter."""

    outcome: Outcome
    reasons: str = ""
    link: str = ""
    referred_to: str = ""
    signer: str = ""
    post: str = ""
    letter_number: str = ""
    letter_on: date | None = None

    @classmethod
    def of(cls, answer: Answer) -> "AnswerWords":
        return cls(**{name: getattr(answer, name) for name in cls.__dataclass_fields__})

    def put_into(self, answer: Answer) -> None:
        """Makes these the words of the answer."""
        for name, value in vars(self).items():
            setattr(answer, name, value)

    @property
    def prose(self) -> Mapping[str, str]:
        """What people wrote, by the name of the field: the quick checks go over it. The name of who signs is theirs to give."""
        return {
            "reasons": self.reasons,
            "referred_to": self.referred_to,
            "post": self.post,
            "letter_number": self.letter_number,
        }
