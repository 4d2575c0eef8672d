"""What is sent about an idea."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import Area, AtLeast, Choice, Form, Line, Optional, Required
from campaigns.ideas.domain.drafts import new_secret
from campaigns.ideas.queries.choices import Choices
from campaigns.ideas.texts import TEXT_MOST, TITLE_MOST, IdeaText

# What an idea must have when it is sent; a draft may lack anything.
WHOLE: dict[str, Sequence[Any]] = {
    "problem": [Required(), AtLeast(10)],
    "proposal": [Required(), AtLeast(10)],
    "title": [Required(), AtLeast(5)],
}
LONGEST_SECRET = 100


class IdeaForm(Form):
    """An idea as it is being written. `secret` is made with the form, so that one form makes one idea."""

    problem = Area(_l("What is inconvenient now"), most=TEXT_MOST)
    proposal = Area(_l("What you propose"), most=TEXT_MOST)
    effect = Area(_l("What will change"), [Optional()], most=TEXT_MOST)
    elsewhere = Area(_l("Where this is done already"), [Optional()], most=TEXT_MOST)
    title = Line(_l("Title of the idea"), most=TITLE_MOST)
    track_id = Choice(_l("Direction"), ids=True)
    territory_id = Choice(_l("Place"), ids=True)
    draft = HiddenField()
    checked = HiddenField()

    def offer(self, choices: Choices) -> None:
        """Puts the directions of the campaign and the places into the form."""
        self.track_id.choices = [("", _("Not chosen")), *choices.tracks]
        self.territory_id.choices = [("", _("Everywhere")), *choices.territories]

    @property
    def secret(self) -> str:
        """The secret that came with the form, or a new one."""
        if not self.draft.data or len(self.draft.data) > LONGEST_SECRET:
            self.draft.data = new_secret()
        return str(self.draft.data)

    @property
    def is_sending(self) -> bool:
        """Whether the person wants it sent, not only kept."""
        return request.form.get("do") != "save"

    @property
    def text(self) -> IdeaText:
        return IdeaText(
            self.title.data or "",
            self.problem.data or "",
            self.proposal.data or "",
            self.effect.data or "",
            self.elsewhere.data or "",
            self.track_id.data,
            self.territory_id.data,
        )

    def is_fit(self) -> bool:
        """Whether what came has the shape of a whole idea, or, where it is only to be kept, of a draft."""
        if self.is_sending:
            return bool(self.validate(extra_validators=WHOLE))
        fit = bool(self.validate())
        if fit and not any(self.text.prose.values()):
            self.form_errors.append(_("Write a few words first: there is nothing to keep yet."))
            return False
        return fit


class WithdrawForm(Form):
    """Why an author takes an idea back."""

    why = Area(_l("Why you take the idea back"), [Required()], most=1000)
