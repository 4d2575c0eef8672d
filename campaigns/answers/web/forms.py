"""What officials and owners send about answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import (
    Area,
    AtLeast,
    AtMostTicks,
    Between,
    Choice,
    Day,
    Form,
    Line,
    Optional,
    Radio,
    Required,
    Several,
    Tick,
    Whole,
)
from campaigns.answers.domain.asking import AT_ONCE
from campaigns.answers.models import Answer, Outcome
from campaigns.answers.texts import (
    LINK_MOST,
    MOST_DAYS,
    NUMBER_MOST,
    POST_MOST,
    REASONS_MOST,
    REFERRED_MOST,
    SIGNER_MOST,
    WHY_LEAST,
    WHY_MOST,
    AnswerWords,
)
from campaigns.answers.words import CHOICES
from campaigns.contributions.web.warnings import NobodysData

LONGEST_VERSION = 18


class AnswerForm(Form):
    """What the department says to an idea. Whole or not it is kept as a draft; what is missing is said when it is signed."""

    outcome = Radio(_l("What becomes of the idea"), [(one.value, words) for one, words in CHOICES.items()])
    reasons = Area(_l("Reasons"), [Optional()], most=REASONS_MOST)
    link = Line(_l("Link"), [Optional()], most=LINK_MOST)
    referred_to = Line(_l("Where the author can turn"), [Optional()], most=REFERRED_MOST)
    signer = Line(_l("Who signs: name"), [Optional()], most=SIGNER_MOST)
    post = Line(_l("Position"), [Optional()], most=POST_MOST)
    letter_number = Line(_l("Number of the letter"), [Optional()], most=NUMBER_MOST)
    letter_on = Day(_l("Date of the letter"), [Optional()])
    version = HiddenField()

    @classmethod
    def of(cls, draft: Answer | None, signed_before: tuple[str, str] | None) -> "AnswerForm":
        """The draft as it stands; a new one with the name and the post of who signed before."""
        if draft is not None:
            return cls(
                data={
                    **vars(AnswerWords.of(draft)),
                    "outcome": draft.outcome.value,
                    "version": draft.contribution.version,
                }
            )
        signer, post = signed_before or ("", "")
        return cls(data={"signer": signer, "post": post})

    @property
    def words(self) -> AnswerWords:
        texts = {
            name: getattr(self, name).data or ""
            for name in ("reasons", "link", "referred_to", "signer", "post", "letter_number")
        }
        return AnswerWords(Outcome(self.outcome.data), letter_on=self.letter_on.data, **texts)

    @property
    def seen_version(self) -> int | None:
        """The version of the draft that this form was opened with."""
        word = self.version.data or ""
        return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST_VERSION else None


class SeenForm(Form):
    """Which version of the answer somebody had before them when they pressed a button."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        word = self.version.data or ""
        return int(word) if word.isascii() and word.isdigit() and len(word) <= LONGEST_VERSION else None


class ExtensionForm(Form):
    """A later day, and why."""

    to_on = Day(_l("New last day"), [Required()])
    why = Area(_l("Why more time is needed"), [Required(), AtLeast(WHY_LEAST), NobodysData()], most=WHY_MOST)

    @property
    def last_day(self) -> date:
        assert self.to_on.data is not None  # noqa: S101  the field is required
        return self.to_on.data


class TransferForm(Form):
    """Another department, and why."""

    office_id = Choice(_l("Department"), ids=True, validators=[Required()])
    reason = Area(_l("Why it answers"), [Required(), AtLeast(WHY_LEAST), NobodysData()], most=WHY_MOST)

    def offer(self, offices: Sequence[tuple[int, str]]) -> None:
        """Says what there is to choose from."""
        self.office_id.choices = [("", _l("Choose")), *offices]


class BesideForm(Form):
    """The departments that work on the answer beside the one that owes it."""

    beside = Several(_l("Departments that work on it, too"))


class ClosingForm(Form):
    """Why no answer will come."""

    reason = Area(_l("Why there will be no answer"), [Required(), AtLeast(WHY_LEAST), NobodysData()], most=WHY_MOST)


class ReasonSeenForm(Form):
    """The reason that somebody had before them when they confirmed it."""

    reason = HiddenField()


class TogetherForm(Form):
    """The word of somebody who signs several answers at once."""

    agreed = Tick(_l("I have read these answers and sign them"), [Required(_l("Read them, then tick this."))])


class TermsForm(Form):
    """How the campaign has its ideas answered."""

    days = Whole(_l("Days for an answer"), [Required(), Between(1, MOST_DAYS)])
    needs_second = Tick(_l("Each answer needs a second signature"))
    release_together = Tick(_l("Hold the answers until I release them all at once"))


class AskForm(Form):
    """Ideas, the department that is to answer them, those beside it, and the last day."""

    ideas = Several(_l("Ideas"), [AtMostTicks(AT_ONCE)])
    office_id = Choice(_l("Department that answers"), ids=True, validators=[Required()])
    beside = Several(_l("Departments that work on it, too"))
    due_on = Day(_l("Answer by, inclusive"), [Required()])

    @property
    def last_day(self) -> date:
        assert self.due_on.data is not None  # noqa: S101  the field is required
        return self.due_on.data

    def offer(self, ideas: Sequence[tuple[int, Any]], offices: Sequence[tuple[int, str]]) -> None:
        """Says what there is to choose from."""
        self.ideas.offer(ideas)
        self.beside.offer(offices)
        self.office_id.choices = [("", _l("Choose")), *offices]
