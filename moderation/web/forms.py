"""What moderators fill in."""

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Choice, Form, Optional, Radio, Required, Whole
from moderation.domain.decisions import Seen
from moderation.models import Decision
from moderation.queries.cases import CaseRead
from moderation.reasons import grounds_for
from moderation.words import CHOICES

WORDS_MOST = 4_000


class SeenForm(Form):
    """The versions of the case and of its text that the page showed."""

    version = Whole()
    text_version = Whole()

    @property
    def seen(self) -> Seen:
        """What the moderator had before their eyes; versions that make no sense match nothing."""
        return Seen(self.version.data or 0, self.text_version.data or 0)


class RestrictForm(SeenForm):
    """A decision that restricts a text, its reason, and the words the author will read."""

    decision = Radio(_l("Or restrict it"))
    ground = Choice(_l("Reason"), validators=[Required()])
    facts = Area(_l("What the author reads"), [Optional()], most=WORDS_MOST)

    def offer(self, read: CaseRead) -> "RestrictForm":
        """Offers what may be decided about this text."""
        possible = [decision for decision in CHOICES if decision in read.possible]
        self.decision.choices = [(str(decision), CHOICES[decision]) for decision in possible]
        grounds = [(one.code, one.label) for one in grounds_for(read.contribution.kind, read.possible)]
        self.ground.choices = [("", _l("Choose a reason")), *grounds]
        if self.decision.data is None and len(possible) == 1:
            self.decision.data = str(possible[0])
        return self

    @property
    def chosen(self) -> Decision:
        """The decision, once the form is valid."""
        return Decision(self.decision.data)
