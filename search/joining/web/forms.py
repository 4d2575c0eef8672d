"""What is filled in about a joining."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Optional, Radio, Required
from campaigns.contributions.web.warnings import NobodysData
from search.joining.domain.proposals import LONGEST_REASON
from search.joining.queries.candidates import Candidate

THIS, OTHER = "this", "other"


class ProposalForm(Form):
    """Which of the two goes on in the other, and why."""

    way = Radio(_l("Which one goes on"), validators=[Required()])
    reason = Area(_l("Why they are joined"), [Required(), NobodysData()], most=LONGEST_REASON)

    def offer(self, own: Any, other: Candidate) -> "ProposalForm":
        """Names the two ideas."""
        self.way.choices = [
            (THIS, _("No. %(one)s is joined into No. %(other)s", one=own.number, other=other.number)),
            (OTHER, _("No. %(one)s is joined into No. %(other)s", one=other.number, other=own.number)),
        ]
        return self


class AnswerForm(Form):
    """Whether an author agrees."""

    agrees = Radio(_l("Your answer"), [("yes", _l("I agree")), ("no", _l("I do not agree"))], validators=[Required()])
    why = Area(_l("Why"), [Optional(), NobodysData()], most=LONGEST_REASON)


class BackForm(Form):
    """Why who proposed it takes it back."""

    back_why = Area(_l("Why"), [Optional(), NobodysData()], most=LONGEST_REASON)


class PartForm(Form):
    """Why two joined ideas stand by themselves again."""

    part_why = Area(_l("Why they are un-joined"), [Required(), NobodysData()], most=LONGEST_REASON)


def picked(word: str, offered: Sequence[Candidate]) -> Candidate | None:
    """The offered idea a word of the address names."""
    return next((one for one in offered if str(one.id) == word), None)
