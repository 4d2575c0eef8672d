"""What is sent about an idea."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.foundation.forms import Area, AtLeast, AtMostTicks, Choice, Form, Line, Optional, Required, Several
from campaigns.ideas.domain.drafts import new_secret
from campaigns.ideas.queries.choices import Choices
from campaigns.ideas.texts import PROBLEMS_MOST, TEXT_MOST, TITLE_MOST, IdeaText

# What an idea must have when it is sent; a draft may lack anything.
WHOLE: dict[str, Sequence[Any]] = {
    "problem": [Required(), AtLeast(10)],
    "proposal": [Required(), AtLeast(10)],
    "title": [Required(), AtLeast(5)],
}
LONGEST_SECRET = 100


class IdeaForm(Form):
    """An idea as it is being written. `secret` is made with the form, so that one form makes one idea.

    `version` is that of the idea when the form was made, so that one window does not undo what another has written. `likened`
    says that ideas which may be meant were shown.
    """

    problem = Area(_l("What is inconvenient now"), most=TEXT_MOST)
    proposal = Area(_l("What you propose"), most=TEXT_MOST)
    effect = Area(_l("What will change"), [Optional()], most=TEXT_MOST)
    elsewhere = Area(_l("Where this is done already"), [Optional()], most=TEXT_MOST)
    title = Line(_l("Title of the idea"), most=TITLE_MOST)
    track_id = Choice(_l("Direction"), ids=True)
    territory_id = Choice(_l("Place"), ids=True)
    service_id = Choice(_l("Service"), ids=True)
    problem_ids = Several(_l("Which problem it answers"), [AtMostTicks(PROBLEMS_MOST)])
    draft = HiddenField()
    checked = HiddenField()
    likened = HiddenField()
    version = HiddenField()

    def offer(self, choices: Choices) -> None:
        """Puts what there is to choose from into the form."""
        self.track_id.choices = [("", _("Not chosen")), *choices.tracks]
        self.territory_id.choices = [("", _("Everywhere")), *choices.territories]
        self.service_id.choices = [("", _("Not about one service")), *choices.services]
        self.problem_ids.offer(choices.problems)

    def text_among(self, choices: Choices) -> IdeaText:
        """The words, with what was chosen as far as it is on offer: what is kept by itself is not lost for a choice's sake."""
        text = self.text
        problems = {id for id, _name in choices.problems}
        return replace(
            text,
            track_id=_among(choices.tracks, text.track_id),
            territory_id=_among(choices.territories, text.territory_id),
            service_id=_among(choices.services, text.service_id),
            problem_ids=tuple(id for id in text.problem_ids if id in problems)[:PROBLEMS_MOST],
        )

    @property
    def secret(self) -> str:
        """The secret that came with the form, or a new one."""
        if not self.draft.data or len(self.draft.data) > LONGEST_SECRET:
            self.draft.data = new_secret()
        return str(self.draft.data)

    @property
    def do(self) -> str:
        """Which button was pressed; "send" where none of ours was."""
        pressed = request.form.get("do", "")
        return pressed if pressed in {"save", "preview", "confirm"} else "send"

    @property
    def is_sending(self) -> bool:
        """Whether the person wants it sent, not only kept or looked at."""
        return self.do in {"send", "confirm"}

    @property
    def seen_version(self) -> int | None:
        """The version that the person had before them; 0, which none has, where what came is no number."""
        word = self.version.data or ""
        return (int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0) if word else None

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
            self.service_id.data,
            tuple(sorted(set(self.problem_ids.data or ()))),
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


def _among(offered: Sequence[tuple[int, str]], id: int | None) -> int | None:
    return id if id in {one for one, _name in offered} else None


class WithdrawForm(Form):
    """Why an author takes an idea back."""

    why = Area(_l("Why you take the idea back"), [Required()], most=1000)
